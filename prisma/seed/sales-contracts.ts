import { PRIORITIES, STAGES } from '@/server/practice/crm-data'
import { day, financial, internal, list, object, oneOf, open, orNull, personal } from './fields'
import { share, text, whole, word } from './fields'

const accountId = word(8, 20, 'Account in the CRM, as in acc-0007')
const dealId = {
  ...word(10, 20, 'Deal in the CRM, as in deal-00012'),
  pattern: '^deal-[0-9]{5}$',
}
const missing = internal(
  list(internal(text(60)), 10, { description: 'What is needed and not in the CRM, in a few words each' }),
)

export const request = {
  name: 'account.request',
  version: 1,
  description: 'An account to look at.',
  schema: object({
    account_id: internal({ ...accountId, pattern: '^acc-[0-9]{4}$', examples: ['acc-0001'] }),
  }),
}

export const dossier = {
  name: 'account.dossier',
  version: 1,
  description: 'All that the CRM knows of an account and its deal, and what is missing.',
  schema: object({
    as_of: internal(day('The day the CRM was read')),
    account: internal(
      object({
        id: internal(accountId),
        name: open(word(1, 120)),
        industry: open(text(80)),
        region: open(text(80)),
        segment: open(oneOf(['small', 'midsize', 'enterprise'])),
        employees: open(whole(0)),
        status: internal(oneOf(['prospect', 'customer'])),
        owner: internal(text(120, 'Sales representative')),
      }),
    ),
    contact: internal(
      object({
        role: internal(orNull(text(80, 'Null when the CRM names nobody'))),
        name: personal(orNull(text(120))),
        email: personal(orNull(text(200))),
        phone: personal(orNull(text(40))),
      }),
    ),
    deal: internal(
      object({
        id: internal(dealId),
        name: internal(text(200)),
        open: internal({ type: 'boolean', description: 'False: the last deal, closed' }),
        stage: internal(oneOf(STAGES)),
        amount: financial({ type: 'number', minimum: 0, description: 'US dollars' }),
        close_date: internal(day()),
        priority: internal(oneOf(PRIORITIES)),
        next_step: internal(orNull(text(500))),
        next_step_due: internal(orNull(day())),
        updated_at: internal(day()),
      }),
    ),
    activity: internal(
      object({
        last_at: internal(orNull(day())),
        days_since_last: internal(orNull(whole(0))),
        last_30_days: internal(whole(0)),
        before_that: internal(whole(0, 'In the 90 days before the last 30')),
        inbound_30_days: internal(whole(0)),
        meetings_30_days: internal(whole(0)),
        recent: internal(
          list(
            object({
              at: internal(day()),
              type: internal(oneOf(['email', 'call', 'meeting', 'note'])),
              direction: internal(oneOf(['in', 'out'])),
              tone: internal(oneOf(['positive', 'neutral', 'negative'])),
              subject: internal(text(200)),
            }),
            5,
          ),
        ),
      }),
    ),
    news: open(
      list(object({ published_at: open(day()), kind: open(text(40)), headline: open(text(300)) }), 3, {
        description: 'The latest, newest first',
      }),
    ),
    missing,
  }),
}

export const signals = {
  name: 'account.signals',
  version: 1,
  description: 'How the account moves: engagement, risks, openings.',
  schema: object({
    engagement: internal(oneOf(['rising', 'steady', 'falling', 'silent'])),
    velocity: internal({
      type: 'number',
      minimum: 0,
      description: 'Activities a week over the last 30 days',
    }),
    inbound_share: internal(share('Share of the last 30 days’ activities that came from them')),
    tone: internal(oneOf(['positive', 'neutral', 'negative', 'mixed'])),
    risks: internal(
      list(object({ code: internal(text(40)), says: internal(text(300)) }), 6, {
        description: 'Each with what in the dossier shows it',
      }),
    ),
    openings: internal(list(internal(text(300)), 4)),
    missing,
  }),
}

export const nextAction = {
  name: 'crm.next_action',
  version: 1,
  description: 'What the deal should say next in the CRM.',
  schema: object({
    deal_id: internal(dealId),
    stage: internal(oneOf(STAGES)),
    amount: financial({ type: 'number', minimum: 0, description: 'As it stands in the CRM, US dollars' }),
    next_step: internal(word(5, 500)),
    due_date: internal(day()),
    priority: internal(oneOf(PRIORITIES)),
    note: internal(text(2000)),
    missing,
  }),
}
