import { ACTIVITY_WORDS, COMPANY_FIRST, FIRST_NAMES, INDUSTRIES, JOB_TITLES, LAST_NAMES } from './crm-words'
import { NEWS_SOURCES, NEWS_WORDS, ON_HOLD, PRODUCTS, REGIONS, SALES_REPS } from './crm-words'
import { Random } from './random'

export const STAGES = [
  'qualification',
  'discovery',
  'proposal',
  'negotiation',
  'closed_won',
  'closed_lost',
] as const
export type Stage = (typeof STAGES)[number]
export const PRIORITIES = ['low', 'medium', 'high'] as const
export type Priority = (typeof PRIORITIES)[number]
export type Tone = 'positive' | 'neutral' | 'negative'

export interface Account {
  id: string
  name: string
  industry: string
  region: string
  segment: 'small' | 'midsize' | 'enterprise'
  employees: number
  status: 'prospect' | 'customer'
  website: string
  owner: string
  contacts: Contact[]
}
export interface Contact {
  id: string
  name: string
  role: string
  email: string
  phone: string
}
export interface Deal {
  id: string
  account_id: string
  name: string
  stage: Stage
  /** US dollars. */
  amount: number
  open: boolean
  owner: string
  close_date: string
  next_step: string | null
  next_step_due: string | null
  priority: Priority
  note: string
  updated_at: string
  version: number
}
export interface Activity {
  id: string
  account_id: string
  deal_id: string | null
  at: string
  type: 'email' | 'call' | 'meeting' | 'note'
  direction: 'in' | 'out'
  subject: string
  summary: string
  tone: Tone
  by: string
}
export interface NewsItem {
  id: string
  account_id: string
  published_at: string
  kind: string
  headline: string
  source: string
}
export interface CrmData {
  accounts: Account[]
  deals: Deal[]
  activities: Activity[]
  news: NewsItem[]
}

/** What an account is there to show. About three in four are `normal` and need no person. */
export const PROFILES = {
  normal: 0.75,
  large: 0.08,
  above_limit: 0.02,
  no_contact: 0.035,
  no_open_deal: 0.035,
  stale: 0.035,
  contradictory: 0.03,
  on_hold: 0.015,
} as const
export type Profile = keyof typeof PROFILES

const ACCOUNTS = 300

