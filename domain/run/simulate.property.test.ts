import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bundle } from '../team/bundle'
import { compileTeam, type CompiledTeam } from '../team/compile'
import type { TeamDocument } from '../team/document'
import { kindOf, readsOfNode } from '../team/kinds/registry'
import type { TeamNode } from '../team/node'
import { salesCatalogue } from '../team/testing/sales-team'
import { openerOf } from './fork'
import { effectsBehind, joinOf } from './plan'
import type { Happening, Simulated } from './testing/happening'
import { randomTeam } from './testing/random-team'
import { simulate, type Chance } from './testing/simulate'

type Of<K extends Happening['kind']> = Extract<Happening, { kind: K }>

const only = <K extends Happening['kind']>({ happenings }: Simulated, kind: K): Of<K>[] =>
  happenings.filter((one): one is Of<K> => one.kind === kind)

/** Numbers that follow from a seed. (mulberry32) */
function numbers(seed: number): (below: number) => number {
  let a = seed
  return (below) => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) % below
  }
}

/** A number that follows from a name alone. (FNV-1a) */
function named(seed: number, name: string): number {
  let hash = 0x811c9dc5 ^ seed
  for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  return numbers(hash)(1 << 30)
}

const chanceOf = (order: number, outcomes: number): Chance => ({
  order: numbers(order),
  outcome: (below, where) => named(outcomes, where) % below,
})

/** No step fails, and maps are as long as they may be. */
const busy = (order: number, outcomes: number): Chance => ({
  order: numbers(order),
  outcome: (below, where) =>
    where.endsWith('fails') ? 1 : where.endsWith('items') ? below - 1 : named(outcomes, where) % below,
})

const RUNS_OF_EACH = 5
const LONGEST_MS = 20_000

/** Checks runs of random teams that compile, and that enough of them do. */
function eachRun(
  check: (
    bundle: Bundle,
    run: Simulated,
    compiled: CompiledTeam,
    again: (order: number) => Simulated,
  ) => void,
  { teams = randomTeam(), numRuns = 400, share = 0.4, chance = chanceOf } = {},
): void {
  let sound = 0
  let drawn = 0
  fc.assert(
    fc.property(teams, fc.nat(), fc.nat(), (team, order, outcomes) => {
      drawn++
      const compiled = compile(team)
      const { bundle } = compiled
      if (!bundle) return
      sound++
      for (let i = 0; i < RUNS_OF_EACH; i++) {
        const runIn = (one: number) => simulate(bundle, chance(one, outcomes + i))
        check(bundle, runIn(order + i), compiled, runIn)
      }
    }),
    { numRuns, endOnFailure: true },
  )
  expect(sound / drawn, `${sound} of ${drawn} random teams are sound`).toBeGreaterThan(share)
}

const compile = (team: TeamDocument) => compileTeam(team, salesCatalogue)

