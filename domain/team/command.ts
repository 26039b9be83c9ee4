import { z } from 'zod'
import { contractRefSchema, contractSchema } from '../contract/contract'
import { nameSchema } from '../name'
import { edgeIdSchema, edgeSchema, groupSchema, MOST_NODES, noteSchema } from './document'
import { nodeIdSchema } from './kinds/common'
import { nodeSchema } from './node'
import { slugSchema } from './slug'

/** In one batch: a whole team pasted is its nodes, handoffs, contracts and notes. */
const MOST_COMMANDS = 6 * MOST_NODES

const pointSchema = z.object({ x: z.number(), y: z.number() })

/** A value for one place; see domain/team/places.ts. Without `to`, what stands there goes. */
const putSchema = z.object({
  list: z.string().max(40).optional(),
  id: z.string().max(200).optional(),
  field: z.string().max(60).optional(),
  to: z.unknown().optional(),
  after: z.string().max(200).nullable().optional(),
})
export type PutChange = z.infer<typeof putSchema>

/** One edit of a team's document, as data: the studio, undo, the audit and fixes of problems all speak it. */
const singleSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('team.rename'), name: nameSchema() }),
  z.object({ type: z.literal('team.describe'), description: z.string().max(500) }),
  z.object({ type: z.literal('team.goal'), goal: z.string().max(500) }),
  /** What its agents may use data for; null for the usual business. */
  z.object({ type: z.literal('team.purpose'), purpose: slugSchema.nullable() }),
  z.object({ type: z.literal('node.add'), node: nodeSchema, at: pointSchema.optional() }),
  /** Sets the given fields of the node's kind; null takes an optional field away. Neither `id` nor `kind`. */
  z.object({ type: z.literal('node.update'), id: nodeIdSchema, patch: z.record(z.string(), z.unknown()) }),
  /** A new id, with every edge, view and expression that names the old one. */
  z.object({ type: z.literal('node.rename'), id: nodeIdSchema, to: nodeIdSchema }),
  /** The node with its edges. */
  z.object({ type: z.literal('node.remove'), id: nodeIdSchema }),
  z.object({ type: z.literal('node.move'), positions: z.record(nodeIdSchema, pointSchema) }),
  z.object({ type: z.literal('edge.add'), edge: edgeSchema }),
  z.object({ type: z.literal('edge.remove'), id: edgeIdSchema }),
  z.object({
    type: z.literal('edge.reconnect'),
    id: edgeIdSchema,
    from: edgeSchema.shape.from.optional(),
    to: edgeSchema.shape.to.optional(),
  }),
  /** Adds the contract, or replaces the one of the same name and version. */
  z.object({ type: z.literal('contract.put'), contract: contractSchema }),
  z.object({ type: z.literal('contract.remove'), ref: contractRefSchema }),
  /** A new name or version, with every node that names the old one. */
  z.object({ type: z.literal('contract.rename'), ref: contractRefSchema, to: contractRefSchema }),
  z.object({ type: z.literal('note.put'), note: noteSchema }),
  z.object({ type: z.literal('note.remove'), id: edgeIdSchema }),
  /** Frames nodes, or changes the frame of that id; they leave the groups they were in. */
  z.object({ type: z.literal('group.put'), group: groupSchema }),
  /** The frame alone: its nodes stay. */
  z.object({ type: z.literal('group.remove'), id: edgeIdSchema }),
  /** Values at places: what undo and redo are sent as, and edits that are put on top of another's. */
  z.object({ type: z.literal('parts.put'), changes: z.array(putSchema).min(1).max(10_000) }),
])

export type SingleCommand = z.infer<typeof singleSchema>
/** Several edits that are one to the person: one step of undo. */
export interface BatchCommand {
  type: 'batch'
  label?: string | undefined
  commands: Command[]
}
export type Command = SingleCommand | BatchCommand

export const commandSchema: z.ZodType<Command> = z.lazy(() =>
  z.union([
    singleSchema,
    z.object({
      type: z.literal('batch'),
      label: z.string().max(120).optional(),
      commands: z.array(commandSchema).max(MOST_COMMANDS),
    }),
  ]),
)

/** A command that does not apply to the document. `pointer` leads to the culprit within the command. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  constructor(
    readonly pointer: string,
    message: string,
  ) {
    super(message)
  }
}
