import { z } from 'zod'

/** In place of a claim: a person is to choose. */
export const ESCALATE = 'escalate'

const answer = z.object({ claim: z.string(), reasons: z.array(z.string()) })

/** What an adjudicator is to answer: one of the claims by its number, never a value. */
export const adjudicationSchema = (claims: number): Record<string, unknown> => ({
  type: 'object',
  properties: {
    claim: { enum: [...Array.from({ length: claims }, (_, i) => String(i)), ESCALATE] },
    reasons: {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength: 1000 },
      minItems: 1,
      maxItems: 10,
    },
  },
  required: ['claim', 'reasons'],
  additionalProperties: false,
})

/** The answer, which fits its schema. */
export const readAdjudication = (output: unknown) => answer.parse(output)

export const adjudicationTask = (subject: string, task: string): string =>
  [
    `Several agents claim different things of ${subject}. Choose the claim that holds by its number in "claims", with your reasons. You cannot give a value of your own. Where none can be told to hold, answer "${ESCALATE}", and a person chooses.`,
    task,
  ]
    .filter(Boolean)
    .join('\n')
