import type { z } from 'zod'
import type { Permission } from '@/domain/policy/permission'
import type { Context } from '@/server/services/context'

/** What a route was asked, parsed. */
export interface Asked<Q, B> {
  params: Record<string, string>
  query: Q
  body: B
  headers: Headers
}

/** One route: what OpenAPI says of it and what answers it. The service it calls asks for `requires`. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below /api/v1, with `{name}` for parameters. */
  path: string
  requires: Permission
  /** What some of what it is asked requires instead. */
  instead?: Permission
  tag: 'teams' | 'cases' | 'versions' | 'runs' | 'events' | 'reviews' | 'costs'
  summary: string
  query?: z.ZodType
  body?: z.ZodType
  /** Request headers of interest, for the description. */
  headers?: Record<string, string>
  status: 200 | 201
  answers: z.ZodType
  run: (ctx: Context, asked: Asked<unknown, unknown>) => Promise<unknown>
}

interface Definition<Q extends z.ZodType, B extends z.ZodType> extends Omit<Route, 'query' | 'body' | 'run'> {
  query?: Q
  body?: B
  run: (ctx: Context, asked: Asked<z.infer<Q>, z.infer<B>>) => Promise<unknown>
}

/** Ties a route's handler to the types its schemas parse to. */
export const route = <Q extends z.ZodType = z.ZodUndefined, B extends z.ZodType = z.ZodUndefined>(
  definition: Definition<Q, B>,
): Route => definition as unknown as Route
