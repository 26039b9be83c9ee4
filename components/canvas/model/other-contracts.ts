import type { ListedContract } from '@/components/contracts/listed-contract'
import { refOf, showRef, type Contract } from '@/domain/contract/contract'
import { isRecord } from '@/domain/contract/json-schema'
import type { Command } from '@/domain/team/command'
import type { TeamDocument } from '@/domain/team/document'

/** A published contract that this team does not have, and the teams that do. */
interface OtherContract {
  contract: Contract
  teams: string[]
}

/** What other teams of the workspace have published and this one could take over. */
export function otherContracts(
  listed: readonly ListedContract[],
  { contracts }: TeamDocument,
  slug: string,
): OtherContract[] {
  const own = new Set(contracts.map((contract) => refOf(contract)))
  return listed.flatMap(({ name, versions }) =>
    versions.flatMap(({ version, description, schema, publishedAt, usedBy }): OtherContract[] => {
      const teams = usedBy.filter((team) => team.slug !== slug).map((team) => team.name)
      if (publishedAt === null || teams.length === 0 || !isRecord(schema)) return []
      const contract = { name, version, description, schema }
      return own.has(refOf(contract)) ? [] : [{ contract, teams }]
    }),
  )
}

/** One edit that takes a contract over and does what needs it. */
export const takeOver = (contract: Contract, then: Command): Command => ({
  type: 'batch',
  label: `Take over ${showRef(refOf(contract))}`,
  commands: [{ type: 'contract.put', contract }, then],
})