describe('runs of random teams that compile, in random order', { timeout: LONGEST_MS }, () => {
  it('find what they read: no step starts before what it needs', () => {
    eachRun((bundle, run) => {
      for (const { node, slot, state, decided } of only(run, 'came')) {
        for (const path of readsOfNode(bundle.nodes[node] as TeamNode)) {
          const [first = '', second = ''] = path.split('.')
          if (first === 'decision') expect(decided).toContain(second)
          else expect(Object.keys(state), `${node} reads ${path}`).toContain(first)
        }
        if (slot !== undefined) expect(Object.keys(state), `${node} is handed ${slot}`).toContain(slot)
      }
    })
  })

  it('end, with nothing left open', () => {
    eachRun((_bundle, run) => {
      expect(only(run, 'stuck')).toEqual([])
      expect(run.endless).toBe(false)
      expect(run.open).toEqual([])
      expect(run.outcome).toBeDefined()
    })
  })

  it('do not come round more often than was counted', () => {
    eachRun(
      (bundle, run, { worstCase }) => {
        const calls = only(run, 'left').filter(({ node }) => bundle.nodes[node]?.kind === 'agent').length
        expect(calls).toBeLessThanOrEqual(worstCase.modelCalls ?? -1)
      },
      { chance: busy },
    )
  })

  it('come to effects only with an approval that covers them, and whoever approves is shown them', () => {
    eachRun((bundle, run) => {
      for (const { node, approval } of only(run, 'came')) {
        const one = bundle.nodes[node] as TeamNode
        if (!kindOf(one).isEffect(one)) continue
        expect(approval, `a gate before ${node}`).toBeDefined()
        expect(effectsBehind(bundle, approval ?? '')).toContain(node)
      }
    })
  })

  it('bring every split together once, by the way that its join asks for', () => {
    eachRun((bundle, run) => {
      const fired = only(run, 'fired')
      const cancelled = new Set(only(run, 'cancelled').map(({ fork }) => fork))
      for (const { fork } of only(run, 'opened')) {
        const times = fired.filter((one) => one.fork === fork).length
        expect(times, fork).toBe(cancelled.has(fork) ? 0 : 1)
      }
      for (const one of fired) expect(one.port, one.fork).toBe(portBy(bundle, one))
    })
  })

  it('begin every item of a map once, and no more at a time than it says', () => {
    eachRun((bundle, run) => {
      const begun = only(run, 'began')
      for (const { opener, underWay } of begun) {
        const node = bundle.nodes[opener]
        if (node?.kind === 'map') expect(underWay).toBeLessThanOrEqual(node.atOnce)
      }
      expect(new Set(begun.map(({ fork, lane }) => `${fork}:${lane}`)).size).toBe(begun.length)
      for (const { fork, width, decidedBy } of only(run, 'fired')) {
        const lanes = begun.filter((one) => one.fork === fork).length
        expect(lanes).toBeGreaterThanOrEqual(Object.keys(decidedBy).length)
        expect(lanes).toBeLessThanOrEqual(width)
      }
    })
  })

  it('are planned the same from the same history', () => {
    eachRun((_bundle, run) => {
      expect(only(run, 'unsteady')).toEqual([])
    })
  })

  it('gather the same in whatever order lanes end, where joins wait for all', () => {
    let gathered = 0
    eachRun(
      (_bundle, run, _compiled, again) => {
        // Where too few come, what the others had done by then depends on the order.
        if (only(run, 'fired').some(({ port }) => port === 'short')) return
        const what = (one: Simulated) =>
          new Map(only(one, 'gathered').map(({ fork, value }) => [fork, value] as const))
        gathered += what(run).size
        expect(what(again(7))).toEqual(what(run))
        expect(what(again(8))).toEqual(what(run))
      },
      { teams: randomTeam({ onlyAll: true }), numRuns: 600 },
    )
    expect(gathered).toBeGreaterThan(100)
  })
})

/** The way out that a join's policy asks for, from what was known as it was decided. */
function portBy(
  bundle: Bundle,
  { fork, lapsed, width, decidedBy }: Of<'fired'>,
): 'out' | 'short' | 'undecided' {
  const policy = joinOf(bundle, openerOf(fork))
  if (!policy) throw new Error(`${fork} has no join`)
  const ends = Object.values(decidedBy)
  const arrived = ends.filter(({ how }) => how === 'arrived').length
  const lost = ends.length - arrived
  if (policy.wait === 'all') {
    if (lost > policy.tolerate) return 'short'
    if (ends.length === width) return 'out'
  } else {
    const wanted = policy.wait === 'any' ? 1 : policy.quorum
    // Decided by the very arrival that was enough.
    if (arrived === wanted) return 'out'
    if (width - lost < wanted) return 'short'
  }
  if (!lapsed) return 'undecided'
  // Whoever is under way when the time is up is missing.
  return policy.wait === 'all' && width - arrived <= policy.tolerate ? 'out' : 'short'
}
