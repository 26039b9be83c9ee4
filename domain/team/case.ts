import { z } from 'zod'
import { nameSchema } from '../name'
import { expressionSchema, nodeIdSchema } from './kinds/common'

/** What a case is there to show: the usual way, one that must reach a person, one that must be refused. */
export const CASE_KINDS = ['normal', 'escalating', 'violating'] as const
export type CaseKind = (typeof CASE_KINDS)[number]

/** How a run stands once nothing goes on by itself. */
export const CASE_ENDS = ['done', 'rejected', 'waits', 'failed'] as const
export type CaseEnd = (typeof CASE_ENDS)[number]

/** A node that is not carried out: it hands on this output by this way. A person's pin is their verdict. */
export const pinSchema = z.strictObject({
  output: z.unknown().optional(),
  port: z.string().min(1).max(40).optional(),
})
export type Pin = z.infer<typeof pinSchema>

const nodesSchema = z.array(nodeIdSchema).max(500)
/** CEL that must be true. */
const holdsSchema = z.array(expressionSchema).max(50)

export const expectedEffectSchema = z.strictObject({
  node: nodeIdSchema,
  /** Over the request that was simulated, as `request`. */
  holds: holdsSchema.optional(),
})
export type ExpectedEffect = z.infer<typeof expectedEffectSchema>

export const expectationSchema = z.strictObject({
  ends: z.enum(CASE_ENDS),
  /** The end node, or the node at which it waits or failed. */
  at: nodeIdSchema.optional(),
  /** Steps that must have happened, in whatever order. */
  passes: nodesSchema.optional(),
  /** Steps that must not have happened. */
  avoids: nodesSchema.optional(),
  /** Over the run's state, as the expressions of the team are. */
  holds: holdsSchema.optional(),
  /** What would have changed outside, in whatever order, and nothing at any other node; an empty list: nothing at all. */
  effects: z.array(expectedEffectSchema).max(100).optional(),
})
export type Expectation = z.infer<typeof expectationSchema>

/**
 * A test case of a team: what a run begins with and how it must go. It belongs to the team's draft, names nodes by their
 * ids, and is run in shadow. What is absent is not asked.
 */
export const teamCaseSchema = z.strictObject({
  /** Unique in the team. */
  name: nameSchema(80, 'A test case needs a name.'),
  about: z.string().trim().max(500).optional(),
  kind: z.enum(CASE_KINDS),
  /** What the trigger hands over. */
  input: z.record(z.string(), z.unknown()),
  pins: z.record(nodeIdSchema, pinSchema).optional(),
  /** Where the tested part begins: what its steps read from before is pinned. */
  from: nodeIdSchema.optional(),
  /** The last step of the tested part: the run is over once it is done. */
  to: nodeIdSchema.optional(),
  expect: expectationSchema,
})
export type TeamCase = z.infer<typeof teamCaseSchema>

export const MOST_CASES = 200
/** So many results are kept of each case, and of the tries by hand. */
export const KEPT_RESULTS = 20

/** The cases of one team, no two of one name. */
export const teamCasesSchema = z
  .array(teamCaseSchema)
  .max(MOST_CASES)
  .superRefine((cases, context) => {
    const names = new Set<string>()
    for (const [i, { name }] of cases.entries()) {
      if (names.has(name))
        context.addIssue({ code: 'custom', path: [i, 'name'], message: `There is another case "${name}".` })
      names.add(name)
    }
  })
