'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { contractNameSchema } from '@/domain/contract/contract'
import { contractReads } from '@/domain/team/contract-reads'
import { contractUses } from '@/domain/team/contract-uses'
import type { TeamUses } from '@/domain/team/contract-impact'
import type { TeamDocument } from '@/domain/team/document'

/** The draft that is open here, whose last edits the server may not have yet. */
export interface OwnDraft {
  slug: string
  document: TeamDocument
}

/** Every team that holds a contract; undefined while they are read. */
export function useTeamUses(name: string, own?: OwnDraft): { teams: TeamUses[] | undefined; error: unknown } {
  const known = contractNameSchema.safeParse(name).success
  const { data, error } = useQuery({ ...useTRPC().contracts.uses.queryOptions({ name }), enabled: known })
  const teams = useMemo(() => {
    if (!data || !own) return data
    const here = data.filter(({ team, where }) => team.slug !== own.slug || where !== 'draft')
    const uses = contractUses(own.document, name)
    const contracts = own.document.contracts.filter((contract) => contract.name === name)
    if (contracts.length === 0) return here
    const team = { slug: own.slug, name: own.document.name }
    const stored = data.find((one) => one.team.slug === own.slug && one.where === 'draft')
    // What nodes read is as it stands here; test cases and callers are the server's.
    const reads = [
      ...contractReads(own.document, name),
      ...(stored?.reads.filter(({ test }) => test !== undefined) ?? []),
    ]
    const draft = { team, where: 'draft' as const, contracts, uses, reads }
    return [{ ...draft, tests: stored?.tests ?? [], calls: stored?.calls ?? [] }, ...here]
  }, [data, own, name])
  return { teams: known ? teams : [], error }
}
