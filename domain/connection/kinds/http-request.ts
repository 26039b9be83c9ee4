import { z } from 'zod'

/** Methods by which something may be changed, and all that are called. */
export const WRITING_METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const
export const HTTP_METHODS = ['GET', ...WRITING_METHODS] as const

const argument = z.string().min(1).max(120)

/** An HTTP operation: where each argument goes. */
export const httpRequestSchema = z.object({
  kind: z.literal('http'),
  method: z.enum(HTTP_METHODS),
  /** Below the connection's address; `{name}` takes the argument of that name, as one encoded piece. */
  path: z.string().startsWith('/').max(500),
  /** Arguments that go into the query, where they are given. */
  query: z.array(argument).max(60).default([]),
  /** The body: an object of these arguments, or one argument as it is. Absent for none. */
  body: z.union([z.object({ fields: z.array(argument).max(200) }), z.object({ argument })]).optional(),
})
export type HttpOperation = z.infer<typeof httpRequestSchema>
