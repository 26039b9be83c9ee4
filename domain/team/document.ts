import { z } from 'zod'
import { contractSchema } from '../contract/contract'
import { nameSchema } from '../name'
import type { Errand } from '../policy/sight'
import { nodeIdSchema } from './kinds/common'
import { nodeSchema } from './node'
import { slugSchema } from './slug'

/** Of one team: what the canvas draws and the proof proves without anyone waiting for it (bench/canvas.ts). */
export const MOST_NODES = 1000
/** Of each list of a document, how many it may have. */
export const MOST = { nodes: MOST_NODES, edges: 4 * MOST_NODES, contracts: 200, notes: 100, groups: 200 }

export const edgeIdSchema = z
  .string()
  .regex(/^[a-z0-9_]+$/)
  .max(100)

/** A handoff: from one way out of a node to another node. What crosses it follows from its source. */
export const edgeSchema = z.object({
  id: edgeIdSchema,
  from: z.object({ node: nodeIdSchema, port: z.string().max(40).default('out') }),
  to: z.object({ node: nodeIdSchema }),
})
export type Edge = z.infer<typeof edgeSchema>

export const noteSchema = z.object({
  id: edgeIdSchema,
  text: z.string().max(2000),
  x: z.number(),
  y: z.number(),
  width: z.number().min(80).max(800).default(208),
})
export type Note = z.infer<typeof noteSchema>

/** A named frame around nodes, for the eye alone. It reaches as far as they stand; a node is in one at most. */
export const groupSchema = z.object({
  id: edgeIdSchema,
  name: nameSchema(),
  nodes: z.array(nodeIdSchema).min(1).max(MOST_NODES),
})
export type Group = z.infer<typeof groupSchema>

/** What is drawn. Execution never depends on `layout`. Agents are the workspace's, named here by slug. */
export const teamDocumentSchema = z.object({
  format: z.literal(1),
  name: nameSchema(),
  description: z.string().max(500).default(''),
  /** What the team is for, in a sentence; reviewers read it. */
  goal: z.string().max(500).default(''),
  /** What its agents may use data for, as policies ask; left out where it is the workspace's usual business. */
  purpose: slugSchema.optional(),
  contracts: z.array(contractSchema).max(MOST.contracts).default([]),
  nodes: z.array(nodeSchema).max(MOST.nodes).default([]),
  edges: z.array(edgeSchema).max(MOST.edges).default([]),
  layout: z
    .object({
      positions: z.record(z.string(), z.object({ x: z.number(), y: z.number() })).default({}),
      notes: z.array(noteSchema).max(MOST.notes).default([]),
      groups: z.array(groupSchema).max(MOST.groups).optional(),
    })
    .default({ positions: {}, notes: [] }),
})
export type TeamDocument = z.infer<typeof teamDocumentSchema>

/** A document with nothing drawn but its name. */
export const emptyDocument = (name: string): TeamDocument => teamDocumentSchema.parse({ format: 1, name })

/** The purpose of a team that names none. */
export const USUAL_PURPOSE = 'operations'

/** What a drawn team looks at data for, as policies ask. @param slug its own, once it has one */
export const errandOf = ({ purpose }: Pick<TeamDocument, 'purpose'>, slug = ''): Errand => ({
  team: slug,
  purpose: purpose ?? USUAL_PURPOSE,
})
