import { z } from 'zod'
import { common, expressionSchema } from './common'

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
        label: z.string().max(60).default(''),
        when: expressionSchema,
      }),
    )
    .max(20)
    .default([]),
})
