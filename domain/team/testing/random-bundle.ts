import fc from 'fast-check'
import type { Bundle, BundleEdge } from '../bundle'
import { carriedBy, KINDS, kindOf } from '../kinds/registry'
import type { NodeKind, TeamNode } from '../node'

const KIND_NAMES = Object.keys(KINDS) as NodeKind[]

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
    return fc.constantFrom('read' as const, 'write' as const).map((effect) => ({ ...plain, effect }))
  return fc.constant(plain)
}

/** Bundles in which every required way leads somewhere, loops and all: what compiling guarantees of shape. */
export function randomBundle(): fc.Arbitrary<Bundle> {
  return fc
    .array(fc.constantFrom(...KIND_NAMES.filter((kind) => kind !== 'trigger')), {
      minLength: 1,
      maxLength: 12,
    })
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
          const carries = carriedBy(node, { slot: 'n0' }) ?? { slot: 'n0' }
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
