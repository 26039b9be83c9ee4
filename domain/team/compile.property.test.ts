import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plan } from '../run/plan'
import { compileTeam, type CompiledTeam } from './compile'
import type { TeamDocument } from './document'
import { graphOf } from './graph'
import { kindOf, readsOfNode } from './kinds/registry'
import type { TeamNode } from './node'
import { randomTeam } from './testing/random-team'
import { salesCatalogue } from './testing/sales-team'
import { isWrite } from './kinds/action'

const compile = (team: TeamDocument) => compileTeam(team, salesCatalogue)
const nodesWith = (compiled: CompiledTeam, code: string) =>
  new Set(compiled.problems.filter((p) => p.code === code).map((p) => p.place.node))

/** Every state a run can be in, of those that `step` leads to: by brute force. */
function explore<S>(start: S, step: (state: S) => S[]): S[] {
  const seen = new Map([[JSON.stringify(start), start]])
  const queue = [start]
  for (const state of queue)
    for (const next of step(state)) {
      const key = JSON.stringify(next)
      if (seen.has(key)) continue
      seen.set(key, next)
      queue.push(next)
    }
  return queue
}

describe('on small random teams, the checks agree with trying every path', () => {
  it('definite assignment: an error exactly where some path comes without what is read', () => {
    fc.assert(
      fc.property(randomTeam(), (team) => {
        const graph = graphOf(team)
        const missing = new Set<string>()
        const states = explore({ at: 'n0', has: [] as string[] }, ({ at, has }) => {
          const here = graph.nodes.get(at) as TeamNode
          const after = kindOf(here).writes(here) ? [...new Set([...has, at])].sort() : has
          return graph.out(at).map(({ to }) => ({ at: to.node, has: after }))
        })
        for (const { at, has } of states)
          for (const path of readsOfNode(graph.nodes.get(at) as TeamNode))
            if (!has.includes(path.split('.')[0] ?? '')) missing.add(at)
        expect(nodesWith(compile(team), 'assigned.path')).toEqual(missing)
      }),
      { numRuns: 400 },
    )
  })

  it('gates: an error exactly where some path comes to a write whose nearest gate did not let it through, or did so once already', () => {
    fc.assert(
      fc.property(randomTeam(), (team) => {
        const graph = graphOf(team)
        const open = new Set<string>()
        const start = { at: 'n0', approved: false, done: [] as string[] }
        const states = explore(start, ({ at, approved, done }) => {
          const here = graph.nodes.get(at) as TeamNode
          const passesOn = here.kind === 'action' || here.kind === 'router'
          const after = passesOn ? [...new Set([...done, at])].sort() : []
          return graph.out(at).map(({ from, to }) => ({
            at: to.node,
            approved: (passesOn && approved) || from.port === 'approved' || from.port === 'pass',
            done: after,
          }))
        })
        for (const { at, approved, done } of states) {
          const here = graph.nodes.get(at)
          if (here?.kind === 'action' && isWrite(here) && (!approved || done.includes(at))) open.add(at)
        }
        expect(nodesWith(compile(team), 'gated.open')).toEqual(open)
      }),
      { numRuns: 400 },
    )
  })

  it('a team that compiles runs to an end whatever is decided, within its worst case', () => {
    let sound = 0
    fc.assert(
      fc.property(randomTeam(), fc.infiniteStream(fc.nat()), (team, choices) => {
        const { bundle, worstCase } = compile(team)
        if (!bundle) return
        sound++
        const written = new Set<string>()
        const sentBack = new Map<string, number>()
        let calls = 0
        let approved: Set<string> | undefined
        let at = { id: bundle.entry, subject: '' }
        for (let steps = 0; ; steps++) {
          expect(steps).toBeLessThan(1000)
          const here = bundle.nodes[at.id] as TeamNode
          for (const path of readsOfNode(here)) expect(written).toContain(path.split('.')[0])
          if (here.kind === 'action' && isWrite(here)) {
            // What was let through, and not done since.
            expect(approved?.has(here.id)).toBe(false)
            approved?.add(here.id)
          }
          if (kindOf(here).writes(here)) written.add(here.id)
          if (here.kind === 'agent') calls += 9
          if (!['action', 'router'].includes(here.kind)) approved = undefined
          const ports = kindOf(here)
            .ports(here)
            .filter(({ id, required, endsAs }) => {
              if (id === 'sent_back' && (sentBack.get(here.id) ?? 0) >= 2) return false
              return required || endsAs || (bundle.next[here.id] ?? []).some((edge) => edge.port === id)
            })
          const port = ports[(choices.next().value as number) % Math.max(1, ports.length)]
          if (port?.id === 'sent_back') sentBack.set(here.id, (sentBack.get(here.id) ?? 0) + 1)
          if (port?.approves) approved = new Set()
          const planned = plan(bundle, [], { node: here.id, port: port?.id ?? '', subject: at.subject })
          expect(planned.kind).not.toBe('stuck')
          if (planned.kind !== 'go') break
          const { next } = planned
          expect(written).toContain(next.arrived.slot)
          at = { id: next.node, subject: next.arrived.slot }
        }
        expect(calls).toBeLessThanOrEqual(worstCase.modelCalls ?? -1)
      }),
      { numRuns: 3000 },
    )
    // Enough of the random teams must be sound for this to say anything.
    expect(sound).toBeGreaterThan(100)
  })
})
