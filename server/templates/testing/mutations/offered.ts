import { operationSchema, type Operation } from '@/domain/connection/operation'
import type { NodeOf } from '@/domain/team/node'
import { set } from '@/domain/team/testing/mutate'
import { agentWith, leads, sales, support, type Breaks, type FileChange, type Mutant } from '../mutant'

/** Every effect of the templates: which connection it calls. */
const EFFECTS: [on: Breaks, id: string, connection: string][] = [
  [sales, 'update_crm', 'practice-crm'],
  [support, 'send_reply', 'practice-helpdesk'],
  [support, 'update_ticket', 'practice-helpdesk'],
  [leads, 'keep_warm', 'practice-leads'],
  [leads, 'to_enterprise', 'practice-leads'],
  [leads, 'to_europe', 'practice-leads'],
  [leads, 'to_inside', 'practice-leads'],
  [leads, 'notify', 'practice-leads'],
]

/** Agents whose tools read over these connections. */
const TOOLS: [on: Breaks, id: string, slug: string, connection: string][] = [
  [sales, 'dossier', 'retrieval', 'practice-crm'],
  [sales, 'signals', 'enrichment', 'practice-crm'],
  [sales, 'draft', 'drafting', 'practice-crm'],
  [support, 'findings', 'ticket-research', 'practice-helpdesk'],
  [leads, 'background', 'lead-research', 'practice-leads'],
]

/** The connection as one that says what can be asked of it: what the effect sends, with arguments added and left out. */
const offering =
  (
    id: string,
    connection: string,
    { more = [], less = 0 }: { more?: string[]; less?: number } = {},
  ): FileChange =>
  (file) => {
    const effect = file.document.nodes.find((one): one is NodeOf<'action'> => one.id === id)
    const needed = [...(effect?.fields ?? []).slice(less).map(({ name }) => name), ...more]
    return {
      ...file,
      connections: (file.connections ?? []).map((one) =>
        one.slug === connection ? { ...one, operations: { file_it: fileIt(needed) } } : one,
      ),
    }
  }

const fileIt = (needed: readonly string[]): Operation =>
  operationSchema.parse({
    ...{ name: 'file_it', title: 'File it', effect: 'write' },
    input: {
      type: 'object',
      properties: Object.fromEntries(needed.map((name) => [name, {}])),
      required: needed,
      additionalProperties: false,
    },
    request: { kind: 'http', method: 'POST', path: '/filed', body: { fields: needed } },
  })

const by = (id: string, operation = 'file_it') => set(id, { operation })

/** An effect by an operation of its connection, which stands for the whole request. */
const effects = EFFECTS.flatMap(([on, id, connection]): Mutant[] => {
  const grown = [offering(id, connection), by(id)]
  const at = (code: string, rest: string) => `connections.${code} at node ${id}/${rest}`
  return [
    on(`${id} by an operation that is not there`, at('operation', 'operation'), [by(id, 'fiel_it')], {
      grown,
    }),
    on(
      `${id} by an operation that asks for a reason besides`,
      at('argument_missing', 'fields'),
      [offering(id, connection, { more: ['reason'] })],
      { grown },
    ),
    on(
      `${id} by an operation that knows nothing of what it sends first`,
      at('argument_unknown', 'fields/0/name'),
      [offering(id, connection, { less: 1 })],
      { grown },
    ),
    on(
      `${id} by an operation that writes, drawn as a read`,
      at('operation_writes', 'effect'),
      [set(id, { effect: 'read' })],
      { grown },
    ),
  ]
})

const tools = TOOLS.map(([on, id, slug, connection]) =>
  on(`a tool of ${slug} by an operation that is not there`, `connections.operation at node ${id}/agent`, [
    agentWith(slug, {
      tools: [
        {
          ...{ name: 'look_up', description: 'Looks something up.', connection },
          ...{ operation: 'look_it_up', path: '/', parameters: {} },
        },
      ],
    }),
  ]),
)

/** Operations of connections that are misused. */
export const operationMutants: readonly Mutant[] = [...effects, ...tools]
