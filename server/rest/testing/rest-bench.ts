import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { expect } from 'vitest'
import type { Role } from '@/domain/policy/permission'
import { newToken, tokenHash } from '@/server/auth/token'
import { newId } from '@/server/db/id'
import { startTwoWorkspaces } from '@/server/services/testing/two-workspaces'
import { handleRest } from '../handle'

export interface Sent {
  token?: string
  body?: unknown
  /** As it goes over the line, instead of `body`. */
  raw?: BodyInit
  headers?: Record<string, string>
}

export interface Answer {
  status: number
  type: string
  headers: Headers
  body: Record<string, unknown>
}

export interface ProblemBody {
  type: string
  title: string
  status: number
  detail?: string
  errors?: { pointer: string; message: string; expected?: string }[]
}

export type RestBench = Awaited<ReturnType<typeof startRestBench>>

/** The REST interface over HTTP on loopback, before two workspaces and a worker. */
export async function startRestBench() {
  const two = await startTwoWorkspaces()
  const server = createServer((incoming, outgoing) => {
    void answer(incoming).then(async (response) => {
      // A body that was refused is not read to its end: the next request comes on another line.
      outgoing.writeHead(response.status, { ...Object.fromEntries(response.headers), connection: 'close' })
      outgoing.end(Buffer.from(await response.arrayBuffer()))
    })
  })

  /** As Next hands a request over: a Request, and the path's parts decoded. */
  async function answer(incoming: IncomingMessage): Promise<Response> {
    const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host ?? 'localhost'}`)
    const path = url.pathname.split('/').slice(3).map(decodeURIComponent)
    const hasBody = !['GET', 'HEAD'].includes(incoming.method ?? 'GET')
    const request = new Request(url, {
      method: incoming.method ?? 'GET',
      headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [
        name,
        String(value),
      ]),
      ...(hasBody
        ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: 'half' as const }
        : {}),
    })
    return handleRest(two.db, request, path)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  async function token(
    roles: readonly Role[],
    more: {
      workspaceId?: string
      expiresAt?: Date
      revokedAt?: Date
      scoped?: boolean
      permissions?: string[]
    } = {},
  ): Promise<string> {
    const value = newToken()
    const data = {
      id: newId('tok'),
      workspaceId: two.a,
      name: 'a test',
      hash: tokenHash(value),
      createdBy: {},
    }
    await two.db.prisma.apiToken.create({ data: { ...data, roles: [...roles], ...more } })
    return value
  }

  return {
    ...two,
    origin,
    token,
    async send(method: string, path: string, { token: bearer, body, raw, headers = {} }: Sent = {}) {
      const given = raw ?? (body === undefined ? undefined : JSON.stringify(body))
      const response = await fetch(`${origin}/api/v1${path}`, {
        method,
        headers: {
          ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
          ...(given === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(given === undefined ? {} : { body: given }),
      })
      const text = await response.text()
      const type = response.headers.get('content-type') ?? ''
      const answered: Answer = {
        status: response.status,
        type,
        headers: response.headers,
        body: JSON.parse(text) as Record<string, unknown>,
      }
      return answered
    },
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
      await two.close()
    },
  }
}

/** That an answer is problem details (RFC 9457) of this status and no more; gives it back to look closer. */
export function expectProblem({ status, type, body, headers }: Answer, expected: number): ProblemBody {
  expect({ status, type, body }).toMatchObject({ status: expected, type: 'application/problem+json' })
  expect(headers.get('cache-control')).toBe('no-store')
  const problem = body as unknown as ProblemBody
  expect(problem).toMatchObject({
    type: expect.stringMatching(/^urn:baton:problem:[a-z_]+$/) as string,
    title: expect.stringMatching(/^\S/) as string,
    status: expected,
  })
  const members = ['type', 'title', 'status', 'detail', 'errors']
  expect(Object.keys(problem).filter((key) => !members.includes(key))).toEqual([])
  expect(JSON.stringify(problem)).not.toMatch(/\bat .*:\d+:\d+|node_modules|prisma|SELECT|constraint/i)
  for (const { pointer, message } of problem.errors ?? []) {
    expect(pointer).toMatch(/^(\/([^~]|~[01])*)?$/)
    expect(message).not.toBe('')
  }
  return problem
}
