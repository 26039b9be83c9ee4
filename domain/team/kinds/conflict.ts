import { z } from 'zod'
import { contractNameSchema, contractRefSchema } from '../../contract/contract'
import { common, expressionSchema, nodeIdSchema, templateSchema } from './common'
import { OUT, type Kind, type NodeExpression } from './kind'
import { readsExpressions, staffed, STAFFED_DEFAULTS } from './staffed'

export const SETTLING_POLICIES = ['owner', 'confidence', 'supervisor', 'person'] as const
export type SettlingPolicy = (typeof SETTLING_POLICIES)[number]

/**
 * Settles what several agents claim of one subject: one claim holds, the others stay on the record with the reason why
 * they do not. What it writes is domain/run/settle.ts: Settled.
 */
export const conflictSchema = z.object({
  ...common,
  kind: z.literal('conflict'),
  /** An agent works here only where one adjudicates. */
  ...staffed,
  /** What is claimed, as in the agents' own `claims`: `lead.quality`. */
  subject: z.union([contractNameSchema, z.literal('')]).default(''),
  /** Who claims what: an agent's node, and its value as CEL over what that node handed over. */
  claims: z
    .array(z.object({ node: nodeIdSchema, value: expressionSchema }))
    .max(8)
    .default([]),
  /** Numbers that differ by no more than this agree; otherwise only what is equal does. */
  compare: z.union([z.literal('equal'), z.number().min(0)]).default('equal'),
  policy: z.enum(SETTLING_POLICIES).default('owner'),
  /** The decision owner: the node of one of the claims. */
  owner: nodeIdSchema.optional(),
  /** With `confidence`: by how much the surest must lead those who disagree. */
  margin: z.number().min(0).max(1).default(0.1),
  /** With `confidence`: who settles it where nobody leads by that much. */
  otherwise: z.enum(['owner', 'person']).default('person'),
  /** What a person is asked; made from the subject when empty. */
  question: templateSchema.default(''),
  fourEyes: z.boolean().default(false),
  reasonRequired: z.boolean().default(false),
  dueHours: z.number().min(0.1).max(2160).default(24),
  produces: contractRefSchema.optional(),
})

export type ConflictNode = z.infer<typeof conflictSchema>

const POLICIES: Record<SettlingPolicy, string> = {
  owner: 'the owner decides',
  confidence: 'the surer one holds',
  supervisor: 'an agent adjudicates',
  person: 'a person decides',
}

export const conflictKind: Kind<ConflictNode> = {
  title: 'Settle',
  summary: ({ subject, policy }) => `${subject || 'No subject'}: ${POLICIES[policy]}`,
  defaults: (id, name) => ({
    id,
    name,
    kind: 'conflict',
    ...STAFFED_DEFAULTS,
    subject: '',
    claims: [],
    compare: 'equal',
    policy: 'owner',
    margin: 0.1,
    otherwise: 'person',
    question: '',
    fourEyes: false,
    reasonRequired: false,
    dueHours: 24,
  }),
  ports: () => [OUT],
  takesIn: true,
  isGate: false,
  isEffect: () => false,
  writes: () => true,
  produces: ({ produces }) => produces,
  accepts: () => undefined,
  expressions: (node) => [
    ...readsExpressions(node),
    ...node.claims.flatMap(({ node: claimant, value }, i): NodeExpression[] => [
      { pointer: `/claims/${i}/node`, source: claimant, form: 'path' },
      { pointer: `/claims/${i}/value`, source: value, form: 'expression' },
    ]),
    ...(node.owner === undefined
      ? []
      : [{ pointer: '/owner', source: node.owner, form: 'path' } satisfies NodeExpression]),
    { pointer: '/question', source: node.question, form: 'template', lenient: true },
  ],
  unstaffed: ({ policy }) => policy !== 'supervisor',
}

/** Whether the decision owner may have to settle it. */
export const needsOwner = ({ policy, otherwise }: Pick<ConflictNode, 'policy' | 'otherwise'>): boolean =>
  policy === 'owner' || (policy === 'confidence' && otherwise === 'owner')

/** Whether it may come to a person. */
export const mayAskPerson = ({ policy, otherwise }: Pick<ConflictNode, 'policy' | 'otherwise'>): boolean =>
  policy === 'person' || policy === 'supervisor' || (policy === 'confidence' && otherwise === 'person')
