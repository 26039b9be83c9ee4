import type { Contract } from '../../contract/contract'
import { teamDocumentSchema, type TeamDocument } from '../document'
import { KINDS } from '../kinds/registry'
import type { NodeKind, NodeOf } from '../node'

/** What a person writes who drops a node that cannot do without it. */
const TEXTS: Partial<Record<NodeKind, object>> = {
  human: { question: 'Go on?' },
  action: { summary: 'Calls' },
}

/** A node of a kind with its texts written and some fields set. Its name is its id with a capital. */
export function node<K extends NodeKind>(kind: K, id: string, fields: Partial<NodeOf<K>> = {}): NodeOf<K> {
  const name = (id.charAt(0).toUpperCase() + id.slice(1)).replaceAll('_', ' ')
  return { ...KINDS[kind].defaults(id, name), ...TEXTS[kind], ...fields }
}

/** A property that is public unless said otherwise. */
export const field = (type: string, more: object = {}): Record<string, unknown> => ({
  type,
  'x-classification': 'public',
  ...more,
})

/** A property that is an id: public, and without blanks. */
export const idField = (more: object = {}): Record<string, unknown> =>
  field('string', { pattern: '^[A-Za-z0-9-]+$', maxLength: 40, ...more })

/** A contract by `name@version`; every property is required but those in `optional`. */
export function contract(
  ref: string,
  properties: Record<string, unknown>,
  optional: string[] = [],
): Contract {
  const [name = '', version = '1'] = ref.split('@')
  const required = Object.keys(properties).filter((key) => !optional.includes(key))
  return {
    name,
    version: Number(version),
    description: '',
    schema: { type: 'object', properties, required, additionalProperties: false },
  }
}

/** A document from nodes and handoffs written as `node.port -> node`; the port is `out` when left out. */
export function drawTeam(parts: {
  contracts?: Contract[]
  nodes: TeamDocument['nodes']
  edges: string[]
}): TeamDocument {
  return teamDocumentSchema.parse({
    format: 1,
    name: 'Sales operations',
    goal: 'Keep the pipeline true',
    contracts: parts.contracts ?? [],
    nodes: parts.nodes,
    edges: parts.edges.map(edge),
    layout: {
      positions: Object.fromEntries(parts.nodes.map(({ id }, i) => [id, { x: i * 240, y: 0 }])),
      notes: [],
    },
  })
}

/** `rules.review -> person` as a handoff; its id is made of both ends. */
export function edge(text: string): TeamDocument['edges'][number] {
  const [source = '', target = ''] = text.split('->').map((side) => side.trim())
  const [from = '', port = 'out'] = source.split('.')
  return { id: `${from}_${port}_${target}`, from: { node: from, port }, to: { node: target } }
}
