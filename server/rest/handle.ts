import type { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { contextFromToken } from '@/server/services/token/context'
import type { Db } from '@/server/db/client'
import { openApi } from './openapi'
import { problemResponse } from './problem'
import type { Route } from './route'
import { routes } from './routes'

const MAX_BODY = 2 * 1024 * 1024

/** Answers one request below /api/v1: bearer token, parse, one service call, JSON. Errors are RFC 9457 problem details. */
export async function handleRest(db: Db, request: Request, path: string[]): Promise<Response> {
  try {
    if (path.join('/') === 'openapi.json') return json(200, openApi(new URL(request.url).origin))
    const { route, params } = match(request.method, path)
    const bearer = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
    if (!bearer) throw new BatonError('unauthenticated', 'Send an API token as Authorization: Bearer bt_….')
    const ctx = await contextFromToken(db, bearer)
    const query = route.query
      ? parse(route.query, Object.fromEntries(new URL(request.url).searchParams), 'query')
      : undefined
    const body = route.body ? parse(route.body, await readBody(request), '') : undefined
    return json(route.status, await route.run(ctx, { params, query, body, headers: request.headers }))
  } catch (error) {
    return problemResponse(error)
  }
}

function match(method: string, path: string[]): { route: Route; params: Record<string, string> } {
  for (const route of routes) {
    const parts = route.path.split('/').filter(Boolean)
    if (route.method !== method || parts.length !== path.length) continue
    const params: Record<string, string> = {}
    const fits = parts.every((part, i) => {
      const name = /^\{(.+)\}$/.exec(part)?.[1]
      if (name) params[name] = path[i] ?? ''
      return name !== undefined || part === path[i]
    })
    if (fits) return { route, params }
  }
  throw new BatonError(
    'not_found',
    `There is no ${method} /api/v1/${path.join('/')}. See /api/v1/openapi.json.`,
  )
}

function parse(schema: z.ZodType, value: unknown, root: string): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new BatonError(
    'invalid',
    'The request does not have the expected form.',
    parsed.error.issues.map((issue) => ({
      pointer: [...(root ? [root] : []), ...issue.path].map((part) => `/${String(part)}`).join(''),
      message: issue.message,
    })),
  )
}

async function readBody(request: Request): Promise<unknown> {
  const text = await request.text()
  if (text.length > MAX_BODY) throw new BatonError('invalid', 'The body is larger than 2 MiB.')
  try {
    return text ? JSON.parse(text) : {}
  } catch (error) {
    throw new BatonError(
      'invalid',
      `The body is not JSON: ${error instanceof Error ? error.message : 'unreadable'}.`,
    )
  }
}

function json(status: number, body: unknown): Response {
  const text = JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  return new Response(text, {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  })
}
