import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { PRIORITIES, STAGES, type Account, type Activity, type Deal } from './crm-data'
import type { CrmStore } from './crm-store'
import { bearerOf, HttpError, readJson, sendJson } from './http'

const day = z.iso.date()

/** What of a deal may be changed. */
const dealPatch = z.strictObject({
  stage: z.enum(STAGES).optional(),
  amount: z.number().min(0).max(100_000_000).optional(),
  close_date: day.optional(),
  next_step: z.string().max(500).nullable().optional(),
  next_step_due: day.nullable().optional(),
  priority: z.enum(PRIORITIES).optional(),
  note: z.string().max(4000).optional(),
})
const newActivity = z.strictObject({
  type: z.enum(['email', 'call', 'meeting', 'note']),
  direction: z.enum(['in', 'out']).default('out'),
  subject: z.string().min(1).max(200),
  summary: z.string().max(4000).default(''),
  deal_id: z.string().nullable().default(null),
})

/**
 * The practice CRM over HTTP: a plain JSON API with a bearer key. Writes honour `Idempotency-Key`: the same key gives the
 * same answer and writes nothing the second time; with another request it is refused (409).
 * @param isKey whether a bearer key may come in
 */
export function createCrm(store: CrmStore, isKey: (key: string) => boolean | Promise<boolean>) {
  const { today } = store

  /** @param path below the service's base, as `/accounts/acc-0001` */
  return async function crm(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    try {
      if (!(await isKey(bearerOf(request)))) throw new HttpError(401, 'A valid key is needed.')
      if (request.method === 'GET') read(request, response, new URL(path, 'http://crm.example'))
      else await write(request, response, path)
    } catch (error) {
      if (!(error instanceof HttpError)) throw error
      const details = error.details === undefined ? {} : { details: error.details }
      sendJson(response, error.status, {
        error: { status: error.status, message: error.message, ...details },
      })
    }
  }

  function read(request: IncomingMessage, response: ServerResponse, { pathname, searchParams }: URL): void {
    if (pathname === '/accounts') return sendJson(response, 200, list(searchParams))
    if (pathname === '/_log') return sendJson(response, 200, { writes: store.writes })
    const [, kind, id, part] = pathname.split('/')
    if (kind === 'deals' && id && !part) {
      const deal = store.deal(id)
      if (!deal) throw new HttpError(404, `There is no deal ${id}.`)
      return sendJson(response, 200, deal, { etag: etagOf(deal) })
    }
    const account = kind === 'accounts' && id ? accountOf(id) : undefined
    if (!account) throw new HttpError(404, `There is nothing at ${pathname}.`)
    const of = <T extends { account_id: string }>(rows: T[]) =>
      rows.filter((row) => row.account_id === account.id)
    switch (part) {
      case undefined:
        return sendJson(response, 200, { as_of: today(), ...account })
      case 'deals':
        return sendJson(response, 200, { as_of: today(), deals: of(store.data.deals) })
      case 'activities':
        return sendJson(response, 200, {
          as_of: today(),
          activities: newest(of(store.data.activities), 'at'),
        })
      case 'news':
        return sendJson(response, 200, { as_of: today(), news: newest(of(store.data.news), 'published_at') })
      default:
        throw new HttpError(404, `There is nothing at ${pathname}.`)
    }
  }

  function list(query: URLSearchParams) {
    const wanted = (query.get('query') ?? '').trim().toLowerCase()
    const limit = Math.min(Math.max(Number(query.get('limit')) || 50, 1), 500)
    const offset = Math.max(Number(query.get('offset')) || 0, 0)
    const found = store.data.accounts.filter(({ id, name, industry, region }) =>
      [id, name, industry, region].some((text) => text.toLowerCase().includes(wanted)),
    )
    const accounts = found.slice(offset, offset + limit).map(({ contacts: _, ...account }) => account)
    return { total: found.length, offset, accounts }
  }

  function accountOf(id: string): Account {
    const account = store.data.accounts.find((candidate) => candidate.id === decodeURIComponent(id))
    if (!account) throw new HttpError(404, `There is no account ${id}.`)
    return account
  }

  async function write(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const body = await readJson(request)
    const method = request.method ?? ''
    const key = [request.headers['idempotency-key'] ?? []].flat()[0] ?? null
    const before = key === null ? undefined : store.known(key)
    if (before) {
      const same = before.method === method && before.path === path
      if (!same || JSON.stringify(before.body) !== JSON.stringify(body)) {
        throw new HttpError(409, 'This Idempotency-Key came with another request before.')
      }
      store.replayed(before)
      return sendJson(response, before.status, before.answer, { 'idempotent-replayed': 'true' })
    }
    const [, kind, id = '', part] = path.split('?')[0]?.split('/') ?? []
    const { status, answer } =
      method === 'PATCH' && kind === 'deals' && !part
        ? patchDeal(id, body, request.headers['if-match'])
        : method === 'POST' && kind === 'accounts' && part === 'activities'
          ? addActivity(accountOf(id), body)
          : notHere(method, path)
    const at = new Date().toISOString()
    store.write({ at, method, path, key, body: body as Record<string, unknown>, status, answer })
    sendJson(response, status, answer, kind === 'deals' ? { etag: etagOf(answer as Deal) } : {})
  }

  function patchDeal(id: string, body: unknown, ifMatch: string | undefined) {
    const deal = store.deal(id)
    if (!deal) throw new HttpError(404, `There is no deal ${id}.`)
    if (ifMatch !== undefined && ifMatch !== etagOf(deal)) {
      throw new HttpError(412, 'The deal was changed in the meantime.')
    }
    const patch = Object.fromEntries(
      Object.entries(parse(dealPatch, body)).filter(([, value]) => value !== undefined),
    )
    const changed = { ...deal, ...patch, version: deal.version + 1, updated_at: today() }
    changed.open = changed.stage !== 'closed_won' && changed.stage !== 'closed_lost'
    return { status: 200, answer: changed }
  }

  function addActivity(account: Account, body: unknown) {
    const given = parse(newActivity, body)
    const answer: Activity = {
      id: `act-${String(store.data.activities.length + 1).padStart(5, '0')}`,
      account_id: account.id,
      at: new Date().toISOString(),
      tone: 'neutral',
      by: account.owner,
      ...given,
    }
    return { status: 201, answer }
  }
}

const etagOf = (deal: Deal): string => `"${deal.id}-${deal.version}"`

const newest = <T, K extends keyof T>(rows: T[], by: K): T[] =>
  rows.toSorted((a, b) => String(b[by]).localeCompare(String(a[by])))

function notHere(method: string, path: string): never {
  throw new HttpError(404, `There is no ${method} ${path}.`)
}

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const details = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
  throw new HttpError(422, 'The request does not fit.', details)
}
