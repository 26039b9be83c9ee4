import fc from 'fast-check'
import type { Bundle, BundleEdge } from '../../team/bundle'
import { handedOnBy, KINDS, kindOf } from '../../team/kinds/registry'
import type { NodeKind, TeamNode } from '../../team/node'

/** A bundle of so many nodes as a kind begins with, and its edges: from, way, to, what is carried. */
export function bundleOf(nodes: [string, NodeKind][], edges: [string, string, string, string][]): Bundle {
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

/** An agent between rules and two people who let through, with writes behind each. */
export const team = bundleOf(
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
export function randomBundle(): fc.Arbitrary<Bundle> {
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
