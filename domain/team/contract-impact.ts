import { checkCompat, type CompatResult } from '../contract/compat'
import { refOf, showRef, type Contract } from '../contract/contract'
import { evaluateSchema, validateInstance } from '../contract/evaluate'
import type { JsonSchema } from '../contract/json-schema'
import type { ContractCall } from './contract-calls'
import { readBreaks, type ContractRead } from './contract-reads'
import type { ContractTest } from './contract-tests'
import type { ContractUse } from './contract-uses'

/** A team's draft or published version that uses a contract. */
export interface TeamUses {
  team: { slug: string; name: string }
  where: 'draft' | 'published'
  /** The contract's versions that it holds. */
  contracts: Contract[]
  uses: ContractUse[]
  /** Expressions that read it, of nodes and of test cases. */
  reads: ContractRead[]
  /** What its test cases begin with and pin. */
  tests: ContractTest[]
  /** Teams that call this one. */
  calls: ContractCall[]
}

/** What a change of a contract means at one place of a team. */
export interface Impact {
  team: { slug: string; name: string }
  where: 'draft' | 'published'
  /** The contract's version there. */
  version: number
  node: { id: string; name: string }
  side: ContractUse['side'] | 'reads' | 'tests' | 'calls'
  /** What was compared, in a sentence without its full stop. */
  must: string
  result: CompatResult | Broken
}

/** What does not work any more, where no value need be shown for it. */
interface Broken {
  verdict: 'incompatible'
  pointer: string
  reason: string
  counterexample?: undefined
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
 *
 * Of expressions that read it, and of test cases that hold values against it, only those are told that break. Of teams
 * that call a team by it, all.
 */
export function contractImpact(
  before: Contract,
  after: JsonSchema,
  teams: readonly TeamUses[],
  edited?: string,
): Impact[] {
  const compare = comparing()
  const goesAlong = ({ team, where }: TeamUses, held: Contract): boolean =>
    where === 'draft' && team.slug === edited && held.version === before.version
  return teams.flatMap((one) => [
    ...compared(one),
    ...one.reads.flatMap((read) => broken(one, read)),
    ...one.tests.flatMap((test) => untestable(one, test)),
    ...one.calls.map((call) => called(one, call)),
  ])

  function compared(one: TeamUses): Impact[] {
    const { team, where, contracts, uses } = one
    return uses.flatMap(({ ref, node, side, meets }): Impact[] => {
      const held = contracts.find((contract) => refOf(contract) === ref)
      if (!held || side === 'names') return []
      const here = { team, where, version: held.version, node, side }
      if (!goesAlong(one, held))
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
    })
  }

  function broken(one: TeamUses, read: ContractRead): Impact[] {
    const held = one.contracts.find((contract) => refOf(contract) === read.ref)
    const reason = held && readBreaks(read, held.schema, after)
    if (!held || reason === undefined) return []
    const expects = read.test === undefined ? 'It reads' : `Test case "${read.test}" expects`
    return [
      {
        team: one.team,
        where: one.where,
        version: held.version,
        node: read.node,
        side: read.test === undefined ? 'reads' : 'tests',
        must: `${goesAlong(one, held) ? '' : 'Once the change is taken over there: '}${expects} ${read.source}`,
        result: { verdict: 'incompatible', pointer: `/${read.path.join('/')}`, reason },
      },
    ]
  }

  /** A case that tests what does not fit anyway goes on doing so. */
  function untestable(one: TeamUses, { ref, test, node, as, value }: ContractTest): Impact[] {
    const held = one.contracts.find((contract) => refOf(contract) === ref)
    if (!held || !evaluateSchema(held.schema, value)) return []
    const [issue] = validateInstance(after, value)
    if (!issue) return []
    const what = as === 'input' ? 'begins with' : `pins at "${node.name}"`
    return [
      {
        team: one.team,
        where: one.where,
        version: held.version,
        node,
        side: 'tests',
        must: `What test case "${test}" ${what} must fit the change`,
        result: {
          verdict: 'incompatible',
          pointer: issue.pointer,
          reason: `${issue.pointer === '' ? 'it' : issue.pointer.slice(1).replaceAll('/', '.')} ${issue.message}`,
        },
      },
    ]
  }

  function called(one: TeamUses, { ref, team, where, node, way, contract }: ContractCall): Impact {
    const version = one.contracts.find((held) => refOf(held) === ref)?.version ?? before.version
    const own = showRef(refOf(contract))
    return {
      ...{ team, where, version, node, side: 'calls' as const },
      must:
        way === 'gives'
          ? `${own}, which it gives to ${one.team.name}, must fit the change`
          : `What ${one.team.name} brings after the change must fit ${own}, which is expected there`,
      result: way === 'gives' ? compare(contract.schema, after) : compare(after, contract.schema),
    }
  }
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
