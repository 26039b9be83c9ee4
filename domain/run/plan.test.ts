import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Bundle, BundleEdge } from '../team/bundle'
import { handedOnBy, KINDS, kindOf } from '../team/kinds/registry'
import type { NodeKind, TeamNode } from '../team/node'
import { effectsBehind, plan } from './plan'
import { isWrite } from '../team/kinds/action'

function bundleOf(nodes: [string, NodeKind][], edges: [string, string, string, string][]): Bundle {
  const made = nodes.map(([id, kind]) => KINDS[kind].defaults(id, id.toUpperCase()))
  const next: Record<string, BundleEdge[]> = {}
  for (const [from, port, to, slot] of edges)
    (next[from] ??= []).push({ id: `${from}_${port}_${to}`, port, to, carries: { slot } })
  return {
    format: 1,
    name: 'T',
    goal: '',
    entry: 'start',
    nodes: Object.fromEntries(made.map((node) => [node.id, node])),
    next,
    contracts: {},
    agents: {},
    connections: {},
    views: {},
  }
}

const team = bundleOf(
  [
    ['start', 'trigger'],
    ['drafting', 'agent'],
    ['rules', 'rules'],
    ['person', 'human'],
    ['router', 'router'],
    ['update', 'action'],
    ['mail', 'action'],
    ['second', 'human'],
    ['after', 'action'],
    ['done', 'end'],
  ],
  [
    ['start', 'out', 'drafting', 'start'],
    ['drafting', 'out', 'rules', 'drafting'],
    ['rules', 'pass', 'router', 'drafting'],
    ['rules', 'review', 'person', 'drafting'],
    ['person', 'approved', 'router', 'drafting'],
    ['person', 'sent_back', 'drafting', 'start'],
    ['router', 'default', 'update', 'drafting'],
    ['update', 'out', 'mail', 'drafting'],
    ['mail', 'out', 'second', 'drafting'],
    ['second', 'approved', 'after', 'drafting'],
    ['after', 'out', 'done', 'drafting'],
  ],
)
const step = (node: string, iteration = 0, attempt = 0) => ({
  node,
  iteration,
  attempt,
  status: 'done' as const,
})

describe('plan', () => {
  it('goes on with what the edge carries', () => {
    expect(plan(team, [step('start')], { node: 'start', port: 'out' })).toEqual({
      kind: 'go',
      next: {
        node: 'drafting',
        iteration: 0,
        arrived: { from: 'start', edge: 'start_out_drafting', slot: 'start' },
      },
    })
  })

  it('counts activations, not attempts', () => {
    const history = [
      step('start'),
      step('drafting', 0, 0),
      step('drafting', 0, 1),
      step('rules'),
      step('person'),
    ]
    expect(plan(team, history, { node: 'person', port: 'sent_back' })).toMatchObject({
      next: { node: 'drafting', iteration: 1, arrived: { from: 'person', slot: 'start' } },
    })
  })

  it('lets those who only let through pass on what they took up', () => {
    expect(plan(team, [], { node: 'rules', port: 'pass', subject: 'other' })).toMatchObject({
      next: { node: 'router', arrived: { slot: 'other' } },
    })
    expect(plan(team, [], { node: 'drafting', port: 'out', subject: 'start' })).toMatchObject({
      next: { arrived: { slot: 'drafting' } },
    })
  })

  it('hands who is gone back to what was written last of what it may have been handed', () => {
    const back = team.next['person']?.find(({ port }) => port === 'sent_back') as BundleEdge
    const or = [{ slot: 'mail', contract: 'm@1' }, { slot: 'drafting' }]
    const bundle: Bundle = {
      ...team,
      nodes: { ...team.nodes, mail: { ...KINDS.action.defaults('mail', 'MAIL'), produces: 'm@1' } },
      next: { ...team.next, person: [{ ...back, returns: true, or }] },
    }
    const handed = (...nodes: string[]) => {
      const planned = plan(
        bundle,
        nodes.map((node) => ({ ...step(node), port: 'out' })),
        { node: 'person', port: 'sent_back', subject: 'other' },
      )
      return planned.kind === 'go' ? planned.next.arrived.slot : planned.kind
    }
    expect(handed('start')).toBe('start')
    expect(handed('start', 'mail', 'rules')).toBe('mail')
    expect(handed('start', 'mail', 'drafting')).toBe('drafting')
    expect(handed()).toBe('start')
  })

  it('ends at an end, and at a rejection that leads nowhere', () => {
    expect(plan(team, [], { node: 'done', port: '' })).toEqual({ kind: 'end', outcome: 'done', node: 'done' })
    expect(plan(team, [], { node: 'person', port: 'rejected' })).toEqual({
      kind: 'end',
      outcome: 'rejected',
      node: 'person',
    })
  })

  it('says where it is stuck', () => {
    expect(plan(team, [], { node: 'second', port: 'sent_back' })).toEqual({
      kind: 'stuck',
      reason: 'No way leads on from "SECOND" by "sent back".',
    })
    expect(plan(team, [], { node: 'nobody', port: 'out' }).kind).toBe('stuck')
  })

  it('is total over bundles whose required ways lead somewhere', () => {
    fc.assert(
      fc.property(randomBundle(), (bundle) => {
        for (const node of Object.values(bundle.nodes)) {
          const ports = kindOf(node).ports(node)
          if (ports.length === 0) expect(plan(bundle, [], { node: node.id, port: '' }).kind).toBe('end')
          for (const port of ports) {
            const planned = plan(bundle, [], { node: node.id, port: port.id })
            if (planned.kind === 'go') {
              expect(bundle.nodes).toHaveProperty(planned.next.node)
            } else expect(planned.kind === 'end' || !port.required).toBe(true)
          }
        }
      }),
    )
  })
})

