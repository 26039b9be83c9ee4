import type { Operation } from '@/domain/connection/operation'
import { newWebhookKey } from '@/server/auth/webhook-key'
import type { Resolver } from '../address'
import { fetchDocument } from '../fetch-document'
import { callHttp, ConnectorError } from '../http'
import { discoverTools } from '../mcp'
import { runStatement } from '../postgres'
import { privatePlaceSchema, type PrivatePlace } from '../private-reach'
import type { OperationTarget } from '../sender'
import { sendMail } from '../smtp'
import { sendWebhook } from '../webhook'

/** Long enough to be refused; what is not refused ends by it. */
export const hasty = () => ({ timeoutMs: 700, signal: new AbortController().signal })

/** What an admin has listed. */
export const listed = (...texts: string[]): PrivatePlace[] =>
  texts.map((text) => privatePlaceSchema.parse(text))

/** A name server: by name, what it answers the first time and from then on. */
export function names(answers: Record<string, string[][]>): { resolver: Resolver; asked: () => number } {
  let asked = 0
  return {
    asked: () => asked,
    resolver: (host, _options, callback) => {
      const told = answers[host.replace(/\.$/, '')]
      const list = told?.[Math.min(asked++, told.length - 1)]
      if (!list) return callback(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), [])
      callback(
        null,
        list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      )
    },
  }
}

/** What a call was refused with, or a sentence that it was not. */
export async function refusal(asked: Promise<unknown>): Promise<string> {
  const error: unknown = await asked.then(
    (answer) => new Error(`it answered ${JSON.stringify(answer)}`),
    (thrown: unknown) => thrown,
  )
  return error instanceof ConnectorError ? error.code : `not refused: ${String(error)}`
}

const operation = { name: 'x', effect: 'read' } as Operation
const called = { operation, approved: operation }
const targetOf = (target: Partial<OperationTarget> & { baseUrl: string }): OperationTarget => ({
  ...{ id: 'con_1', workspaceId: 'ws_1', name: 'Target', privateReach: [], settings: {} },
  ...target,
})

type WayOut = (host: string, more: Partial<OperationTarget>) => Promise<unknown>

/** Every way out of this process that an admin sets up, to a host. What speaks HTTP goes to one port, the rest to another. */
export function waysOut(ports: () => { http: number; tcp: number }): Record<string, WayOut> {
  return {
    'a service': (host, more) =>
      callHttp(targetOf({ ...more, baseUrl: `http://${host}:${ports().http}` }), {
        ...{ method: 'GET', path: '/' },
        ...hasty(),
      }),
    'a webhook': async (host, more) =>
      sendWebhook(
        targetOf({
          ...more,
          baseUrl: `http://${host}:${ports().http}/hook`,
          secret: { header: '', prefix: '', value: newWebhookKey() },
        }),
        { ...called, prepared: { kind: 'webhook', event: 'deal.won', body: {} }, ...hasty() },
      ),
    'an MCP server': (host, more) =>
      discoverTools(targetOf({ ...more, baseUrl: `http://${host}:${ports().http}/mcp` }), hasty(), {}),
    'a mail server': (host, more) =>
      sendMail(
        targetOf({
          ...more,
          baseUrl: `smtp://${host}:${ports().tcp}`,
          settings: { from: 'a@example.com', tls: 'none' },
        }),
        {
          ...called,
          prepared: { kind: 'smtp', to: ['b@example.com'], cc: [], subject: 's', text: 't' },
          ...hasty(),
        },
      ),
    'a database': (host, more) =>
      runStatement(
        targetOf({
          ...more,
          baseUrl: `postgresql://${host}:${ports().tcp}/db`,
          settings: { username: 'u', tls: 'none' },
        }),
        { ...called, prepared: { kind: 'postgres', statement: 'select 1', values: [] }, ...hasty() },
      ),
  }
}

/** The one way out for which nothing can be listed. */
export const fetchApi =
  (port: () => number): WayOut =>
  (host, { resolver }) =>
    fetchDocument(`http://${host}:${port()}/openapi.json`, { ...hasty(), ...(resolver && { resolver }) })
