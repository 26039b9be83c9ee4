import { refOf } from '../../contract/contract'
import type { Command } from '../command'
import type { TeamDocument } from '../document'
import { KINDS } from '../kinds/registry'
import type { NodeKind } from '../node'
import { field } from './draw-team'

/** One of so many, at random. */
type Pick = (below: number) => number

/** An edit of a document at random, of every sort; it need not apply. @param agents slugs that there are */
export function randomCommand(document: TeamDocument, agents: readonly string[], pick: Pick): Command {
  const of = <T>(list: readonly T[]): T | undefined => list[pick(Math.max(1, list.length))]
  const node = of(document.nodes)
  const other = of(document.nodes)
  const edge = of(document.edges)
  const known = of(document.contracts)
  const ref = of([...document.contracts.map(refOf), 'not.there@1']) ?? 'not.there@1'
  const path = pathIn(document, pick)
  const id = node?.id ?? 'nobody'
  const port = of(node ? (KINDS[node.kind].ports(node as never) ?? []) : [])?.id ?? 'out'
  const fresh = `x${pick(1000)}`
  const contract = known && {
    ...known,
    schema: { ...known.schema, properties: { ...(known.schema['properties'] as object), ...grown(pick) } },
  }
  const commands: (Command | undefined)[] = [
    { type: 'team.goal', goal: `Goal ${pick(9)}` },
    { type: 'team.purpose', purpose: pick(3) ? `purpose-${pick(3)}` : null },
    { type: 'node.move', positions: { [id]: { x: pick(900), y: pick(900) } } },
    { type: 'node.update', id, patch: { name: `Name ${pick(9)}` } },
    { type: 'node.update', id, patch: { accepts: pick(3) ? ref : null } },
    { type: 'node.update', id, patch: { produces: pick(3) ? ref : null } },
    { type: 'node.update', id, patch: { agent: of([...agents, 'not-there']) } },
    { type: 'node.update', id, patch: { reads: [path] } },
    { type: 'node.update', id, patch: { routes: [{ port: 'way', when: `${path} == "x"` }] } },
    { type: 'node.update', id, patch: { question: `And {{ ${path} }}?` } },
    { type: 'node.update', id, patch: { fields: [{ name: 'x', value: path }] } },
    { type: 'node.add', node: KINDS[of(ADDED) ?? 'end'].defaults(fresh, 'Added'), at: { x: 0, y: 0 } },
    { type: 'node.remove', id },
    { type: 'node.rename', id, to: fresh },
    { type: 'edge.add', edge: { id: `e_${fresh}`, from: { node: id, port }, to: { node: other?.id ?? id } } },
    edge && { type: 'edge.remove', id: edge.id },
    edge && { type: 'edge.reconnect', id: edge.id, to: { node: id } },
    contract && { type: 'contract.put', contract },
    known && { type: 'contract.rename', ref: refOf(known), to: `${known.name}@${pick(9) + 1}` },
    { type: 'contract.remove', ref },
  ]
  return of(commands) ?? { type: 'team.goal', goal: '' }
}

const ADDED: NodeKind[] = [
  'agent',
  'action',
  'human',
  'router',
  'parallel',
  'join',
  'end',
  'trigger',
  'timer',
]

const grown = (pick: Pick): Record<string, unknown> => ({
  [`f${pick(4)}`]: [
    field('string'),
    field('number', { minimum: pick(9) }),
    { enum: ['x', 'y'], 'x-classification': 'restricted' },
    { type: 'string' },
  ][pick(4)],
})

/** Something that an expression might read: mostly a field that is there. */
function pathIn({ nodes, contracts }: TeamDocument, pick: Pick): string {
  const slot = nodes[pick(Math.max(1, nodes.length))]?.id ?? 'nobody'
  const properties = contracts.flatMap(({ schema }) => Object.keys((schema['properties'] as object) ?? {}))
  const name = properties[pick(Math.max(1, properties.length))] ?? 'a'
  return pick(5) ? `${slot}.${name}` : slot
}
