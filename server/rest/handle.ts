import type { z } from 'zod'
import { BatonError, brief } from '@/domain/problem'
import { refuseUnstorable, textProblem } from '@/domain/storable'
import { shapeProblems } from '@/domain/team/parse'
import { pointerOf } from '@/domain/pointer'
import { contextFromToken } from '@/server/services/token/context'
import type { Db } from '@/server/db/client'
import { readBody } from './body'
import { openApi } from './openapi'
import { MethodRefused, problemResponse } from './problem'
import type { Route } from './route'
import { routes } from './routes'

/** Answers one request below /api/v1: bearer token, parse, one service call, JSON. Errors are RFC 9457 problem details. */
export async function handleRest(db: Db, request: Request, path: string[]): Promise<Response> {
  try {
    if (request.method === 'GET' && path.join('/') === 'openapi.json')
      return json(200, openApi(new URL(request.url).origin))
    const { route, params } = match(request.method, path)
    const bearer = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
    if (!bearer) throw new BatonError('unauthenticated', 'Send an API token as Authorization: Bearer bt_….')
    const ctx = await contextFromToken(db, bearer)
    const asked = Object.fromEntries(new URL(request.url).searchParams)
    // What comes in the address is text for a column, too.
    refuseUnstorable(textProblem(params), 'The address', '/path')
    refuseUnstorable(textProblem(asked), 'The address', '/query')
    const query = route.query ? parse(route.query, asked, ['query']) : undefined
    const body = route.body ? parse(route.body, await readBody(request), []) : undefined
    return json(route.status, await route.run(ctx, { params, query, body, headers: request.headers }))
  } catch (error) {
    return problemResponse(error)
  }
}

function match(method: string, path: string[]): { route: Route; params: Record<string, string> } {
  const fitting = routes.flatMap((route) => {
    const params = paramsOf(route.path, path)
    return params ? [{ route, params }] : []
  })
  const found = fitting.find(({ route }) => route.method === method)
  if (found) return found
  if (fitting.length) throw new MethodRefused(method, [...new Set(fitting.map(({ route }) => route.method))])
  throw new BatonError('not_found', `There is no /api/v1/${brief(path.join('/'))}. See /api/v1/openapi.json.`)
}

/** The values of a template's parameters in a path; undefined when it is another path. */
function paramsOf(template: string, path: string[]): Record<string, string> | undefined {
  const parts = template.split('/').filter(Boolean)
  if (parts.length !== path.length) return undefined
  const params: Record<string, string> = {}
  for (const [i, part] of parts.entries()) {
    const name = /^\{(.+)\}$/.exec(part)?.[1]
    const given = path[i] ?? ''
    if (name ? given === '' : part !== given) return undefined
    if (name) params[name] = given
  }
  return params
}

function parse(schema: z.ZodType, value: unknown, root: string[]): unknown {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new BatonError(
    'invalid',
    'The request does not have the expected form.',
    shapeProblems(parsed.error).map((problem) => ({
      ...problem,
      pointer: pointerOf(root) + problem.pointer,
    })),
  )
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
