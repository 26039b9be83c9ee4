import { z } from 'zod'
import { nameSchema } from '../../name'
import { common, expressionSchema, templateSchema } from './common'
import type { Kind, NodeExpression } from './kind'

export const ruleSchema = z.object({
  id: z.string().regex(/^[A-Z][A-Z0-9]*-[0-9]+$/, 'capitals, a dash and a number, as in D-3'),
  name: nameSchema(120),
  /** CEL, a bool: true means the rule stops the way through. */
  when: expressionSchema,
  then: z.enum(['review', 'reject']),
  /** Says why to a person: `{{ draft.discount }} % is above 10 %`. */
  message: templateSchema.default(''),
})
export type Rule = z.infer<typeof ruleSchema>

/** A gate of business rules: passes, asks for a review, or rejects. All rules are evaluated; reject wins over review. */
export const rulesSchema = z.object({
  ...common,
  kind: z.literal('rules'),
  rules: z.array(ruleSchema).max(50).default([]),
})

export type RulesNode = z.infer<typeof rulesSchema>

export const rulesKind: Kind<RulesNode> = {
  title: 'Rules',
  summary: ({ rules }) => (rules.length === 1 ? '1 rule' : `${rules.length} rules`),
  defaults: (id, name) => ({ id, name, kind: 'rules', rules: [] }),
  ports: ({ rules }) => [
    // Without a rule nothing was asked, so nothing is let through.
    { id: 'pass', label: 'pass', required: true, ...(rules.length > 0 && { approves: true as const }) },
    { id: 'review', label: 'review', required: rules.some(({ then }) => then === 'review') },
    { id: 'reject', label: 'reject', required: rules.some(({ then }) => then === 'reject') },
  ],
  takesIn: true,
  isGate: true,
  isEffect: () => false,
  writes: () => false,
  produces: () => undefined,
  accepts: () => undefined,
  expressions: ({ rules }) =>
    rules.flatMap(({ when, message }, i): NodeExpression[] => [
      { pointer: `/rules/${i}/when`, source: when, form: 'expression', gives: 'bool' },
      { pointer: `/rules/${i}/message`, source: message, form: 'template', lenient: true },
    ]),
}
