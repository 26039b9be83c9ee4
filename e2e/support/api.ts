import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { TeamDocument } from '@/domain/team/document'

export type Role = 'operator' | 'reviewer' | 'auditor' | 'admin'

const effectSchema = z.looseObject({ key: z.string() })
const runSchema = z.looseObject({
  id: z.string(),
  title: z.string(),
  status: z.enum(['queued', 'running', 'waiting', 'blocked', 'done', 'failed', 'cancelled']),
  spentMicros: z.string(),
  steps: z.array(z.looseObject({ node: z.string(), status: z.string() })),
  /** Of models, from their reservation on. */
  calls: z.array(z.looseObject({ status: z.string() })),
  /** Where it stands still because somebody has stopped an agent, its team or the workspace. */
  held: z.array(z.looseObject({ node: z.string(), scope: z.string() })),
  reviews: z.array(z.looseObject({ id: z.string(), kind: z.string(), status: z.string() })),
})
export type Run = z.infer<typeof runSchema>
const reviewSchema = z.looseObject({
  id: z.string(),
  digest: z.string(),
  view: z.looseObject({
    draft: z.looseObject({ value: z.record(z.string(), z.unknown()).nullable() }).optional(),
    effects: z.array(effectSchema.partial()),
  }),
})

export interface Answer {
  status: number
  body: unknown
}

/** The REST interface below /api/v1 as one token's holder sees it. */
export interface Api {
  get: (path: string) => Promise<Answer>
  send: (method: 'POST' | 'PUT', path: string, body: unknown) => Promise<Answer>
  /** Starts a run and gives its id. */
  startRun: (input: Record<string, unknown>, team?: string) => Promise<string>
  /** Makes a team's draft, or what is given in its place, the version that runs. */
  publish: (team: string, document?: TeamDocument) => Promise<void>
  run: (id: string) => Promise<Run>
  /** The run, once it has that status. @throws when it takes longer than 30 s, saying where it stands */
  waitForStatus: (id: string, status: Run['status'], limitMs?: number) => Promise<Run>
  /** The review that a run waits for. */
  openReview: (runId: string) => Promise<z.infer<typeof reviewSchema>>
}

export function openApi(address: string, token: string): Api {
  const call = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const response = await fetch(`${address}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: await response.json() }
  }
  const ok = async (answer: Promise<Answer>): Promise<unknown> => {
    const { status, body } = await answer
    if (status < 300) return body
    throw new Error(`The API answered ${status}: ${JSON.stringify(body)}`)
  }
  const run = async (id: string) => runSchema.parse(await ok(call('GET', `/runs/${id}`)))
  const waitForStatus = async (id: string, status: Run['status'], limitMs = 30_000): Promise<Run> => {
    for (const until = Date.now() + limitMs; ; await sleep(150)) {
      const found = await run(id)
      if (found.status === status) return found
      if (Date.now() > until)
        throw new Error(`Run ${id} is ${found.status}, not ${status}: ${JSON.stringify(found.reviews)}`)
    }
  }
  return {
    get: (path) => call('GET', path),
    send: call,
    startRun: async (input, team = 'sales-operations') => {
      const body = await ok(call('POST', '/runs', { team, input }))
      return z.object({ id: z.string() }).parse(body).id
    },
    publish: async (team, document) => {
      if (document) await ok(call('PUT', `/teams/${team}`, { document }))
      await ok(call('POST', `/teams/${team}/publish`, {}))
    },
    run,
    waitForStatus,
    openReview: async (runId) => {
      const { reviews } = await run(runId)
      const open = reviews.find(({ status }) => status === 'open')
      if (!open) throw new Error(`Run ${runId} waits for nobody.`)
      return reviewSchema.parse(await ok(call('GET', `/reviews/${open.id}`)))
    },
  }
}
