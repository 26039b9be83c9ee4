'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { contractNameSchema } from '@/domain/contract/contract'
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
    const team = { slug: own.slug, name: own.document.name }
    return contracts.length > 0 ? [{ team, where: 'draft' as const, contracts, uses }, ...here] : here
  }, [data, own, name])
  return { teams: known ? teams : [], error }
}
