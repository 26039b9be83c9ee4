import type { OfferedTool } from '@/domain/connection/approval'
import { secretBox, type SecretBox } from '@/server/auth/secret-box'
import type { Db } from '@/server/db/client'
import type { Resolver } from './address'
import { ConnectionBreakers, type CallEnd } from './breaker'
import type { Caller } from './caller'
import { endpointOf, ifInOrder, refuseMoved } from './endpoint'
import { ConnectorError, type HttpAnswer, type HttpRequest } from './http'
import { Ledger, outcomeOf, outcomeOfError } from './ledger'
import { discoverTools, ToolChangedError } from './mcp'
import { policyOfAnswer, policyOfError } from './retry-policy'
import { send, type OperationRequest } from './send'
import type { McpCommands } from './sender'
import { readTarget, type Target } from './target'
import { noteChanged } from './tool-changed'

export { connectionAuthSchema } from './target'
export type { OperationRequest } from './send'

/** Calls outside services by a workspace's connections. Secrets are opened here and go nowhere else. */
export interface Connectors {
  /**
   * @param request of an HTTP service anything below its address; of every kind an operation
   * @param caller for the ledger
   * @throws ConnectorError also when there is no such connection, its circuit breaker is open, its limit is reached, or
   *   the operation may not be called; an answer of any status is no error
   */
  call(
    workspaceId: string,
    slug: string,
    request: HttpRequest | OperationRequest,
    caller?: Caller,
    options?: {
      /** With the secret that waits to be confirmed. */
      secret?: 'next'
      /** Only where it leads there: what was let out goes nowhere else. */
      endpoint?: string | undefined
    },
  ): Promise<HttpAnswer>
  /** Where a call would lead, by digest; undefined where nobody can tell. As calls themselves know it. */
  endpoint(workspaceId: string, slug: string, operation: string | undefined): Promise<string | undefined>
  /** What the tools of an MCP server are now. @throws ConnectorError */
  discover(workspaceId: string, slug: string, signal: AbortSignal): Promise<OfferedTool[]>
  /** Writes what the ledger has gathered; at the end of a process, or before somebody reads it. */
  settle(): Promise<void>
}

/** Long enough that hot runs do not ask the database each time, short enough that a change takes hold at once. */
const FRESH_MS = 2000
const DISCOVER_MS = 15_000

export function createConnectors({
  db,
  secrets = secretBox,
  resolver,
  commands,
}: {
  db: Db
  secrets?: () => SecretBox
  resolver?: Resolver
  commands?: McpCommands
}): Connectors {
  const kept = new Map<string, { until: number; target: Promise<Target> }>()
  const breakers = new ConnectionBreakers(db)
  const ledger = new Ledger(db.pool)

  async function find(workspaceId: string, slug: string, which: 'current' | 'next'): Promise<Target> {
    const target = await readTarget(db, secrets, workspaceId, slug, which)
    return resolver ? { ...target, resolver } : target
  }

  function targetOf(workspaceId: string, slug: string, which?: 'next'): Promise<Target> {
    if (which) return find(workspaceId, slug, which)
    const key = `${workspaceId}/${slug}`
    const known = kept.get(key)
    if (known && known.until > Date.now()) return known.target
    const found = find(workspaceId, slug, 'current')
    kept.set(key, { until: Date.now() + FRESH_MS, target: found })
    found.catch(() => kept.delete(key))
    return found
  }

  return {
    async call(workspaceId, slug, request, caller = { by: 'system' }, options = {}) {
      const target = await targetOf(workspaceId, slug, options.secret)
      const began = performance.now()
      const entry = {
        workspaceId,
        connectionId: target.id,
        operation: 'operation' in request ? request.operation.name : request.method,
        caller,
      }
      const took = (): number => Math.round(performance.now() - began)
      try {
        refuseMoved(target, 'operation' in request ? entry.operation : undefined, options.endpoint, commands)
        await refuseElsewhere(db, target, caller)
        await roomFor(db, target)
        const answer = await guarded(breakers, target, request.timeoutMs, forget, () =>
          send(target, request, commands),
        )
        ledger.enter({
          ...entry,
          outcome: outcomeOf(answer.status),
          status: answer.status,
          ms: took(),
        })
        return answer
      } catch (error) {
        ledger.enter({ ...entry, ...outcomeOfError(error), ms: took() })
        // What was let out may know it better than this process did.
        if (error instanceof ConnectorError && error.code === 'moved') forget()
        if (error instanceof ToolChangedError && 'operation' in request)
          await noteChanged(db, target, request.operation.name, error.offered)
        throw error
      }

      function forget(): void {
        kept.delete(`${workspaceId}/${slug}`)
      }
    },

    endpoint: (workspaceId, slug, operation) =>
      ifInOrder(async () => endpointOf(await targetOf(workspaceId, slug), operation, commands)),

    async discover(workspaceId, slug, signal) {
      const target = await targetOf(workspaceId, slug)
      return discoverTools(target, { timeoutMs: DISCOVER_MS, signal }, commands)
    },

    settle: () => ledger.write(),
  }
}

/** One call through the circuit breaker. */
async function guarded(
  breakers: ConnectionBreakers,
  target: Target,
  timeoutMs: number,
  forget: () => void,
  call: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  const probe = await breakers.enter(target.breaker, timeoutMs)
  let end: CallEnd = { is: 'unknown' }
  try {
    const answer = await call()
    end = policyOfAnswer(answer.status).breaks ? fault(`status ${answer.status}`) : { is: 'well' }
    return answer
  } catch (error) {
    if (error instanceof ConnectorError && policyOfError(error.code).breaks) end = fault(error.code)
    throw error
  } finally {
    await breakers.ended(target.breaker, probe, end)
    // What this process knows is old now.
    if (probe !== undefined || end.is === 'fault') forget()
  }
}

const fault = (code: string): CallEnd => ({ is: 'fault', code })

/** A connection of one environment is used by that environment's runs. */
async function refuseElsewhere({ pool }: Db, { name, environment }: Target, caller: Caller): Promise<void> {
  if (environment === null) return
  const where = await environmentOf(pool, caller)
  if (where === undefined || where === environment) return
  throw new ConnectorError(
    'other_environment',
    `${name} is for ${environment} only; this run is one of ${where || 'no environment'}.`,
    false,
  )
}

/** The environment that a call is made for; undefined where it is made for no run. */
async function environmentOf(pool: Db['pool'], caller: Caller): Promise<string | undefined> {
  if (caller.by !== 'run') return caller.by === 'person' ? caller.environment : undefined
  const { rows } = await pool.query<{ environment: string }>({
    name: 'run_environment',
    text: 'select environment from run where id = $1',
    values: [caller.run],
  })
  return rows[0]?.environment ?? ''
}

async function roomFor({ pool }: Db, { id, name, limited }: Target): Promise<void> {
  if (!limited) return
  const { rows } = await pool.query<{ wait: number }>({
    name: 'connection_take',
    text: 'select connection_take($1) as wait',
    values: [id],
  })
  const wait = rows[0]?.wait ?? 0
  if (wait > 0) throw new ConnectorError('limited', `${name} is at its limit of calls a minute.`, false, wait)
}
