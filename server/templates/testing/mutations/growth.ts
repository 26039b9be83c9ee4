import { field, node } from '@/domain/team/testing/draw-team'
import { add, cut, draw, lead, put, set } from '@/domain/team/testing/mutate'
import { agent } from '@/domain/team/testing/sales-team'
import type { CheckOptions } from '@/domain/team/check-file'
import type { SetBudget } from '@/domain/team/cost/priced'
import { MICROS_PER_DOLLAR } from '@/domain/budget/money'
import { SANDBOX_MODELS } from '@/server/practice/sandbox-model'
import { templateFolder } from '../../folders'
import {
  agentWith,
  fieldOf,
  hired,
  leads,
  nextVersion,
  sales,
  support,
  type Breaks,
  type Change,
  type Mutant,
} from '../mutant'

const JOBS = ['Sums up what was done in one line.', 'Counts how long each step has taken.']
const score = field('integer', { 'x-classification': 'internal' })
/** An agent that notes something on the way to an end. */
const noting = (i: number, edge: string, to: string, claims: string[] = []): Change[] => [
  hired(agent(`helper-${i}`, { job: JOBS[i] ?? '', claims })),
  put(`extra.note_${i}@1`, { score }),
  add(node('agent', `noting_${i}`, { agent: `helper-${i}`, produces: `extra.note_${i}@1` })),
  lead(edge, `noting_${i}`),
  draw(`noting_${i} -> ${to}`),
]

const crowded = (on: Breaks, edge: string, to: string): Mutant =>
  on(`five agents and no hub, two of them before ${to}`, 'advice.hub', [
    ...noting(0, edge, to),
    ...noting(1, `noting_0_out_${to}`, to),
  ])

const sameJob = (on: Breaks, slug: string, job: string): Mutant =>
  on(`${slug} does the job of another`, 'advice.job', [agentWith(slug, { job })])

const sameClaim = (on: Breaks, [one, end]: [string, string], [other, last]: [string, string]): Mutant =>
  on(
    `two who decide the same before ${end} and before ${last}`,
    'advice.claims',
    [...noting(0, one, end, ['matter.rank']), ...noting(1, other, last, ['matter.rank'])],
    on === leads ? {} : { follows: { 'advice.hub': 'it takes two agents more, and there is no hub' } },
  )

const overrides = (on: Breaks, edge: string, to: string, ref: string): Mutant =>
  on(`${ref} handed on anew before ${to}`, 'advice.override at node polish', [
    hired(agent('polisher', { job: 'Puts the finishing touches to it.' })),
    add(node('agent', 'polish', { agent: 'polisher', produces: ref })),
    lead(edge, 'polish'),
    draw(`polish -> ${to}`),
  ])

const loose = (on: Breaks, edge: string, to: string, isBlind: boolean): Mutant =>
  on(
    `anything handed to ${to}`,
    'advice.validation at handoff first_out_' + to,
    [
      hired(agent('sorter', { job: 'Puts what comes in into an order.' })),
      {
        type: 'contract.put',
        contract: { name: 'extra.loose', version: 1, description: '', schema: { type: 'object' } },
      },
      add(node('agent', 'first', { agent: 'sorter', produces: 'extra.loose@1' })),
      lead(edge, 'first'),
      draw(`first -> ${to}`),
      set(to, { accepts: null }),
    ],
    {
      follows: {
        [`views.${isBlind ? 'nothing' : 'unclassified'} at node ${to}`]:
          'no field of it is named, and so none is shown',
      },
    },
  )

/** A person's approval that leads to no write any more. */
const unattended = (on: Breaks, write: string, ...changes: Change[]): Mutant =>
  on(`nobody who approves (${changes.length} changes)`, `advice.person at node ${write}`, changes)
const withoutSorting = (to: string): Change[] => [
  lead('e_sort_out_approved', to),
  cut('e_sort_out_sent_back'),
  lead('e_approval_approved', to),
  cut('e_approval_sent_back'),
]

const unnamed = (on: Breaks, ref: string, name: string): Mutant =>
  on(
    `a second version of ${ref} that nobody names`,
    `advice.contract at contract ${ref.replace('@1', '@2')}`,
    [nextVersion(ref, name, (one) => one)],
  )

