import { isRecord } from '@/domain/contract/json-schema'
import type { Dossier } from './rule-dossier'
import type { RuleAnswer } from './rule-answer'
import type { Task } from './sandbox-request'

export interface Signals {
  engagement: 'rising' | 'steady' | 'falling' | 'silent'
  velocity: number
  inbound_share: number
  tone: 'positive' | 'neutral' | 'negative' | 'mixed'
  risks: { code: string; says: string }[]
  openings: string[]
  missing: string[]
}

/** Enrichment: how the account moves, from counts and dates of the dossier. */
export function signalsRule(task: Task): RuleAnswer | undefined {
  const dossier = findDossier(task)
  if (!dossier) return undefined
  const output = signalsOf(dossier)
  const { activity } = dossier
  return {
    output: output as unknown as Record<string, unknown>,
    rationale: `${activity.last_30_days} activities in the last 30 days against ${activity.before_that} in the 90 before: engagement is ${output.engagement}, tone ${output.tone}.`,
    confidence: output.tone === 'mixed' ? 0.7 : output.engagement === 'silent' ? 0.75 : 0.9,
    alternatives:
      output.engagement === 'steady'
        ? [{ option: 'rising', why_not: 'The last 30 days are not clearly above the rate before.' }]
        : [{ option: 'steady', why_not: `The counts of the last 30 days say ${output.engagement}.` }],
    evidence: [
      { source: 'dossier.activity.last_30_days', says: String(activity.last_30_days) },
      { source: 'dossier.activity.before_that', says: String(activity.before_that) },
      ...activity.recent.slice(0, 2).map((recent, i) => ({
        source: `dossier.activity.recent[${i}]`,
        says: `${recent.at}, ${recent.direction === 'in' ? 'from them' : 'from us'}: ${recent.subject}`,
      })),
    ],
    claims: [{ subject: 'account.engagement', value: output.engagement }],
  }
}

/** The dossier, wherever in the task's input it stands. A view leaves out what is empty or hidden. */
export function findDossier({ handoff, state }: Task): Dossier | undefined {
  const found = [handoff, ...Object.values(state)].find(
    (value) => isRecord(value) && isRecord(value['deal']) && isRecord(value['activity']),
  ) as Dossier | undefined
  if (!found) return undefined
  const { contact, news, missing, activity } = found as Partial<Dossier>
  return {
    ...found,
    contact: { name: null, email: null, phone: null, ...contact, role: contact?.role ?? null },
    news: news ?? [],
    missing: missing ?? [],
    activity: { ...found.activity, recent: activity?.recent ?? [] },
  }
}

export function signalsOf(dossier: Dossier): Signals {
  const { activity, missing } = dossier
  const { last_30_days: now, before_that: before, days_since_last: since } = activity
  const rate = now - before / 3
  const silent = since === null || since > 60
  const tone = toneOf(dossier)
  return {
    engagement: silent ? 'silent' : rate >= 0.8 ? 'rising' : rate <= -1.2 ? 'falling' : 'steady',
    velocity: Number(((now * 7) / 30).toFixed(1)),
    inbound_share: now ? Number((activity.inbound_30_days / now).toFixed(2)) : 0,
    tone,
    risks: risksOf(dossier, tone, silent),
    openings: openingsOf(dossier),
    missing,
  }
}

const daysBefore = (day: string, today: string): number => (Date.parse(today) - Date.parse(day)) / 86_400_000

function toneOf({ activity, as_of: today }: Dossier): Signals['tone'] {
  const inbound = activity.recent.filter(
    ({ at, direction }) => direction === 'in' && daysBefore(at, today) <= 21,
  )
  const says = (tone: string) => inbound.some((one) => one.tone === tone)
  if (says('positive') && says('negative')) return 'mixed'
  return says('negative') ? 'negative' : says('positive') ? 'positive' : 'neutral'
}

function risksOf(
  { activity, contact, news }: Dossier,
  tone: Signals['tone'],
  silent: boolean,
): Signals['risks'] {
  const worst = activity.recent.find(({ direction, tone: one }) => direction === 'in' && one === 'negative')
  const cost = news.find(({ kind }) => kind === 'cost_cutting')
  return [
    ...(silent
      ? [
          {
            code: 'silent',
            says: activity.last_at ? `Nothing since ${activity.last_at}.` : 'No activity at all.',
          },
        ]
      : []),
    ...(tone === 'mixed'
      ? [{ code: 'mixed_messages', says: 'They say yes and no within three weeks.' }]
      : []),
    ...(worst ? [{ code: 'objection', says: `On ${worst.at}: ${worst.subject}.` }] : []),
    ...(contact.role === null ? [{ code: 'no_contact', says: 'The CRM names nobody to talk to.' }] : []),
    ...(cost ? [{ code: 'cost_cutting', says: `${cost.published_at}: ${cost.headline}.` }] : []),
  ]
}

function openingsOf({ activity, news, as_of: today }: Dossier): string[] {
  const warm = activity.recent.filter(({ direction, tone }) => direction === 'in' && tone === 'positive')
  const good = news.filter(
    ({ kind, published_at: at }) => kind !== 'cost_cutting' && daysBefore(at, today) <= 60,
  )
  return [
    ...warm.slice(0, 2).map(({ at, subject }) => `On ${at}: ${subject}.`),
    ...good.slice(0, 2).map(({ published_at, headline }) => `${published_at}: ${headline}.`),
  ]
}
