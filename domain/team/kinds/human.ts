import { z } from 'zod'
import { common, templateSchema } from './common'
import type { Kind } from './kind'

/** A gate at which a person decides: approve, edit then approve, reject, send back with instructions. */
export const humanSchema = z.object({
  ...common,
  kind: z.literal('human'),
  /** The question in one sentence. */
  question: templateSchema.default(''),
  /** Nobody decides on a run they started or a version they edited. */
  fourEyes: z.boolean().default(false),
  reasonRequired: z.boolean().default(false),
  dueHours: z.number().min(0.1).max(2160).default(24),
  /** How often it may be sent back before only approve and reject remain. */
  maxSendBacks: z.number().int().min(0).max(10).default(3),
  risk: z.enum(['low', 'medium', 'high']).default('medium'),
})

export type HumanNode = z.infer<typeof humanSchema>

export const humanKind: Kind<HumanNode> = {
  title: 'Person',
  summary: ({ fourEyes, dueHours }) => `${fourEyes ? 'Four eyes, within' : 'Within'} ${dueHours} h`,
  defaults: (id, name) => ({
    id,
    name,
    kind: 'human',
    question: '',
    fourEyes: false,
    reasonRequired: false,
    dueHours: 24,
    maxSendBacks: 3,
    risk: 'medium',
  }),
  ports: () => [
    { id: 'approved', label: 'approved', required: true, approves: true },
    { id: 'rejected', label: 'rejected', required: false, endsAs: 'rejected' },
    { id: 'sent_back', label: 'sent back', required: false, returns: true },
  ],
  returns: ({ maxSendBacks }) => maxSendBacks,
  takesIn: true,
  isGate: true,
  byPerson: true,
  isEffect: () => false,
  writes: () => false,
  produces: () => undefined,
  accepts: () => undefined,
  expressions: ({ question }) => [
    {
      pointer: '/question',
      source: question,
      form: 'template',
      lenient: true,
      lacking: 'asks nothing: write the question',
    },
  ],
}
