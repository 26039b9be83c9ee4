import { z } from 'zod'
import { PRIORITIES, STAGES, type Account, type Activity, type Deal } from './crm-data'
import type { CrmStore } from './crm-store'
import { HttpError } from './http'
import type { Service, Written } from './service'

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
/** Which of its versions is taken back. */
const dealRevert = z.strictObject({ version: z.int().min(1) })
const newActivity = z.strictObject({
  type: z.enum(['email', 'call', 'meeting', 'note']),
  direction: z.enum(['in', 'out']).default('out'),
  subject: z.string().min(1).max(200),
  summary: z.string().max(4000).default(''),
  deal_id: z.string().nullable().default(null),
})

/** The practice CRM: accounts, their deals, activities and news. */
export function crmService(store: CrmStore): Service {
  const accountOf = (id: string): Account => {
    const account = store.data.accounts.find((candidate) => candidate.id === decodeURIComponent(id))
    if (!account) throw new HttpError(404, `There is no account ${id}.`)
    return account
  }
  return {
    journal: store.journal,
    read: (url) => read(store, accountOf, url),
    plan({ method, path, body, ifMatch }) {
      const [, kind, id = '', part] = path.split('?')[0]?.split('/') ?? []
      if (method === 'PATCH' && kind === 'deals' && !part) return patchDeal(store, id, body, ifMatch)
      if (method === 'POST' && kind === 'deals' && part === 'revert') return revertDeal(store, id, body)
      if (method === 'POST' && kind === 'accounts' && part === 'activities')
        return addActivity(store, accountOf(id), body)
      throw new HttpError(404, `There is no ${method} ${path}.`)
    },
    write: (write) => store.write(write),
    headersOf: (answer): Record<string, string> =>
      'stage' in (answer as object) ? { etag: etagOf(answer as Deal) } : {},
    reset: () => store.reset(),
  }
}

function read(store: CrmStore, accountOf: (id: string) => Account, { pathname, searchParams }: URL) {
  const { data, journal } = store
  if (pathname === '/accounts') return { body: list(store, searchParams) }
  const [, kind, id, part] = pathname.split('/')
  if (kind === 'deals' && id && !part) {
    const deal = store.deal(id)
    if (!deal) throw new HttpError(404, `There is no deal ${id}.`)
    return { body: deal, headers: { etag: etagOf(deal) } }
  }
  const account = kind === 'accounts' && id ? accountOf(id) : undefined
  if (!account) throw new HttpError(404, `There is nothing at ${pathname}.`)
  const of = <T extends { account_id: string }>(rows: T[]) =>
    rows.filter((row) => row.account_id === account.id)
  const as_of = journal.today()
  switch (part) {
    case undefined:
      return { body: { as_of, ...account } }
    case 'deals':
      return { body: { as_of, deals: of(data.deals) } }
    case 'activities':
      return { body: { as_of, activities: newest(of(data.activities), 'at') } }
    case 'news':
      return { body: { as_of, news: newest(of(data.news), 'published_at') } }
    default:
      throw new HttpError(404, `There is nothing at ${pathname}.`)
  }
}

function list({ data }: CrmStore, query: URLSearchParams) {
  const wanted = (query.get('query') ?? '').trim().toLowerCase()
  const limit = Math.min(Math.max(Number(query.get('limit')) || 50, 1), 500)
  const offset = Math.max(Number(query.get('offset')) || 0, 0)
  const found = data.accounts.filter(({ id, name, industry, region }) =>
    [id, name, industry, region].some((text) => text.toLowerCase().includes(wanted)),
  )
  const accounts = found.slice(offset, offset + limit).map(({ contacts: _, ...account }) => account)
  return { total: found.length, offset, accounts }
}

function patchDeal(store: CrmStore, id: string, body: unknown, ifMatch: string | undefined): Written {
  const deal = store.deal(id)
  if (!deal) throw new HttpError(404, `There is no deal ${id}.`)
  if (ifMatch !== undefined && ifMatch !== etagOf(deal))
    throw new HttpError(412, 'The deal was changed in the meantime.')
  const patch = Object.fromEntries(
    Object.entries(parse(dealPatch, body)).filter(([, value]) => value !== undefined),
  )
  const changed = { ...deal, ...patch, version: deal.version + 1, updated_at: store.journal.today() }
  changed.open = changed.stage !== 'closed_won' && changed.stage !== 'closed_lost'
  return { status: 200, answer: changed }
}

/** Puts a deal back as it stood before its last change; what was changed since is not thrown away with it. */
function revertDeal(store: CrmStore, id: string, body: unknown): Written {
  const { version } = parse(dealRevert, body)
  const deal = store.deal(id)
  if (!deal) throw new HttpError(404, `There is no deal ${id}.`)
  if (version !== deal.version) throw new HttpError(409, 'The deal was changed in the meantime.')
  const before = store.dealAt(id, version - 1)
  if (!before) throw new HttpError(409, 'The deal was not changed.')
  return {
    status: 200,
    answer: { ...before, version: deal.version + 1, updated_at: store.journal.today() },
  }
}

function addActivity(store: CrmStore, account: Account, body: unknown): Written {
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

const etagOf = (deal: Deal): string => `"${deal.id}-${deal.version}"`

const newest = <T, K extends keyof T>(rows: T[], by: K): T[] =>
  rows.toSorted((a, b) => String(b[by]).localeCompare(String(a[by])))

function parse<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const details = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message }))
  throw new HttpError(422, 'The request does not fit.', details)
}
