import { z } from 'zod'

const answer = z.object({
  verdict: z.enum(['approve', 'amend', 'reject', 'escalate']),
  reasons: z.array(z.string()),
  amended: z.unknown().optional(),
})

/** What a supervisor is to answer. @param subject schema of what it reviews; without one it cannot amend it */
export function supervisionSchema(subject: Record<string, unknown> | undefined): Record<string, unknown> {
  const { $defs, $schema: _dialect, $id: _id, ...value } = subject ?? {}
  const amends = { properties: { verdict: { const: 'amend' } }, required: ['verdict'] }
  return {
    type: 'object',
    properties: {
      verdict: { enum: ['approve', ...(subject ? ['amend'] : []), 'reject', 'escalate'] },
      reasons: {
        type: 'array',
        items: { type: 'string', minLength: 1, maxLength: 1000 },
        minItems: 1,
        maxItems: 10,
      },
      ...(subject && { amended: value }),
    },
    required: ['verdict', 'reasons'],
    additionalProperties: false,
    ...(subject && { if: amends, then: { required: ['amended'] } }),
    ...($defs !== undefined && { $defs }),
  }
}

/** The answer, which fits its schema. */
export const readSupervision = (output: unknown) => answer.parse(output)

export const supervisionTask = (worker: string, task: string): string =>
  [
    `Review what ${worker} decided before it takes effect. The handoff is what was decided; "decision" says how it came about, as far as you may know.`,
    'Answer with a verdict and your reasons: "approve" lets it through as it is; "amend" lets through your corrected version, given whole in "amended"; "reject" sends it back, so say what is wrong and what would make it right; "escalate" asks a person, where you cannot tell.',
    task,
  ]
    .filter(Boolean)
    .join('\n')
