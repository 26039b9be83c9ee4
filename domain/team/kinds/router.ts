import { z } from 'zod'
import { labelSchema } from '../../name'
import { common, expressionSchema } from './common'
import type { Kind } from './kind'

/** A decision table: the first row whose condition holds decides the way; otherwise the default. */
export const routerSchema = z.object({
  ...common,
  kind: z.literal('router'),
  routes: z
    .array(
      z.object({
        port: z
          .string()
          .regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and underscores')
          .max(40),
        label: labelSchema(60).default(''),
        when: expressionSchema,
      }),
    )
    .max(20)
    .default([]),
})

export type RouterNode = z.infer<typeof routerSchema>

const DEFAULT_PORT = 'default'

export const routerKind: Kind<RouterNode> = {
  title: 'Router',
  summary: ({ routes }) => (routes.length === 0 ? '1 way' : `${routes.length + 1} ways`),
  defaults: (id, name) => ({ id, name, kind: 'router', routes: [] }),
  ports: ({ routes }) => [
    ...routes.map(({ port, label }) => ({ id: port, label: label || port, required: true })),
    { id: DEFAULT_PORT, label: 'otherwise', required: true },
  ],
  takesIn: true,
  isGate: false,
  isHub: true,
  isEffect: () => false,
  writes: () => false,
  produces: () => undefined,
  accepts: () => undefined,
  expressions: ({ routes }) =>
    routes.map(({ when }, i) => ({
      pointer: `/routes/${i}/when`,
      source: when,
      form: 'expression',
      gives: 'bool',
    })),
}