const advice: Mutant[] = [
  crowded(sales, 'e_updated', 'done'),
  crowded(sales, 'e_rejected', 'left'),
  crowded(sales, 'e_reject', 'stopped'),
  crowded(support, 'e_update_ticket_out', 'answered'),
  crowded(support, 'e_checks_reject', 'stopped'),
  sameJob(sales, 'drafting', 'Reads from the dossier how the account moves: engagement, risks, openings.'),
  sameJob(sales, 'enrichment', 'Collects everything the CRM knows of the account into one dossier.'),
  sameJob(sales, 'retrieval', 'Proposes the next action for a deal, ready to be written into the CRM.'),
  sameJob(
    support,
    'ticket-drafter',
    'Reads a ticket and says how urgent, what kind it is, and what is asked.',
  ),
  sameJob(support, 'ticket-classifier', 'Finds in the order and in the handbook what answers the question.'),
  sameClaim(sales, ['e_updated', 'done'], ['e_rejected', 'left']),
  sameClaim(sales, ['e_updated', 'done'], ['e_reject', 'stopped']),
  sameClaim(support, ['e_update_ticket_out', 'answered'], ['e_checks_reject', 'stopped']),
  sameClaim(support, ['e_update_ticket_out', 'answered'], ['e_sorted_reject', 'not_open']),
  sameClaim(leads, ['e_notify_out', 'assigned'], ['e_keep_warm_out', 'nurtured']),
  overrides(sales, 'e_dossier', 'signals', 'account.dossier@1'),
  overrides(sales, 'e_signals', 'draft', 'account.signals@1'),
  overrides(sales, 'e_draft', 'checks', 'crm.next_action@1'),
  overrides(support, 'e_findings_out', 'draft', 'ticket.findings@1'),
  overrides(support, 'e_draft_out', 'checks', 'ticket.reply@1'),
  overrides(leads, 'e_score_out', 'background', 'lead.assessment@1'),
  loose(sales, 'e_dossier', 'signals', true),
  loose(sales, 'e_signals', 'draft', false),
  loose(support, 'e_ticket_out', 'triage', true),
  loose(support, 'e_findings_out', 'draft', false),
  loose(leads, 'e_score_out', 'background', false),
  unattended(sales, 'update_crm', lead('e_approved', 'left'), cut('e_sent_back')),
  unattended(sales, 'update_crm', lead('e_approved', 'stopped'), cut('e_sent_back')),
  unattended(support, 'send_reply', ...withoutSorting('by_hand')),
  unattended(support, 'send_reply', ...withoutSorting('stopped')),
  unattended(
    leads,
    'keep_warm',
    lead('e_manager_approved', 'dropped'),
    ...noting(0, 'e_notify_out', 'assigned'),
  ),
  unnamed(sales, 'account.signals@1', 'tone'),
  unnamed(sales, 'crm.next_action@1', 'note'),
  unnamed(support, 'ticket.findings@1', 'missing'),
  unnamed(support, 'ticket.reply@1', 'reply'),
  unnamed(leads, 'lead.background@1', 'size'),
]

const models = SANDBOX_MODELS.map(({ name, tier, inMicrosPerMTok, outMicrosPerMTok }) => ({
  name,
  tier,
  sandbox: true,
  inMicrosPerMTok: String(inMicrosPerMTok),
  outMicrosPerMTok: String(outMicrosPerMTok),
}))
const KEYS = new Map<Breaks, string>([
  [sales, 'sales-operations'],
  [support, 'customer-support'],
  [leads, 'lead-routing'],
])
/** Prices as the sandbox has them, and the budget that the template brings, or another. */
const money = (on: Breaks, dollars?: number, more: Partial<SetBudget> = {}): CheckOptions => {
  const key = KEYS.get(on) ?? ''
  const cap = Math.round((dollars ?? templateFolder(key).about.budget) * Number(MICROS_PER_DOLLAR))
  const budget = { scope: 'team', subject: key, period: 'run', capMicros: String(cap), hard: true } as const
  return { slug: key, models, budgets: [{ ...budget, ...more }] }
}

/** Where agents work in the templates, and who. */
const WORK: [on: Breaks, id: string, slug: string][] = [
  [sales, 'dossier', 'retrieval'],
  [sales, 'signals', 'enrichment'],
  [sales, 'draft', 'drafting'],
  [support, 'triage', 'ticket-classifier'],
  [support, 'findings', 'ticket-research'],
  [support, 'draft', 'ticket-drafter'],
  [leads, 'score', 'lead-analyst'],
  [leads, 'background', 'lead-research'],
]

const unlimited = (ref: string, path: string): Change =>
  fieldOf(ref, path, ({ maxLength: _length, maxItems: _items, ...rest }) => rest)
const UNLIMITED: [on: Breaks, ref: string, path: string][] = [
  [sales, 'account.dossier@1', 'account.name'],
  [sales, 'account.signals@1', 'openings'],
  [support, 'ticket.opened@1', 'text'],
  [support, 'ticket.triage@1', 'question'],
  [support, 'ticket.findings@1', 'articles'],
  [leads, 'lead.received@1', 'company'],
]

/** A text or list without an end, and who is shown it. */
const endless = (on: Breaks, ref: string, path: string, ...ids: string[]): Mutant =>
  on(
    `${path} of ${ref} of any length`,
    ids.map((id) => `cost.open at node ${id}`),
    [unlimited(ref, path)],
    { options: money(on) },
  )

const cost: Mutant[] = [
  ...(
    [
      [sales, 'draft'],
      [support, 'triage'],
      [leads, 'background'],
    ] as const
  ).flatMap(([on, dearest]) =>
    (['run', 'day'] as const).map((period) =>
      on(`a budget below one call a ${period}`, `cost.never at node ${dearest}`, [], {
        options: money(on, 0.000_001, { period }),
      }),
    ),
  ),
  ...WORK.map(([on, id]) =>
    on(`the longest answers at ${id}`, 'cost.over', [set(id, { maxOutputTokens: 32_000, retries: 10 })], {
      options: money(on),
    }),
  ),
  endless(sales, 'account.dossier@1', 'account.name', 'signals', 'draft'),
  endless(sales, 'account.signals@1', 'openings', 'draft'),
  endless(support, 'ticket.opened@1', 'text', 'triage'),
  endless(support, 'ticket.findings@1', 'articles', 'draft'),
  endless(leads, 'lead.received@1', 'company', 'score', 'background'),
  endless(leads, 'lead.assessment@1', 'reasons', 'background'),
  ...UNLIMITED.map(([on, ref, path]) =>
    on(
      `${path} of ${ref} of any length, and no budget`,
      `cost.length at contract ${ref}/schema/properties/${path.replace('.', '/properties/')}`,
      [unlimited(ref, path)],
      {
        options: { models },
      },
    ),
  ),
  ...WORK.map(([on, id, slug]) =>
    on(
      `${slug} may use only a model that is not there`,
      `cost.unknown at node ${id}/agent`,
      [agentWith(slug, { models: ['m-gone'] })],
      { options: money(on) },
    ),
  ),
]

export const growthMutants: Record<string, Mutant[]> = { advice, cost }
