import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { publishable } from '@/server/engine/testing/drawn-teams'
import { startEngineBench } from '@/server/engine/testing/engine-bench'
import { firstOfTwo, oneWait, waitEach } from '@/server/engine/testing/waiting-team'
import { wakeDue } from '@/server/engine/wake-due'
import { handleEvent } from '@/server/rest/events'
import { serve } from '@/server/rest/testing/serve'
import { startRun } from '../../run/start'
import { signMessage } from '@/server/auth/webhook-key'
import { putSource } from '../put-source'

process.env['BATON_SECRET_KEY'] ??= randomBytes(32).toString('base64')
process.env['DATABASE_URL'] ??= 'postgres://nobody@localhost/none'

interface Source {
  id: string
  key: string
}

export interface Message {
  event?: string
  id?: string
  secret?: string
  at?: number
  type?: string
  from?: Source
}

interface Answer {
  event?: string
  woke?: number
  created?: boolean
  detail?: string
  errors?: { pointer: string }[]
}

export type WaitingBench = Awaited<ReturnType<typeof startWaitingBench>>

/** A worker's engine, teams that wait for events, and the door for them over HTTP. */
export async function startWaitingBench() {
  const bench = await startEngineBench()
  const teams = {
    plain: oneWait(),
    timed: oneWait({ timeoutSeconds: 1 }),
    shared: oneWait({ shared: true, event: 'price.changed' }),
    own: oneWait({ event: 'own.done', key: undefined }),
    each: waitEach(),
    first: firstOfTwo(),
  }
  for (const [slug, team] of Object.entries(teams)) await bench.team(slug, publishable(team))
  const sourceIn = (url: string): string => new URL(url).pathname.split('/').at(-2) ?? ''
  const served = await serve((request, event) => handleEvent(bench.db, request, sourceIn(request.url), event))
  // The worker's own tick.
  const waker = setInterval(() => void wakeDue(bench.db.pool), 200)

  async function newSource(name: string, events: string[] = []): Promise<Source> {
    const { id, key = '' } = await putSource(bench.context(['admin']), { name, events })
    return { id, key }
  }
  const source = await newSource('Warehouse')
  let made = 0

  /** Sends a body as a client of the standard does. */
  async function raw(body: string, message: Message = {}): Promise<Answer & { status: number }> {
    const { event = 'order.shipped', id = `msg_${++made}`, from = source } = message
    const timestamp = String(message.at ?? Math.floor(Date.now() / 1000))
    const response = await fetch(`${served.origin}/api/events/${from.id}/${event}`, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': signMessage(message.secret ?? from.key, id, timestamp, Buffer.from(body)),
      },
    })
    return { status: response.status, ...((await response.json()) as Answer) }
  }

  return {
    ...bench,
    source,
    newSource,
    raw,
    operator: () => bench.context(['operator']),
    newKey: () => `order-${++made}`,
    start: async (team: string, key: string): Promise<string> =>
      (await startRun(bench.context(['operator']), { team, input: { order_id: key } })).id,
    /** Until the run waits for so many events. */
    async waiting(run: string, count = 1): Promise<void> {
      for (const until = Date.now() + 15_000; Date.now() < until; await sleep(20)) {
        if ((await bench.db.prisma.awaitedEvent.count({ where: { runId: run } })) === count) return
      }
      throw new Error(`${run} does not wait for ${count}`)
    },
    post: (key: unknown, data: unknown, message: Message = {}) =>
      raw(JSON.stringify({ ...(message.type ? { type: message.type } : {}), key, data }), message),
    kept: (key: string) => bench.db.prisma.receivedEvent.count({ where: { key } }),
    takings: (run: string) => bench.db.prisma.eventTaking.findMany({ where: { runId: run } }),
    async close(): Promise<void> {
      clearInterval(waker)
      await served.close()
      await bench.close()
    },
  }
}
