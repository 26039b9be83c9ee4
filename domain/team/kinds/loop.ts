import { z } from 'zod'
import { common, expressionSchema, templateSchema } from './common'
import type { Kind } from './kind'

/** Goes back for another round, with feedback, until a condition holds; so often and no more. */
export const loopSchema = z.object({
  ...common,
  kind: z.literal('loop'),
  /** CEL, a bool: good enough, go on. */
  until: expressionSchema.default('true'),
  /** Rounds it may send back before the way for a spent bound is taken. */
  maxRounds: z.number().int().min(1).max(20).default(3),
  /** What the one who does it again is told: `Only {{ review.score }} of 10: {{ review.why }}`. */
  feedback: templateSchema.default(''),
})

export type LoopNode = z.infer<typeof loopSchema>

export const loopKind: Kind<LoopNode> = {
  title: 'Loop',
  summary: ({ maxRounds }) => `At most ${maxRounds === 1 ? '1 round' : `${maxRounds} rounds`} more`,
  defaults: (id, name) => ({ id, name, kind: 'loop', until: 'true', maxRounds: 3, feedback: '' }),
  ports: () => [
    { id: 'done', label: 'good', required: true },
    { id: 'again', label: 'again', required: true, returns: true },
    { id: 'exhausted', label: 'no rounds left', required: true },
  ],
  takesIn: true,
  isGate: false,
  isEffect: () => false,
  writes: () => false,
  produces: () => undefined,
  accepts: () => undefined,
  expressions: ({ until, feedback }) => [
    { pointer: '/until', source: until, form: 'expression', gives: 'bool' },
    {
      pointer: '/feedback',
      source: feedback,
      form: 'template',
      lenient: true,
      tells: 'again',
      lacking: 'says nothing to the one who does it again: write the feedback',
    },
  ],
  returns: ({ maxRounds }) => maxRounds,
}
