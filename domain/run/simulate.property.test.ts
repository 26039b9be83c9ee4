import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bundle } from '../team/bundle'
import { compileTeam, type CompiledTeam } from '../team/compile'
import type { TeamDocument } from '../team/document'
import { kindOf, readsOfNode } from '../team/kinds/registry'
import type { TeamNode } from '../team/node'
import { salesCatalogue } from '../team/testing/sales-team'
import { joinOf } from './plan'
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

/** Whether ways that go back are taken whenever they may be. */
const eager = (order: number, outcomes: number): Chance => ({
  order: numbers(order),
  outcome: (below, where) =>
    where.endsWith('fails') ? 1 : where.endsWith('items') ? below - 1 : named(outcomes, where) % below,
})

const RUNS_OF_EACH = 5

/** Checks runs of random teams that compile, and that enough of them do. */
function eachRun(
  check: (
    bundle: Bundle,
    run: Simulated,
    compiled: CompiledTeam,
    again: (order: number) => Simulated,
  ) => void,
  { teams = randomTeam(), numRuns = Number(process.env.N ?? 350), atLeast = 100, chance = chanceOf } = {},
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
  console.log(sound, drawn)
  expect(sound).toBeGreaterThan(atLeast)
}

const compile = (team: TeamDocument) => compileTeam(team, salesCatalogue)

describe('runs of random teams that compile, in random order', () => {
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
      { chance: eager },
    )
  })

  it('come to effects only with an approval', () => {
    eachRun((bundle, run) => {
      for (const { node, approval } of only(run, 'came')) {
        const one = bundle.nodes[node] as TeamNode
        if (kindOf(one).isEffect(one)) expect(approval, node).toBeDefined()
      }
    })
  })
})
