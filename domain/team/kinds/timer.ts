import { z } from 'zod'
import { common, expressionSchema } from './common'
import { OUT, type Kind } from './kind'

const LONGEST_SECONDS = 90 * 86_400

/** Waits for a while, or until a time that the state names, and goes on. It holds nothing while it waits. */
export const timerSchema = z.object({
  ...common,
  kind: z.literal('timer'),
  seconds: z.number().int().min(1).max(LONGEST_SECONDS).default(3600),
  /** CEL, an RFC 3339 time as text: takes the place of `seconds`. What is past goes on at once. */
  until: expressionSchema.optional(),
})

export type TimerNode = z.infer<typeof timerSchema>

export const timerKind: Kind<TimerNode> = {
  title: 'Timer',
  summary: ({ seconds, until }) =>
    until === undefined ? `Waits ${inWords(seconds)}` : `Waits until ${until}`,
  defaults: (id, name) => ({ id, name, kind: 'timer', seconds: 3600 }),
  ports: () => [OUT],
  takesIn: true,
  isGate: false,
  isEffect: () => false,
  writes: () => false,
  produces: () => undefined,
  accepts: () => undefined,
  expressions: ({ until }) =>
    until === undefined ? [] : [{ pointer: '/until', source: until, form: 'expression', gives: 'string' }],
}

const UNITS: [number, string][] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'min'],
]

function inWords(seconds: number): string {
  const unit = UNITS.find(([size]) => seconds % size === 0)
  return unit ? `${seconds / unit[0]} ${unit[1]}` : `${seconds} s`
}
