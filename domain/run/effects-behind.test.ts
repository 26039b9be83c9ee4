import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bundle } from '../team/bundle'
import { KINDS, kindOf } from '../team/kinds/registry'
import type { NodeKind, TeamNode } from '../team/node'
import { isWrite } from '../team/kinds/action'
import { effectsBehind } from './effects-behind'
import { plan } from './plan'
import { bundleOf, randomBundle, team } from './testing/bundles'

describe('effectsBehind', () => {
  it('lists the writes up to the next gate, in order', () => {
    expect(effectsBehind(team, 'person')).toEqual(['update', 'mail'])
    expect(effectsBehind(team, 'second')).toEqual(['after'])
    expect(effectsBehind(team, 'nobody')).toEqual([])
  })

  it('follows only the way a router takes now, unless something before it could still turn it', () => {
    const desks = (...before: [string, NodeKind][]) =>
      bundleOf(
        [
          ['start', 'trigger'],
          ['gate', 'human'],
          ...before,
          ['desk', 'router'],
          ['europe', 'action'],
          ['inside', 'action'],
          ['tell', 'action'],
          ['done', 'end'],
        ],
        [
          ['start', 'out', 'gate', 'start'],
          ...['gate', ...before.map(([id]) => id)].map((from, at, all): [string, string, string, string] => [
            from,
            at === 0 ? 'approved' : 'out',
            all[at + 1] ?? 'desk',
            'start',
          ]),
          ['desk', 'way_0', 'europe', 'start'],
          ['desk', 'default', 'inside', 'start'],
          ['europe', 'out', 'tell', 'start'],
          ['inside', 'out', 'tell', 'start'],
          ['tell', 'out', 'done', 'start'],
        ],
      )
    const every = ['europe', 'inside', 'tell']
    const toEurope = () => 'way_0'
    expect(effectsBehind(desks(), 'gate')).toEqual(every)
    expect(effectsBehind(desks(), 'gate', () => undefined)).toEqual(every)
    expect(effectsBehind(desks(), 'gate', toEurope)).toEqual(['europe', 'tell'])
    expect(effectsBehind(desks(['pause', 'timer']), 'gate', toEurope)).toEqual(['europe', 'tell'])
    expect(effectsBehind(desks(['asked', 'agent']), 'gate', toEurope)).toEqual(every)
    // Come to once more behind an agent, it may take another way.
    const back = desks()
    back.nodes['again'] = KINDS.agent.defaults('again', 'AGAIN')
    back.next['europe'] = [{ id: 'e', port: 'out', to: 'again', carries: { slot: 'start' } }]
    back.next['again'] = [{ id: 'a', port: 'out', to: 'desk', carries: { slot: 'again' } }]
    expect(effectsBehind(back, 'gate', toEurope)).toEqual(every)
  })

  it('goes with an approval through what splits behind it, but out of no lane and into no item', () => {
    const split: Bundle = {
      ...bundleOf(
        [
          ['start', 'trigger'],
          ['gate', 'human'],
          ['both', 'parallel'],
          ['left', 'action'],
          ['inner', 'human'],
          ['right', 'action'],
          ['join', 'join'],
          ['each', 'map'],
          ['item', 'action'],
          ['joined', 'join'],
          ['last', 'action'],
          ['done', 'end'],
        ],
        [
          ['start', 'out', 'gate', 'start'],
          ['gate', 'approved', 'both', 'start'],
          ['both', 'first', 'left', 'start'],
          ['both', 'second', 'inner', 'start'],
          ['inner', 'approved', 'right', 'start'],
          ['left', 'out', 'join', 'start'],
          ['right', 'out', 'join', 'start'],
          ['join', 'out', 'each', 'start'],
          ['each', 'each', 'item', 'each'],
          ['item', 'out', 'joined', 'each'],
          ['joined', 'out', 'last', 'start'],
          ['last', 'out', 'done', 'start'],
        ],
      ),
      joins: { both: 'join', each: 'joined' },
    }
    expect(effectsBehind(split, 'gate')).toEqual(['left', 'last'])
    expect(effectsBehind(split, 'inner')).toEqual(['right'])
  })

  it('finds exactly the writes that a run can reach from the approval without meeting a gate', () => {
    fc.assert(
      fc.property(randomBundle(), (bundle) => {
        const gates = Object.values(bundle.nodes).filter((node) => node.kind === 'human')
        for (const gate of gates)
          expect(new Set(effectsBehind(bundle, gate.id))).toEqual(walkFrom(bundle, gate))
      }),
    )
  })
})

/** The same by asking the plan step by step. */
function walkFrom(bundle: Bundle, gate: TeamNode): Set<string> {
  const found = new Set<string>()
  const seen = new Set([gate.id])
  const visit = (node: string, port: string): void => {
    const planned = plan(bundle, [], { node, port })
    if (planned.kind !== 'go') return
    const { node: id } = planned.next
    const target = bundle.nodes[id] as TeamNode
    if (seen.has(id) || target.kind === 'rules' || target.kind === 'human') return
    seen.add(id)
    if (target.kind === 'action' && isWrite(target)) found.add(id)
    for (const out of kindOf(target).ports(target)) visit(id, out.id)
  }
  visit(gate.id, 'approved')
  return found
}
