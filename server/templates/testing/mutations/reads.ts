import { field, node } from '@/domain/team/testing/draw-team'
import { add, draw, lead, put, set } from '@/domain/team/testing/mutate'
import { agent } from '@/domain/team/testing/sales-team'
import {
  agentWith,
  drawn,
  fieldOf,
  hired,
  leads,
  optional,
  sales,
  support,
  type Breaks,
  type Change,
  type Mutant,
} from '../mutant'

const reads = (on: Breaks, id: string, path: string, before: string[] = []): Mutant =>
  on(`${id} reads ${path}, which comes later`, `assigned.path at node ${id}/reads/${before.length}`, [
    set(id, { reads: [...before, path] }),
  ])
/** One rule of a gate with another condition. */
const tests = (id: string, index: number, when: string): Change =>
  drawn(({ nodes }) => ({
    nodes: nodes.map((one) =>
      one.id === id && one.kind === 'rules'
        ? { ...one, rules: one.rules.map((rule, i) => (i === index ? { ...rule, when } : rule)) }
        : one,
    ),
  }))
const names = (on: Breaks, id: string, text: 'title' | 'question', path: string): Mutant =>
  on(`the ${text} of ${id} names ${path}`, `assigned.never at node ${id}/${text}`, [
    set(id, { [text]: `About {{ ${path} }}` }),
  ])
const missing = (on: Breaks, ref: string, name: string, ...at: string[]): Mutant =>
  on(
    `${name} of ${ref} may be missing`,
    at.map((one) => `assigned.optional at node ${one}`),
    [optional(ref, name)],
  )
const nullable = (on: Breaks, ref: string, name: string, ...at: string[]): Mutant =>
  on(
    `${name} of ${ref} may be empty`,
    at.map((one) => `assigned.empty at node ${one}`),
    [fieldOf(ref, name, ({ type, ...rest }) => ({ ...rest, type: [type, 'null'] }))],
  )

const FINISHER = hired(agent('finisher', { job: 'Sums up what was done in one line.' }))
const NOTE = put('extra.note@1', { score: field('integer', { 'x-classification': 'internal' }) })
const one = (id: string): Change => add(node('agent', id, { agent: 'finisher', produces: 'extra.note@1' }))

/** A person who sends back to one who comes only behind what the person decides. */
const back = (on: Breaks, person: string, ending: [edge: string, to: string], sentBack?: string): Mutant => {
  const [edge, to] = ending
  const handoff = sentBack ?? `${person}_sent_back_later`
  return on(
    `${person} sends back to one before ${to}`,
    `assigned.return at handoff ${handoff}`,
    [sentBack === undefined ? draw(`${person}.sent_back -> later`) : lead(sentBack, 'later')],
    {
      grown: [
        FINISHER,
        NOTE,
        add(
          node('action', 'look', {
            connection:
              on === sales ? 'practice-crm' : on === support ? 'practice-helpdesk' : 'practice-leads',
            effect: 'read',
            method: 'GET',
            produces: 'extra.note@1',
          }),
        ),
        one('later'),
        lead(edge, 'look'),
        draw('look -> later'),
        draw(`later -> ${to}`),
      ],
    },
  )
}

const assigned: Mutant[] = [
  reads(sales, 'dossier', 'signals'),
  reads(sales, 'signals', 'draft.priority'),
  reads(support, 'triage', 'findings'),
  reads(support, 'findings', 'draft.promise', ['ticket.order_id']),
  reads(leads, 'score', 'background'),
  reads(leads, 'background', 'settle.value', ['lead.company']),
  support('a rule about what comes later', 'assigned.path at node sorted/rules/1/when', [
    tests('sorted', 1, 'draft.refund_amount > 50'),
  ]),
  names(sales, 'start', 'title', 'dossier.account.name'),
  names(support, 'start', 'title', 'ticket.id'),
  names(support, 'sort_out', 'question', 'draft.subject'),
  names(support, 'sort_out', 'question', 'findings.missing'),
  names(leads, 'start', 'title', 'lead.company'),
  names(leads, 'start', 'title', 'settle.value'),
  missing(sales, 'crm.next_action@1', 'priority', 'update_crm/fields/3/value'),
  missing(sales, 'crm.next_action@1', 'note', 'update_crm/fields/4/value'),
  missing(support, 'ticket.findings@1', 'refundable', 'checks/rules/0/when'),
  missing(support, 'ticket.reply@1', 'reply', 'send_reply/fields/3/value'),
  missing(leads, 'lead.background@1', 'territory', 'route/routes/2/when'),
  missing(leads, 'lead.background@1', 'objected', 'checks/rules/0/when'),
  nullable(sales, 'crm.next_action@1', 'amount', 'checks/rules/0/when'),
  nullable(sales, 'crm.next_action@1', 'missing', 'checks/rules/2/when'),
  nullable(support, 'ticket.findings@1', 'refundable', 'checks/rules/0/when'),
  nullable(support, 'ticket.findings@1', 'articles', 'checks/rules/4/when'),
  nullable(support, 'ticket.reply@1', 'refund_amount', 'checks/rules/0/when', 'checks/rules/2/when'),
  nullable(leads, 'lead.received@1', 'company', 'notify/fields/2/value'),
  back(sales, 'approval', ['e_updated', 'done'], 'e_sent_back'),
  back(support, 'approval', ['e_update_ticket_out', 'answered'], 'e_approval_sent_back'),
  back(support, 'sort_out', ['e_update_ticket_out', 'answered'], 'e_sort_out_sent_back'),
  back(leads, 'manager', ['e_notify_out', 'assigned']),
  back(leads, 'manager', ['e_keep_warm_out', 'nurtured']),
]

