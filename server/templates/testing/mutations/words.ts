import { node } from '@/domain/team/testing/draw-team'
import { add, draw, lead, set } from '@/domain/team/testing/mutate'
import { agent } from '@/domain/team/testing/sales-team'
import { UNPROVABLE } from '@/domain/team/testing/unprovable'
import {
  fieldOf,
  hired,
  leads,
  nextVersion,
  sales,
  support,
  withMore,
  type Breaks,
  type Change,
  type Mutant,
} from '../mutant'
import { BEFORE_ENDS } from '../sites'

const empty = (on: Breaks, id: string, field: 'question' | 'summary' | 'path'): Mutant =>
  on(`no ${field} at ${id}`, `texts.empty at node ${id}/${field}`, [set(id, { [field]: '' })])

const texts: Mutant[] = [
  empty(sales, 'approval', 'question'),
  empty(sales, 'update_crm', 'summary'),
  empty(support, 'approval', 'question'),
  empty(support, 'sort_out', 'question'),
  empty(support, 'send_reply', 'summary'),
  empty(support, 'ticket', 'path'),
  empty(leads, 'manager', 'question'),
  empty(leads, 'keep_warm', 'path'),
  empty(leads, 'notify', 'summary'),
]

const unknown = (on: Breaks, id: string): Mutant =>
  on(`${id} takes what is nowhere`, `contracts.unknown at node ${id}/accepts`, [
    set(id, { accepts: 'nobody.knows@1' }),
  ])

/** A run that begins with anything, and what cannot be told of it any more. */
const begun = (on: Breaks, ref: string, follows: Record<string, string>): Mutant[] => [
  on(
    'nothing said of what a run begins with',
    'contracts.input at node start/produces',
    [set('start', { produces: null })],
    { follows },
  ),
  on(
    'no contract of what a run begins with',
    'contracts.input at node start/produces',
    [
      set('start', { produces: null }),
      set(on === sales ? 'dossier' : on === support ? 'ticket' : 'lead', { accepts: null }),
      { type: 'contract.remove', ref },
    ],
    { follows },
  ),
]
const SENT = 'what a run begins with is sent, and nothing says how sensitive it is'

const wrongSchema = (on: Breaks, ref: string, name: string, wrong: Record<string, unknown>): Mutant =>
  on(
    `${name} of ${ref} with ${JSON.stringify(wrong)}`,
    `file.invalid at contract ${ref}/schema/properties/${name}/${Object.keys(wrong)[0] ?? ''}`,
    [fieldOf(ref, name, (field) => ({ ...field, ...wrong }))],
  )

const unsaid = BEFORE_ENDS.map(({ on, edge, to }) =>
  on(`one before ${to} who says not what comes of it`, 'contracts.output at node more/produces', [
    hired(agent('silent', { job: 'Thinks about it and says nothing.' })),
    add(node('agent', 'more', { agent: 'silent' })),
    lead(edge, 'more'),
    draw(`more -> ${to}`),
  ]),
)

const contracts: Mutant[] = [
  ...unsaid,
  unknown(sales, 'signals'),
  unknown(sales, 'update_crm'),
  unknown(sales, 'done'),
  unknown(support, 'draft'),
  unknown(support, 'update_ticket'),
  unknown(leads, 'background'),
  unknown(leads, 'dropped'),
  ...begun(sales, 'account.request@1', {}),
  ...begun(support, 'ticket.request@1', { 'connections.unclassified at node ticket/path': SENT }),
  ...begun(leads, 'lead.request@1', { 'connections.unclassified at node lead/path': SENT }),
  wrongSchema(sales, 'account.signals@1', 'velocity', { multipleOf: -1 }),
  wrongSchema(sales, 'crm.next_action@1', 'note', { maxLength: 'long' }),
  wrongSchema(support, 'ticket.triage@1', 'question', { pattern: '(' }),
  wrongSchema(support, 'ticket.findings@1', 'delivered_on', { type: ['string', 'date'] }),
  wrongSchema(leads, 'lead.received@1', 'source', { enum: 'website' }),
  wrongSchema(leads, 'lead.background@1', 'flag_reason', { minLength: -1 }),
]

/** A target that takes less than comes. */
const narrowed = (
  on: Breaks,
  to: string,
  edges: string[],
  ref: string,
  field: string,
  limit: Record<string, unknown>,
): Mutant =>
  on(
    `${to} takes ${field} of ${ref} only as ${JSON.stringify(limit)}`,
    edges.map((edge) => `handoff.misfit at handoff ${edge}`),
    [nextVersion(ref, field, (one) => ({ ...one, ...limit })), set(to, { accepts: ref.replace('@1', '@2') })],
  )

