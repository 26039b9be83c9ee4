import { isRecord } from '@/domain/contract/json-schema'
import type { Account, Activity, Deal, NewsItem } from './crm-data'
import type { RuleAnswer } from './rule-answer'
import type { Task } from './sandbox-request'

/** Without activity for longer than this, what the CRM says of an account is called stale. */
const STALE_DAYS = 60

export interface Dossier {
  as_of: string
  account: Omit<Account, 'website' | 'contacts'>
  contact: { role: string | null; name: string | null; email: string | null; phone: string | null }
  deal: Omit<Deal, 'account_id' | 'owner' | 'note' | 'version'>
  activity: {
    last_at: string | null
    days_since_last: number | null
    last_30_days: number
    before_that: number
    inbound_30_days: number
    meetings_30_days: number
    recent: { at: string; type: string; direction: string; tone: string; subject: string }[]
  }
  news: { published_at: string; kind: string; headline: string }[]
  missing: string[]
}

/** Retrieval: the CRM's answers, put in order. Nothing in it that the CRM did not say. */
export function dossierRule({ answers }: Task): RuleAnswer | string | undefined {
  if (!answers) return undefined
  const account = answers['get_account']
  if (!isRecord(account) || typeof account['name'] !== 'string') {
    return `the CRM did not give the account (${failure(account)}).`
  }
  const given = account as unknown as Account & { as_of: string }
  const deals = rows<Deal>(answers['get_deals'], 'deals')
  const activities = rows<Activity>(answers['get_activities'], 'activities')
  const news = rows<NewsItem>(answers['get_news'], 'news')
  const current = deals && currentDeal(deals)
  if (!current) return `the CRM has no deal for ${given.name}, so there is nothing to work on.`
  const output = dossier(given, current, activities ?? [], news ?? [])
  if (!activities) output.missing.push('activities (could not be read)')
  return {
    output: output as unknown as Record<string, unknown>,
    rationale: `put together what the CRM says of ${given.name}; took ${current.id} as ${current.open ? 'the open deal' : 'the last deal, there is no open one'}.`,
    confidence: output.missing.length ? 0.8 : 0.97,
    alternatives: deals
      .filter(({ id }) => id !== current.id)
      .slice(0, 2)
      .map(({ id, stage }) => ({ option: `Take ${id}`, why_not: `It is ${stage.replace('_', ' ')}.` })),
    evidence: [
      { source: 'get_account', says: `${given.name}, ${given.industry}, ${given.contacts.length} contacts` },
      { source: 'get_deals', says: `${deals.length} deals, ${deals.filter(({ open }) => open).length} open` },
      { source: 'get_activities', says: `${activities?.length ?? 0} activities` },
      { source: 'get_news', says: `${news?.length ?? 0} items` },
    ],
    claims: [],
  }
}

const daysBetween = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(to.slice(0, 10)) - Date.parse(from.slice(0, 10))) / 86_400_000))

function dossier(
  account: Account & { as_of: string },
  deal: Deal,
  activities: Activity[],
  news: NewsItem[],
): Dossier {
  const { as_of: today, contacts, website: _, ...rest } = account
  const [contact] = contacts
  const age = ({ at }: Activity) => daysBetween(at, today)
  const month = activities.filter((activity) => age(activity) <= 30)
  const last = activities[0]
  const since = last ? age(last) : null
  const { id, name, open, stage, amount, close_date, priority, next_step, next_step_due, updated_at } = deal
  return {
    as_of: today,
    account: rest,
    contact: {
      role: contact?.role ?? null,
      name: contact?.name ?? null,
      email: contact?.email ?? null,
      phone: contact?.phone ?? null,
    },
    deal: { id, name, open, stage, amount, close_date, priority, next_step, next_step_due, updated_at },
    activity: {
      last_at: last?.at.slice(0, 10) ?? null,
      days_since_last: since,
      last_30_days: month.length,
      before_that: activities.filter((activity) => age(activity) > 30 && age(activity) <= 120).length,
      inbound_30_days: month.filter(({ direction }) => direction === 'in').length,
      meetings_30_days: month.filter(({ type }) => type === 'meeting').length,
      recent: activities.slice(0, 5).map(({ at, type, direction, tone, subject }) => ({
        at: at.slice(0, 10),
        type,
        direction,
        tone,
        subject,
      })),
    },
    news: news.slice(0, 3).map(({ published_at, kind, headline }) => ({ published_at, kind, headline })),
    missing: [
      ...(open ? [] : ['an open deal']),
      ...(contact ? [] : ['a contact person']),
      ...(since === null || since > STALE_DAYS ? [`activity within ${STALE_DAYS} days`] : []),
    ],
  }
}

/** The open deal that closes first; without one, the deal changed last. */
function currentDeal(deals: Deal[]): Deal | undefined {
  const open = deals.filter((deal) => deal.open).sort((a, b) => a.close_date.localeCompare(b.close_date))
  return open[0] ?? deals.toSorted((a, b) => b.updated_at.localeCompare(a.updated_at))[0]
}

function rows<T>(answer: unknown, name: string): T[] | undefined {
  const found = isRecord(answer) ? answer[name] : undefined
  return Array.isArray(found) ? (found as T[]) : undefined
}

function failure(answer: unknown): string {
  const error = isRecord(answer) ? answer['error'] : undefined
  if (typeof error === 'string') return error
  return isRecord(error) && typeof error['message'] === 'string' ? error['message'] : 'no answer'
}
