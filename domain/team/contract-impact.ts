import { checkCompat, type CompatResult } from '../contract/compat'
import { refOf, showRef, type Contract } from '../contract/contract'
import type { JsonSchema } from '../contract/json-schema'
import type { ContractUse } from './contract-uses'

/** A team's draft or published version that uses a contract. */
export interface TeamUses {
  team: { slug: string; name: string }
  where: 'draft' | 'published'
  /** The contract's versions that it holds. */
  contracts: Contract[]
  uses: ContractUse[]
}

/** What a change of a contract means at one place of a team. */
export interface Impact {
  team: { slug: string; name: string }
  where: 'draft' | 'published'
  /** The contract's version there. */
  version: number
  node: { id: string; name: string }
  side: ContractUse['side']
  /** What was compared, in a sentence without its full stop. */
  must: string
  result: CompatResult
}

/**
 * What would break if a contract read `after`: every place that takes or hands it on, in every team that holds it.
 *
 * Where the change arrives with the edit (`edited`: the draft that it is made in, at the version that it changes), the
 * place goes along, and what it meets at its handoffs is compared: what comes in must fit `after`, `after` must fit what
 * is asked further on, and what begins a run today must still begin one.
 *
 * Everywhere else the version that is there stands. There it is compared with the change as it would meet it: who takes
 * the contract must be able to take what is handed over under `after`; of who hands it on, what is made today must fit
 * `after`. Pure; at most one comparison for each pair of schemas.
 */
export function contractImpact(
  before: Contract,
  after: JsonSchema,
  teams: readonly TeamUses[],
  edited?: string,
): Impact[] {
  const compare = comparing()
  return teams.flatMap(({ team, where, contracts, uses }) =>
    uses.flatMap(({ ref, node, side, meets }): Impact[] => {
      const held = contracts.find((contract) => refOf(contract) === ref)
      if (!held || side === 'names') return []
      const here = { team, where, version: held.version, node, side }
      const goesAlong = where === 'draft' && team.slug === edited && held.version === before.version
      if (!goesAlong)
        return [
          side === 'takes'
            ? {
                ...here,
                must: `What is handed over after the change must fit ${showRef(ref)}`,
                result: compare(after, held.schema),
              }
            : {
                ...here,
                must: `What it makes today, ${showRef(ref)}, must fit the change`,
                result: compare(held.schema, after),
              },
        ]
      const met = meets.map(({ contract }): Impact => {
        const other = showRef(refOf(contract))
        return side === 'takes'
          ? {
              ...here,
              must: `${other}, which comes in, must fit the change`,
              result: compare(contract.schema, after),
            }
          : {
              ...here,
              must: `What the change allows must fit ${other}, which is asked further on`,
              result: compare(after, contract.schema),
            }
      })
      if (side === 'begins')
        return [
          ...met,
          {
            ...here,
            must: 'What begins a run today must fit the change',
            result: compare(before.schema, after),
          },
        ]
      return met.length > 0 ? met : [{ ...here, must: 'It goes along', result: { verdict: 'compatible' } }]
    }),
  )
}

/** Comparisons of the same two schemas are made once. */
function comparing(): (sub: JsonSchema, sup: JsonSchema) => CompatResult {
  const known = new Map<string, CompatResult>()
  return (sub, sup) => {
    const key = JSON.stringify([sub, sup])
    const result = known.get(key) ?? checkCompat(sub, sup)
    known.set(key, result)
    return result
  }
}
