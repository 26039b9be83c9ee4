import { node } from '@/domain/team/testing/draw-team'
import { add, draw, lead, set } from '@/domain/team/testing/mutate'
import { agent } from '@/domain/team/testing/sales-team'
import {
  agentWith,
  drawn,
  fieldOf,
  hired,
  leads,
  sales,
  support,
  type Breaks,
  type Change,
  type Mutant,
} from '../mutant'

const open = (writes: readonly string[]): string[] => writes.map((id) => `gated.open at node ${id}`)

/** An event between a gate and the writes that it lets through. */
const waits = (on: Breaks, edge: string, to: string, writes: readonly string[] = [to]): Mutant =>
  on(`an event between ${edge} and ${to}`, open(writes), [
    add(node('wait', 'between', { event: 'day.began' })),
    lead(edge, 'between'),
    draw(`between -> ${to}`),
  ])

/** The agent that made it works on what was let through already. */
const reworks = (
  on: Breaks,
  edge: string,
  to: string,
  slug: string,
  produces: string,
  writes: readonly string[] = [to],
): Mutant =>
  on(`${slug} between ${edge} and ${to}`, open(writes), [
    add(node('agent', 'between', { agent: slug, produces })),
    lead(edge, 'between'),
    draw(`between -> ${to}`),
  ])

const refused = (on: Breaks, edge: string, to: string, lost: string, writes = [to]): Mutant =>
  on(`${edge} leads to the write`, open(writes), [lead(edge, to)], {
    follows: { [`reachable.never at node ${lost}`]: 'nothing else led to this end' },
  })

const WRITES = ['keep_warm', 'to_enterprise', 'to_europe', 'to_inside', 'notify']
const ANSWERS = ['send_reply', 'update_ticket']

const gated: Mutant[] = [
  waits(sales, 'e_pass', 'update_crm'),
  waits(sales, 'e_approved', 'update_crm'),
  waits(support, 'e_checks_pass', 'send_reply', ANSWERS),
  waits(leads, 'e_checks_pass', 'route', WRITES),
  waits(leads, 'e_manager_approved', 'route', WRITES),
  waits(leads, 'e_route_europe', 'to_europe', ['to_europe', 'notify']),
  reworks(sales, 'e_pass', 'update_crm', 'drafting', 'crm.next_action@1'),
  reworks(sales, 'e_approved', 'update_crm', 'drafting', 'crm.next_action@1'),
  reworks(support, 'e_approval_approved', 'send_reply', 'ticket-drafter', 'ticket.reply@1', ANSWERS),
  refused(sales, 'e_rejected', 'update_crm', 'left'),
  refused(sales, 'e_reject', 'update_crm', 'stopped'),
  refused(support, 'e_checks_reject', 'send_reply', 'stopped', ANSWERS),
  support('what was not open is marked as answered', 'gated.open at node update_ticket', [
    lead('e_approval_rejected', 'update_ticket'),
  ]),
]

const decided = (on: Breaks, id: string, index: number, when: string, ...writes: string[]): Mutant =>
  on(
    `a way by ${when}`,
    writes.map((write) => `trust.decided at node ${write}`),
    [
      drawn(({ nodes }) => ({
        nodes: nodes.map((one) => {
          if (one.id !== id) return one
          const at = <T>(list: T[]) => list.map((each, i) => (i === index ? { ...each, when } : each))
          if (one.kind === 'rules') return { ...one, rules: at(one.rules) }
          return one.kind === 'router' ? { ...one, routes: at(one.routes) } : one
        }),
      })),
    ],
  )
const address = (on: Breaks, id: string, path: string): Mutant =>
  on(`${id} writes to ${path}`, `trust.address at node ${id}/path`, [set(id, { path })])
const unread = (on: Breaks, id: string, index: number): Mutant =>
  on(`field ${index} of ${id} not said to be only read`, `trust.words at node ${id}/fields/${index}/value`, [
    drawn(({ nodes }) => ({
      nodes: nodes.map((one) =>
        one.id === id && one.kind === 'action'
          ? { ...one, fields: one.fields.map((each, i) => (i === index ? plain(each) : each)) }
          : one,
      ),
    })),
  ])
const plain = <T extends { readByPeople?: boolean | undefined }>({ readByPeople: _read, ...rest }: T) => rest
/** An agent's word that nothing holds to listed values any more. */
const talkative = (on: Breaks, ref: string, name: string, id: string, index: number): Mutant =>
  on(`${name} of ${ref} in words`, `trust.words at node ${id}/fields/${index}/value`, [
    fieldOf(ref, name, ({ enum: _listed, pattern: _form, ...rest }) => ({ ...rest, type: 'string' })),
  ])

const CHOSEN = 'the draft is made anew on the way that the words choose, and so it bears their choice'