describe('effectsBehind', () => {
  it('lists the writes up to the next gate, in order', () => {
    expect(effectsBehind(team, 'person')).toEqual(['update', 'mail'])
    expect(effectsBehind(team, 'second')).toEqual(['after'])
    expect(effectsBehind(team, 'nobody')).toEqual([])
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

/** Kinds by which a path goes on as one; those that split it come in blocks: testing/random-team.ts. */
const ONE_WAY: NodeKind[] = ['agent', 'rules', 'human', 'router', 'loop', 'timer', 'action', 'end']

/** A node of a kind with everything that shapes its ports at random. */
function randomNode(id: string, kind: NodeKind): fc.Arbitrary<TeamNode> {
  const plain = KINDS[kind].defaults(id, id)
  if (plain.kind === 'router')
    return fc.integer({ min: 0, max: 3 }).map((count) => ({
      ...plain,
      routes: Array.from({ length: count }, (_, i) => ({ port: `way_${i}`, label: '', when: 'true' })),
    }))
  if (plain.kind === 'rules')
    return fc.subarray(['review', 'reject'] as const).map((ends) => ({
      ...plain,
      rules: ends.map((then, i) => ({ id: `R-${i}`, name: 'rule', when: 'true', then, message: '' })),
    }))
  if (plain.kind === 'end')
    return fc.constantFrom('done' as const, 'rejected' as const).map((outcome) => ({ ...plain, outcome }))
  if (plain.kind === 'action')
    return fc.constantFrom('read' as const, 'write' as const).map((effect) => ({
      ...plain,
      effect,
      method: effect === 'read' ? ('GET' as const) : ('PATCH' as const),
    }))
  return fc.constant(plain)
}

/** Bundles in which every required way leads somewhere, loops and all: what compiling guarantees of shape. */
function randomBundle(): fc.Arbitrary<Bundle> {
  return fc
    .array(fc.constantFrom(...ONE_WAY), { minLength: 1, maxLength: 12 })
    .chain((kinds) =>
      fc.tuple(
        fc.tuple(
          ...['trigger' as const, ...kinds, 'end' as const].map((kind, i) => randomNode(`n${i}`, kind)),
        ),
        fc.infiniteStream(fc.nat()),
        fc.infiniteStream(fc.boolean()),
      ),
    )
    .map(([nodes, targets, drawn]) => {
      const next: Record<string, BundleEdge[]> = {}
      for (const node of nodes) {
        for (const port of kindOf(node).ports(node)) {
          const wanted = drawn.next().value
          if (!port.required && !wanted) continue
          const to = nodes[1 + ((targets.next().value as number) % (nodes.length - 1))] as TeamNode
          const carries = handedOnBy(node, 'out')[0] ?? { slot: 'n0' }
          ;(next[node.id] ??= []).push({ id: `${node.id}_${port.id}`, port: port.id, to: to.id, carries })
        }
      }
      return {
        format: 1,
        name: 'Random',
        goal: '',
        entry: 'n0',
        nodes: Object.fromEntries(nodes.map((node) => [node.id, node])),
        next,
        contracts: {},
        agents: {},
        connections: {},
        views: {},
      }
    })
}
