import { node } from '@/domain/team/testing/draw-team'
import { add, cut, draw, lead, set } from '@/domain/team/testing/mutate'
import { drawn, leads, sales, support, type Breaks, type Change, type Mutant } from '../mutant'

/** Each template's beginning: the contract of it, and what it hands over to. */
const BEGINNINGS: [on: Breaks, contract: string, edge: string, to: string][] = [
  [sales, 'account.request@1', 'e_start', 'dossier'],
  [support, 'ticket.request@1', 'e_start_out', 'ticket'],
  [leads, 'lead.request@1', 'e_start_out', 'lead'],
]

const inPlaceOfTrigger = (made: Parameters<typeof node>[0], fields: object): Change =>
  drawn(({ nodes }) => ({
    nodes: nodes.map((one) => (one.id === 'start' ? node(made, 'start', fields) : one)),
  }))

const triggers: Mutant[] = [
  ...BEGINNINGS.flatMap(([on, contract]) => [
    on('an event where a run began', 'trigger.missing', [
      inPlaceOfTrigger('wait', { event: 'work.came', produces: contract }),
    ]),
    on('another system where a run began', 'trigger.missing', [
      inPlaceOfTrigger('action', {
        connection: on === sales ? 'practice-crm' : on === support ? 'practice-helpdesk' : 'practice-leads',
        effect: 'read',
        method: 'GET',
        produces: contract,
      }),
    ]),
  ]),
  ...(
    [
      ...BEGINNINGS.map(([on, contract, , to]) => [on, contract, to] as const),
      [sales, 'account.dossier@1', 'signals'],
      [support, 'ticket.opened@1', 'triage'],
      [leads, 'lead.received@1', 'score'],
    ] as const
  ).map(([on, contract, to]) =>
    on(`a second beginning before ${to}`, 'trigger.many at node also', [
      add(node('trigger', 'also', { produces: contract })),
      draw(`also -> ${to}`),
    ]),
  ),
]

const ledPast = (on: Breaks, edge: string, to: string, lost: string): Mutant =>
  on(`${edge} leads to ${to}`, `reachable.never at node ${lost}`, [lead(edge, to)])

const reached: Mutant[] = [
  ledPast(sales, 'e_rejected', 'stopped', 'left'),
  ledPast(sales, 'e_reject', 'left', 'stopped'),
  ledPast(support, 'e_sorted_reject', 'stopped', 'not_open'),
  ledPast(support, 'e_checks_reject', 'by_hand', 'stopped'),
  ledPast(leads, 'e_keep_warm_out', 'assigned', 'nurtured'),
  ledPast(leads, 'e_manager_rejected', 'stopped', 'dropped'),
  ...[sales, support, leads].map((on) =>
    on('an end that nothing leads to', 'reachable.never at node lost', [add(node('end', 'lost'))]),
  ),
]

const open = (on: Breaks, edge: string, from: string): Mutant =>
  on(`no handoff ${edge}`, `ports.open at node ${from}`, [cut(edge)])
const second = (on: Breaks, from: string, to: string): Mutant =>
  on(`two handoffs by ${from}`, `ports.many at handoff ${edgeId(from, to)}`, [draw(`${from} -> ${to}`)])
const edgeId = (from: string, to: string): string =>
  `${from.includes('.') ? from.replace('.', '_') : `${from}_out`}_${to}`
/** A handoff that leads into the beginning, as only a file can bring it. */
const intoStart = (on: Breaks, edge: string): Mutant =>
  on(`${edge} leads into the beginning`, `ports.closed at handoff ${edge}`, [
    drawn(({ edges }) => ({
      edges: edges.map((one) => (one.id === edge ? { ...one, to: { node: 'start' } } : one)),
    })),
  ])

const ports: Mutant[] = [
  open(sales, 'e_pass', 'checks'),
  open(sales, 'e_approved', 'approval'),
  open(support, 'e_approval_approved', 'approval'),
  open(support, 'e_checks_pass', 'checks'),
  open(support, 'e_sort_out_approved', 'sort_out'),
  open(leads, 'e_manager_approved', 'manager'),
  open(leads, 'e_to_europe_out', 'to_europe'),
  second(sales, 'draft', 'approval'),
  second(sales, 'approval.rejected', 'stopped'),
  second(support, 'checks.reject', 'by_hand'),
  second(support, 'update_ticket', 'by_hand'),
  second(leads, 'route.default', 'to_europe'),
  second(leads, 'keep_warm', 'assigned'),
  intoStart(sales, 'e_sent_back'),
  intoStart(support, 'e_approval_sent_back'),
  intoStart(support, 'e_sort_out_sent_back'),
  intoStart(support, 'e_approval_rejected'),
  intoStart(support, 'e_sort_out_rejected'),
]

/** A router that leads on as before, and seldom somewhere else. */
const seldom = (on: Breaks, edge: string, to: string, condition: string, elsewhere: string): Change[] => [
  add(node('router', 'which', { routes: [{ port: 'seldom', label: '', when: condition }] })),
  lead(edge, 'which'),
  draw(`which.default -> ${to}`),
  draw(`which.seldom -> ${elsewhere}`),
]

const AROUND: [on: Breaks, edge: string, to: string, condition: string, from: string][] = [
  [sales, 'e_dossier', 'signals', 'size(start.account_id) > 9', 'dossier'],
  [sales, 'e_signals', 'draft', 'size(signals.missing) > 3', 'signals'],
  [support, 'e_ticket_out', 'triage', 'size(start.ticket_id) > 9', 'ticket'],
  [support, 'e_findings_out', 'draft', 'size(findings.missing) > 3', 'findings'],
  [leads, 'e_lead_out', 'score', 'size(start.lead_id) > 9', 'lead'],
  [leads, 'e_score_out', 'background', 'size(score.reasons) > 3', 'score'],
]

const ends: Mutant[] = [
  ...AROUND.map(([on, edge, to, condition, from]) =>
    on(`round ${from} without a bound`, 'ends.unbounded at node which', [
      ...seldom(on, edge, to, condition, from),
      set(from, { accepts: null }),
    ]),
  ),
  ...AROUND.map(([on, edge, to, condition]) =>
    on(`two that lead to each other before ${to}`, 'ends.never at node again', [
      add(node('timer', 'later')),
      add(node('timer', 'again')),
      ...seldom(on, edge, to, condition, 'later'),
      draw('later -> again'),
      draw('again -> later'),
    ]),
  ),
]

export const shapeMutants: Record<string, Mutant[]> = { trigger: triggers, reachable: reached, ports, ends }