/** A source that brings more than is taken. */
const widened = (
  on: Breaks,
  from: string,
  edges: string[],
  ref: string,
  field: string,
  wider: Record<string, unknown>,
): Mutant =>
  on(
    `${from} brings ${field} of ${ref} as ${JSON.stringify(wider)}`,
    edges.map((edge) => `handoff.misfit at handoff ${edge}`),
    [
      nextVersion(ref, field, (one) => ({ ...one, ...wider })),
      set(from, { produces: ref.replace('@1', '@2') }),
    ],
  )

const UNPROVED: [on: Breaks, ref: string, to: string, edge: string][] = [
  [sales, 'account.dossier@1', 'signals', 'e_dossier'],
  [sales, 'account.signals@1', 'draft', 'e_signals'],
  [support, 'ticket.opened@1', 'triage', 'e_ticket_out'],
  [support, 'ticket.findings@1', 'draft', 'e_findings_out'],
  [leads, 'lead.assessment@1', 'background', 'e_score_out'],
]
const marked = (pattern: string) => ({ type: 'string', pattern, 'x-classification': 'internal' })

/** A gate before an end to which a run may come from two places, with different things. */
const mixed = (
  on: Breaks,
  ending: [edge: string, to: string],
  early: [edge: string, to: string, when: string],
) => {
  const [[edge, to], [from, next, when]] = [ending, early]
  return on(`different things before ${to}, one from before ${next}`, 'handoff.mixed at node look', [
    add(node('human', 'look', { question: 'Is that all?' })),
    lead(edge, 'look'),
    draw(`look.approved -> ${to}`),
    add(node('router', 'which', { routes: [{ port: 'seldom', label: '', when }] })),
    lead(from, 'which'),
    draw(`which.default -> ${next}`),
    draw('which.seldom -> look'),
  ] satisfies Change[])
}

const handoff: Mutant[] = [
  narrowed(sales, 'signals', ['e_dossier'], 'account.dossier@1', 'deal.stage', { enum: ['proposal'] }),
  narrowed(sales, 'draft', ['e_signals'], 'account.signals@1', 'velocity', { maximum: 100 }),
  narrowed(sales, 'update_crm', ['e_pass', 'e_approved'], 'crm.next_action@1', 'note', { maxLength: 500 }),
  narrowed(support, 'triage', ['e_ticket_out'], 'ticket.opened@1', 'text', { minLength: 1 }),
  narrowed(support, 'findings', ['e_sorted_pass', 'e_sort_out_approved'], 'ticket.triage@1', 'asked_amount', {
    type: 'integer',
  }),
  narrowed(leads, 'score', ['e_lead_out'], 'lead.received@1', 'employees', { type: 'integer' }),
  narrowed(leads, 'background', ['e_score_out'], 'lead.assessment@1', 'reasons', { minItems: 1 }),
  widened(sales, 'draft', ['e_pass', 'e_approved'], 'crm.next_action@1', 'priority', {
    enum: ['low', 'medium', 'high', 'none'],
  }),
  widened(support, 'draft', ['e_checks_pass', 'e_approval_approved'], 'ticket.reply@1', 'subject', {
    maxLength: 500,
  }),
  widened(support, 'draft', ['e_checks_pass', 'e_approval_approved'], 'ticket.reply@1', 'reply', {
    maxLength: 4000,
  }),
  widened(leads, 'score', ['e_score_out'], 'lead.assessment@1', 'score', { maximum: 1000 }),
  ...UNPROVED.map(([on, ref, to, edge], i) => {
    const [name, sub, sup] = UNPROVABLE[i] as (typeof UNPROVABLE)[number]
    return on(`${edge} by ${name}`, `handoff.unproved at handoff ${edge}`, [
      withMore(ref, 'mark', marked(sub)),
      nextVersion(ref, 'mark', () => marked(sup)),
      set(to, { accepts: ref.replace('@1', '@2') }),
    ])
  }),
  mixed(sales, ['e_rejected', 'left'], ['e_dossier', 'signals', 'size(start.account_id) > 9']),
  mixed(sales, ['e_rejected', 'left'], ['e_signals', 'draft', 'size(signals.missing) > 3']),
  mixed(support, ['e_checks_reject', 'stopped'], ['e_ticket_out', 'triage', "ticket.status == 'closed'"]),
  mixed(support, ['e_checks_reject', 'stopped'], ['e_findings_out', 'draft', 'size(findings.missing) > 3']),
  mixed(leads, ['e_manager_rejected', 'dropped'], ['e_lead_out', 'score', "lead.status == 'dropped'"]),
  mixed(leads, ['e_manager_rejected', 'dropped'], ['e_score_out', 'background', 'score.score < 5']),
]

export const wordMutants: Record<string, Mutant[]> = { texts, contracts, handoff }