const trust: Mutant[] = [
  decided(sales, 'checks', 0, "draft.note.contains('urgent')", 'update_crm'),
  decided(sales, 'checks', 3, "dossier.deal.next_step == 'Call'", 'update_crm'),
  decided(support, 'checks', 4, "triage.question.contains('refund')", 'send_reply', 'update_ticket'),
  {
    ...decided(support, 'sorted', 0, "ticket.text.startsWith('Dear')", ...ANSWERS),
    follows: {
      'trust.words at node send_reply/fields/0/value': CHOSEN,
      'trust.words at node update_ticket/fields/3/value': CHOSEN,
    },
  },
  decided(leads, 'checks', 2, "background.flag_reason.contains('insolvency')", ...WRITES),
  // The conditions of one router are not told apart: all its ways hang on each.
  decided(leads, 'route', 1, "lead.message.contains('enterprise')", ...WRITES),
  address(sales, 'update_crm', '/deals/{{ draft.note }}'),
  address(sales, 'update_crm', '/deals/{{ draft.next_step }}'),
  address(support, 'send_reply', '/messages/{{ draft.subject }}'),
  address(support, 'update_ticket', '/tickets/{{ ticket.subject }}'),
  address(leads, 'keep_warm', '/leads/{{ lead.company }}'),
  address(leads, 'notify', '/notifications/{{ background.flag_reason }}'),
  unread(sales, 'update_crm', 1),
  unread(sales, 'update_crm', 4),
  unread(support, 'send_reply', 2),
  unread(support, 'send_reply', 3),
  unread(leads, 'notify', 2),
  talkative(sales, 'crm.next_action@1', 'priority', 'update_crm', 3),
  talkative(sales, 'crm.next_action@1', 'due_date', 'update_crm', 2),
]

const supervised = (on: Breaks, slug: string, id: string): Mutant =>
  on(`${slug} is supervised`, `autonomy.person at node ${id}`, [agentWith(slug, { autonomy: 1 })])

const autonomy: Mutant[] = [
  supervised(sales, 'retrieval', 'dossier'),
  supervised(sales, 'enrichment', 'signals'),
  supervised(sales, 'drafting', 'draft'),
  supervised(support, 'ticket-classifier', 'triage'),
  supervised(support, 'ticket-research', 'findings'),
  supervised(support, 'ticket-drafter', 'draft'),
  supervised(leads, 'lead-analyst', 'score'),
  supervised(leads, 'lead-research', 'background'),
]

const REVIEWER = agent('reviewer', { job: 'Looks over what another has decided.' })
/** A supervisor and a person for its doubts, drawn into a handoff. */
const review = (edge: string, to: string, more: object = {}): Change[] => [
  hired(REVIEWER),
  add(node('supervisor', 'review', { agent: 'reviewer', ...more })),
  add(node('human', 'doubt')),
  lead(edge, 'review'),
  draw(`review.approved -> ${to}`),
  draw('review.escalated -> doubt'),
  draw(`doubt.approved -> ${to}`),
]

const REVIEWS: [on: Breaks, edge: string, to: string, worker: string][] = [
  [sales, 'e_dossier', 'signals', 'retrieval'],
  [sales, 'e_draft', 'checks', 'drafting'],
  [support, 'e_triage_out', 'sorted', 'ticket-classifier'],
  [support, 'e_findings_out', 'draft', 'ticket-research'],
  [support, 'e_draft_out', 'checks', 'ticket-drafter'],
  [leads, 'e_score_out', 'background', 'lead-analyst'],
]

const supervisor: Mutant[] = [
  ...REVIEWS.flatMap(([on, edge, to, worker]) => {
    const grown = review(edge, to)
    return [
      on(
        `${worker} reviews its own work`,
        'supervisor.self at node review/agent',
        [set('review', { agent: worker })],
        { grown },
      ),
      on(
        `the work of ${worker} let through half seen`,
        'supervisor.blind at node review/agent',
        [agentWith('reviewer', { clearance: on === leads ? 'public' : 'internal', categories: [] })],
        {
          grown,
          follows: {
            [on === leads ? 'views.nothing at node review' : 'views.above at node review']:
              'its own view says so too',
          },
        },
      ),
      on(
        `doubts about ${worker} that no person hears of`,
        'supervisor.person at handoff review_escalated_' + to,
        [{ type: 'node.remove', id: 'doubt' }, draw(`review.escalated -> ${to}`)],
        { grown },
      ),
    ]
  }),
  ...(
    [
      [sales, 'e_start', 'dossier'],
      [support, 'e_start_out', 'ticket'],
      [support, 'e_ticket_out', 'triage'],
      [leads, 'e_start_out', 'lead'],
      [leads, 'e_lead_out', 'score'],
    ] as const
  ).map(([on, edge, to]) =>
    on(`no decision to review before ${to}`, 'supervisor.nobody at node review/agent', review(edge, to)),
  ),
]

export const gateMutants: Record<string, Mutant[]> = { gated, trust, autonomy, supervisor }