const fault = (on: Breaks, id: string, index: number, when: string): Mutant =>
  on(`the condition ${when}`, `expressions.fault at node ${id}/rules/${index}/when`, [tests(id, index, when)])

const expressions: Mutant[] = [
  {
    ...fault(sales, 'checks', 0, 'draft.amout > 25000'),
    follows: {
      'trust.decided at node update_crm': 'no contract holds a field that is not there to anything but words',
    },
  },
  fault(sales, 'checks', 2, 'size(draft.missing)'),
  fault(support, 'sorted', 1, "triage.category == 'others'"),
  fault(support, 'checks', 3, "triage.sentiment > 3 || triage.urgency == 'high'"),
  fault(leads, 'checks', 0, 'background.objected &&'),
  fault(leads, 'checks', 1, 'lead.status'),
  sales('a summary of an unknown field', 'expressions.fault at node update_crm/summary', [
    set('update_crm', { summary: 'Update {{ dossier.deal.title }}' }),
  ]),
  support('a view of an unknown field', 'expressions.fault at node findings/reads/0', [
    set('findings', { reads: ['ticket.order'] }),
  ]),
  leads('a question that cannot be read', 'expressions.fault at node manager/question', [
    set('manager', { question: 'Route {{ lead.company + }}?' }),
  ]),
]

const asks = (id: string, to: string): Change[] => [
  set(id, { asksBack: { max: 2 } }),
  draw(`${id}.request -> ${to}`),
]
const nobody = (on: Breaks, id: string, to: string): Mutant =>
  on(`${id} asks ${to} for more`, `requests.nobody at handoff ${id}_request_${to}`, asks(id, to))

/** One whom seldom a run comes by, and who is asked by one behind. */
const past = (on: Breaks, edge: string, to: string, when: string, by = to): Mutant =>
  on(
    `${by} asks one whom some paths leave out before ${to}`,
    `requests.path at handoff ${by}_request_second`,
    asks(by, 'second'),
    {
      grown: [
        FINISHER,
        NOTE,
        one('second'),
        add(node('router', 'which', { routes: [{ port: 'seldom', label: '', when }] })),
        lead(edge, 'which'),
        draw(`which.default -> ${to}`),
        draw('which.seldom -> second'),
        draw(`second -> ${to}`),
        set(to, { accepts: null }),
      ],
    },
  )

const words = (on: Breaks, id: string, to: string, ...changes: Change[]): Mutant =>
  on(`${id} asks ${to}, who may see less`, `requests.words at node ${id}/asksBack`, [
    ...asks(id, to),
    ...changes,
  ])

const requests: Mutant[] = [
  nobody(sales, 'draft', 'approval'),
  nobody(support, 'triage', 'ticket'),
  nobody(support, 'findings', 'ticket'),
  nobody(leads, 'score', 'lead'),
  nobody(leads, 'background', 'lead'),
  past(sales, 'e_dossier', 'signals', 'size(start.account_id) > 9'),
  past(sales, 'e_signals', 'draft', 'size(signals.missing) > 3'),
  past(support, 'e_ticket_out', 'triage', 'size(start.ticket_id) > 9'),
  past(support, 'e_findings_out', 'draft', 'size(findings.missing) > 3'),
  past(leads, 'e_lead_out', 'score', 'size(start.lead_id) > 9', 'background'),
  past(leads, 'e_score_out', 'background', 'score.score < 5'),
  words(sales, 'draft', 'signals'),
  words(sales, 'draft', 'dossier', agentWith('retrieval', { categories: ['pii'] })),
  {
    ...words(support, 'draft', 'findings', agentWith('ticket-research', { clearance: 'internal' })),
    follows: { 'views.above at node findings': 'nor does it see the sums in what it is handed' },
  },
  words(support, 'findings', 'triage', agentWith('ticket-classifier', { categories: ['pii'] })),
  words(support, 'draft', 'triage', agentWith('ticket-classifier', { categories: ['pii'] })),
  {
    ...words(leads, 'background', 'score', agentWith('lead-analyst', { clearance: 'public' })),
    follows: { 'views.nothing at node score': 'nor does it see anything of the lead it is handed' },
  },
]

export const readMutants: Record<string, Mutant[]> = { assigned, expressions, requests }