/** A day as `2026-11-21`, `offset` days from another. */
export function dayFrom(anchor: string, offset: number): string {
  return new Date(Date.parse(`${anchor}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10)
}

/**
 * Some 300 invented accounts with their deals, activities, contacts and news, the same for every call with one anchor.
 * @param anchor the day that counts as today, `2026-11-21`; all dates are laid relative to it
 */
export function generateCrm(anchor: string): CrmData {
  const data: CrmData = { accounts: [], deals: [], activities: [], news: [] }
  for (let i = 0; i < ACCOUNTS; i++) addAccount(data, i, anchor)
  return data
}

/** The profile of the i-th account: spread evenly rather than by chance, so that any page of the list shows the mix. */
export function profileOf(i: number): Profile {
  // Steps by the golden ratio fill the unit interval evenly.
  let at = (i * 0.618_033_988_75) % 1
  for (const [profile, share] of Object.entries(PROFILES)) {
    if (at < share) return profile as Profile
    at -= share
  }
  return 'normal'
}

function addAccount(data: CrmData, i: number, anchor: string): void {
  const random = new Random(7919 * (i + 1))
  const profile = profileOf(i)
  const first = COMPANY_FIRST[i % COMPANY_FIRST.length] ?? 'Alderfen'
  const industry = INDUSTRIES[Math.floor(i / COMPANY_FIRST.length + i) % INDUSTRIES.length] ?? INDUSTRIES[0]
  const employees = profile === 'large' ? random.int(400, 4000) : random.int(8, 380)
  const name = `${first} ${industry.word}`
  const domain = `${name.toLowerCase().replace(/[^a-z]+/g, '-')}.example`
  const account: Account = {
    id: `acc-${String(i + 1).padStart(4, '0')}`,
    name,
    industry: industry.name,
    region: random.pick(REGIONS),
    segment: employees > 400 ? 'enterprise' : employees > 60 ? 'midsize' : 'small',
    employees,
    status: random.chance(0.4) ? 'customer' : 'prospect',
    website: `https://${domain}`,
    owner: random.pick(SALES_REPS),
    contacts: [],
  }
  for (let c = profile === 'no_contact' ? 0 : random.int(1, 3); c > 0; c--) {
    account.contacts.push(newContact(random, account, domain))
  }
  data.accounts.push(account)
  const deal = addDeals(data, random, account, profile, anchor)
  addActivities(data, random, account, deal, profile, anchor)
  addNews(data, random, account, anchor)
}

function newContact(random: Random, account: Account, domain: string): Contact {
  const [first, last] = [random.pick(FIRST_NAMES), random.pick(LAST_NAMES)]
  return {
    id: `${account.id.replace('acc', 'con')}-${account.contacts.length + 1}`,
    name: `${first} ${last}`,
    role: random.pick(JOB_TITLES),
    email: `${first}.${last}@${domain}`.toLowerCase(),
    // 555-01xx is set aside for fiction.
    phone: `+1 555 01${String(random.int(0, 99)).padStart(2, '0')}`,
  }
}

function addDeals(data: CrmData, random: Random, account: Account, profile: Profile, anchor: string): Deal {
  const add = (open: boolean, stage: Stage, amount: number, closes: number): Deal => {
    const deal: Deal = {
      id: `deal-${String(data.deals.length + 1).padStart(5, '0')}`,
      account_id: account.id,
      name: `${account.name}: ${random.pick(PRODUCTS)}`,
      stage,
      amount,
      open,
      owner: account.owner,
      close_date: dayFrom(anchor, closes),
      next_step: open && random.chance(0.5) ? 'Wait for an answer' : null,
      next_step_due: null,
      priority: 'medium',
      note: '',
      updated_at: dayFrom(anchor, open ? -random.int(12, 60) : closes),
      version: 1,
    }
    data.deals.push(deal)
    return deal
  }
  const small = () => random.int(15, 240) * 100
  for (let past = random.int(0, 3); past > 0; past--) {
    add(false, random.chance(0.5) ? 'closed_won' : 'closed_lost', small(), -random.int(90, 700))
  }
  if (profile === 'no_open_deal') return add(false, 'closed_lost', small(), -random.int(30, 80))
  const amount =
    profile === 'large'
      ? random.int(520, 2400) * 100
      : profile === 'above_limit'
        ? random.int(260, 480) * 100
        : small()
  const stage: Stage =
    profile === 'on_hold'
      ? random.pick(['proposal', 'negotiation'])
      : random.pick(['qualification', 'discovery', 'discovery', 'proposal', 'proposal', 'negotiation'])
  return add(true, stage, amount, random.int(14, 110))
}

function addActivities(
  data: CrmData,
  random: Random,
  account: Account,
  deal: Deal,
  profile: Profile,
  anchor: string,
): void {
  const product = deal.name.slice(account.name.length + 2)
  const add = (
    daysAgo: number,
    direction: 'in' | 'out',
    tone: Tone,
    type: Activity['type'],
    words?: typeof ON_HOLD,
  ) => {
    const { subject, summary } = words ?? random.pick(ACTIVITY_WORDS[tone])
    data.activities.push({
      id: `act-${String(data.activities.length + 1).padStart(5, '0')}`,
      account_id: account.id,
      deal_id: deal.id,
      at: `${dayFrom(anchor, -daysAgo)}T${String(random.int(8, 16)).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}:00Z`,
      type,
      direction,
      subject: subject.replace('{product}', product),
      summary,
      tone,
      by: direction === 'in' ? (account.contacts[0]?.role ?? 'Switchboard') : account.owner,
    })
  }
  const type = () => random.pick<Activity['type']>(['email', 'email', 'call', 'meeting'])
  const newest = profile === 'stale' ? random.int(75, 160) : random.int(1, 12)
  // Some accounts wake up, some go quiet: the past is spread evenly, early or late.
  const lean = random.pick([0.6, 1, 1, 1.7])
  for (let n = random.int(5, 9); n > 0; n--) {
    const direction = random.chance(0.45) ? 'in' : 'out'
    const tone = direction === 'out' ? 'neutral' : random.chance(0.35) ? 'positive' : 'neutral'
    add(newest + 4 + Math.floor(110 * random.next() ** lean), direction, tone, type())
  }
  if (profile === 'contradictory') {
    add(newest + 3, 'in', 'positive', 'meeting')
    add(newest, 'in', 'negative', 'email')
  } else if (profile === 'on_hold') {
    add(newest, 'in', 'negative', 'email', ON_HOLD)
  } else {
    const direction = random.chance(0.7) ? 'in' : 'out'
    add(newest, direction, direction === 'in' && random.chance(0.6) ? 'positive' : 'neutral', type())
  }
}

function addNews(data: CrmData, random: Random, account: Account, anchor: string): void {
  for (let n = random.pick([0, 1, 1, 2, 3, 1]); n > 0; n--) {
    const { kind, headline } = random.pick(NEWS_WORDS)
    data.news.push({
      id: `news-${String(data.news.length + 1).padStart(4, '0')}`,
      account_id: account.id,
      published_at: dayFrom(anchor, -random.int(2, 120)),
      kind,
      headline: headline.replace('{company}', account.name).replace('{region}', account.region),
      source: random.pick(NEWS_SOURCES),
    })
  }
}
