import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bundle } from '../team/bundle'
import { compileTeam, type CompiledTeam } from '../team/compile'
import type { TeamDocument } from '../team/document'
import { graphOf } from '../team/graph'
import { kindOf, readsOfNode } from '../team/kinds/registry'
import type { TeamNode } from '../team/node'
import { roundsAtMost } from '../team/rounds-at-most'
import { isStaffed } from '../team/staff'
import { timesGone } from '../team/worst-case'
import { openerOf } from './fork'
import { effectsBehind } from './effects-behind'
import { joinOf } from './plan'
import { busy, chanceOf } from './testing/chance'
import type { Happening, Simulated } from './testing/happening'
import { randomCatalogue, randomTeam } from './testing/random-team'
import { simulate } from './testing/simulate'

type Of<K extends Happening['kind']> = Extract<Happening, { kind: K }>

const only = <K extends Happening['kind']>({ happenings }: Simulated, kind: K): Of<K>[] =>
  happenings.filter((one): one is Of<K> => one.kind === kind)

const RUNS_OF_EACH = 5
const LONGEST_MS = 20_000

interface One {
  team: TeamDocument
  compiled: CompiledTeam
  bundle: Bundle
  run: Simulated
  /** The same in another order. */
  again: (order: number) => Simulated
}

/** Checks runs of random teams that compile, and that enough of them do. */
function eachRun(
  check: (one: One) => void,
  { teams = randomTeam(), numRuns = 400, share = 0.3, chance = chanceOf } = {},
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
        check({ team, compiled, bundle, run: runIn(order + i), again: runIn })
      }
    }),
    { numRuns, endOnFailure: true },
  )
  expect(sound / drawn, `${sound} of ${drawn} random teams are sound`).toBeGreaterThan(share)
}

const compile = (team: TeamDocument) => compileTeam(team, randomCatalogue)

describe('runs of random teams that compile, in random order', { timeout: LONGEST_MS }, () => {
  it('find what they read: no step starts before what it needs', () => {
    eachRun(({ bundle, run }) => {
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

  it('end with nothing left open, or where a person who was asked gives up', () => {
    eachRun(({ run }) => {
      expect(only(run, 'stuck')).toEqual([])
      expect(run.endless).toBe(false)
      expect(run.outcome).toBeDefined()
      if (!isGivenUp(run)) expect(run.open).toEqual([])
      if (run.outcome === 'given up') expect(isGivenUp(run)).toBe(true)
    })
  })

  it('do not come round more often than was counted', () => {
    eachRun(
      ({ bundle, run, compiled }) => {
        const calls = only(run, 'left').filter(({ node }) => isStaffed(bundle.nodes[node] as TeamNode)).length
        expect(calls).toBeLessThanOrEqual(compiled.worstCase.modelCalls ?? -1)
      },
      { chance: busy },
    )
  })

  it('come to effects only with an approval that covers them, and whoever approves is shown them', () => {
    eachRun(({ bundle, run }) => {
      for (const { node, approval } of only(run, 'came')) {
        const one = bundle.nodes[node] as TeamNode
        if (!kindOf(one).isEffect(one)) continue
        expect(approval, `a gate before ${node}`).toBeDefined()
        expect(effectsBehind(bundle, approval ?? '')).toContain(node)
      }
    })
  })

  it('bring every split together once, by the way that its join asks for', () => {
    eachRun(({ bundle, run }) => {
      const fired = only(run, 'fired')
      const cancelled = new Set(only(run, 'cancelled').map(({ fork }) => fork))
      for (const { fork } of only(run, 'opened')) {
        const times = fired.filter((one) => one.fork === fork).length
        if (isGivenUp(run)) expect(times, fork).toBeLessThanOrEqual(1)
        else expect(times, fork).toBe(cancelled.has(fork) ? 0 : 1)
      }
      for (const one of fired) expect(one.port, one.fork).toBe(portBy(bundle, one))
    })
  })

  it('go back, and give tasks, no more often than their bounds allow', () => {
    eachRun(
      ({ team, bundle, run }) => {
        const graph = graphOf(team)
        const rounds = roundsAtMost(graph)
        for (const node of Object.values(bundle.nodes)) {
          const back = new Set(
            kindOf(node)
              .ports(node)
              .flatMap(({ id, returns }) => (returns ? [id] : [])),
          )
          const left = only(run, 'left').filter((one) => one.node === node.id && back.has(one.port ?? ''))
          const bound = (rounds.get(node.id) ?? 0) * timesGone(graph, node.id)
          expect(left.length, `${node.id} goes back`).toBeLessThanOrEqual(bound)
          if (node.kind !== 'orchestrator') continue
          const opened = only(run, 'opened').filter(({ opener }) => opener === node.id)
          const asked = only(run, 'came').filter((one) => one.node === node.id && !one.again)
          expect(opened.length, `${node.id} gives tasks`).toBeLessThanOrEqual(node.maxRounds * asked.length)
          for (const { width } of opened) expect(width).toBeLessThanOrEqual(node.maxTasks)
        }
      },
      { chance: busy },
    )
  })

  it('come by orchestrators, called teams, waits and requests back, also within lanes', () => {
    const met = new Map<string, number>()
    eachRun(
      ({ bundle, run }) => {
        const patterns = [
          ...only(run, 'came').map(({ node, path }) => `${bundle.nodes[node]?.kind}${path && ' in a lane'}`),
          ...only(run, 'left').map(({ port = '' }) => `left by ${port}`),
          ...only(run, 'opened').map(
            ({ opener, path }) => `${bundle.nodes[opener]?.kind} opens${path && ' in a lane'}`,
          ),
          ...only(run, 'asked').map(({ givenUp }) => (givenUp ? 'a person gives up' : 'a person is asked')),
        ]
        for (const pattern of new Set(patterns)) met.set(pattern, (met.get(pattern) ?? 0) + 1)
      },
      { numRuns: 800 },
    )
    const wanted = ['orchestrator', 'map', 'team', 'timer', 'wait'].map((kind) => `${kind} in a lane`)
    const opened = ['orchestrator opens in a lane', 'map opens in a lane', 'parallel opens in a lane']
    const ways = ['left by request', 'left by timeout', 'left by rejected', 'left by again']
    const people = ['a person is asked', 'a person gives up']
    for (const pattern of [...wanted, ...opened, ...ways, ...people])
      expect(met.get(pattern) ?? 0, pattern).toBeGreaterThan(0)
  })

  it('begin every item of a map and every task once, and no more at a time than it says', () => {
    eachRun(({ bundle, run }) => {
      const begun = only(run, 'began')
      for (const { opener, underWay } of begun) {
        const node = bundle.nodes[opener]
        if (node && 'atOnce' in node) expect(underWay).toBeLessThanOrEqual(node.atOnce)
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
    eachRun(({ run }) => {
      expect(only(run, 'unsteady')).toEqual([])
    })
  })

  it('gather the same in whatever order lanes end, where joins wait for all', () => {
    let gathered = 0
    eachRun(
      ({ run, again }) => {
        // Where too few come, what the others had done by then depends on the order.
        if (isGivenUp(run) || only(run, 'fired').some(({ port }) => port === 'short')) return
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

const isGivenUp = (run: Simulated): boolean => only(run, 'asked').some(({ givenUp }) => givenUp)

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
