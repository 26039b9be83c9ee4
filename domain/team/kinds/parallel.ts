import { z } from 'zod'
import { labelSchema } from '../../name'
import { common } from './common'
import type { Kind } from './kind'

/** Splits the path: every way is gone at the same time, and a join brings them together. */
export const parallelSchema = z.object({
  ...common,
  kind: z.literal('parallel'),
  ways: z
    .array(
      z.object({
        port: z
          .string()
          .regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and underscores')
          .max(40),
        label: labelSchema(60).default(''),
      }),
    )
    .max(20)
    .default([
      { port: 'first', label: '' },
      { port: 'second', label: '' },
    ]),
})

export type ParallelNode = z.infer<typeof parallelSchema>

export const parallelKind: Kind<ParallelNode> = {
  title: 'Parallel',
  summary: ({ ways }) => `${ways.length} ways at once`,
  defaults: (id, name) => ({
    id,
    name,
    kind: 'parallel',
    ways: [
      { port: 'first', label: '' },
      { port: 'second', label: '' },
    ],
  }),
  ports: ({ ways }) => ways.map(({ port, label }) => ({ id: port, label: label || port, required: true })),
  takesIn: true,
  isGate: false,
  isEffect: () => false,
  writes: () => false,
  produces: () => undefined,
  accepts: () => undefined,
  expressions: () => [],
  opens: 'ways',
}
