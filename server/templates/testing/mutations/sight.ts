import type { Agent } from '@/domain/team/agent'
import { field, node } from '@/domain/team/testing/draw-team'
import { add, draw, lead, set } from '@/domain/team/testing/mutate'
import { agent } from '@/domain/team/testing/sales-team'
import {
  agentWith,
  fieldOf,
  hired,
  leads,
  nextVersion,
  sales,
  support,
  unclassified,
  withMore,
  type Breaks,
  type Change,
  type Mutant,
} from '../mutant'
import { operationMutants } from './offered'

/** Every place in the templates where an agent works. */
const JOBS: [on: Breaks, id: string, slug: string][] = [
  [sales, 'dossier', 'retrieval'],
  [sales, 'signals', 'enrichment'],
  [sales, 'draft', 'drafting'],
  [support, 'triage', 'ticket-classifier'],
  [support, 'findings', 'ticket-research'],
  [support, 'draft', 'ticket-drafter'],
  [leads, 'score', 'lead-analyst'],
  [leads, 'background', 'lead-research'],
]

const writing = (on: Breaks): Agent['tools'][number] => ({
  name: 'file_note',
  description: 'Files a note.',
  connection: on === sales ? 'practice-crm' : on === support ? 'practice-helpdesk' : 'practice-leads',
  path: '/notes',
  parameters: { type: 'object' },
  effect: 'write',
})

const agents: Mutant[] = [
  ...JOBS.flatMap(([on, id]) => [
    on(`nobody at ${id}`, `agents.none at node ${id}/agent`, [set(id, { agent: null })]),
    on(`somebody at ${id} who is not there`, `agents.unknown at node ${id}/agent`, [
      set(id, { agent: 'somebody-else' }),
    ]),
  ]),
  ...JOBS.map(([on, id, slug]) =>
    on(`${slug} holds a tool that writes`, `agents.writes at node ${id}/agent`, [
      agentWith(slug, { tools: [writing(on)] }),
    ]),
  ),
]

const newcomer = (more: object): Change =>
  hired(agent('newcomer', { job: 'Helps out where somebody is away.', ...more }))
const standsIn = (on: Breaks, id: string, code: string, more: object): Mutant =>
  on(`one with ${JSON.stringify(more)} stands in at ${id}`, `stand_in.${code} at node ${id}/fallback`, [
    newcomer(more),
    set(id, { fallback: 'newcomer' }),
  ])

const standIn: Mutant[] = [
  ...JOBS.flatMap(([on, id, slug]) => [
    on(`${slug} stands in for itself`, `stand_in.same at node ${id}/fallback`, [set(id, { fallback: slug })]),
    on(`nobody who is there stands in at ${id}`, `stand_in.unknown at node ${id}/fallback`, [
      set(id, { fallback: 'somebody-else' }),
    ]),
  ]),
  standsIn(sales, 'dossier', 'blind', { clearance: 'public' }),
  standsIn(support, 'triage', 'blind', { clearance: 'public' }),
  standsIn(support, 'findings', 'blind', { clearance: 'public' }),
  standsIn(support, 'draft', 'blind', { clearance: 'public' }),
  standsIn(leads, 'score', 'blind', { clearance: 'public' }),
  standsIn(leads, 'background', 'blind', { clearance: 'public' }),
  standsIn(sales, 'signals', 'sees', { clearance: 'public' }),
  standsIn(sales, 'draft', 'sees', { categories: [] }),
  standsIn(support, 'triage', 'sees', { categories: [] }),
  standsIn(support, 'draft', 'sees', { clearance: 'internal' }),
  standsIn(leads, 'score', 'sees', { clearance: 'internal' }),
]

/** An end that says what it hands to whoever called, and says of a field that anybody may see it. */
const opened = (on: Breaks, end: string, ref: string, path: string): Mutant =>
  on(
    `${path} of ${ref} handed to whoever called at ${end}`,
    `classes.loosened at node ${end}/accepts`,
    [
      fieldOf(ref.replace('@1', '@2'), path, (one) => ({
        ...unclassified(one),
        'x-classification': 'public',
      })),
    ],
    { grown: [nextVersion(ref, path, (one) => one), set(end, { accepts: ref.replace('@1', '@2') })] },
  )
/** The same of a field that was hidden from everybody, as nobody had classified it. */
const shown = (on: Breaks, end: string, ref: string): Mutant =>
  on(
    `a field of ${ref} that nobody classified, shown at ${end}`,
    `classes.unclassified at node ${end}/accepts`,
    [
      withMore(ref, 'remark', { type: 'string' }),
      nextVersion(ref, 'remark', () => field('string')),
      set(end, { accepts: ref.replace('@1', '@2') }),
    ],
  )

const classes: Mutant[] = [
  opened(sales, 'done', 'crm.next_action@1', 'amount'),
  opened(sales, 'left', 'crm.next_action@1', 'note'),
  opened(support, 'answered', 'ticket.reply@1', 'refund_amount'),
  opened(support, 'stopped', 'ticket.reply@1', 'reply'),
  opened(leads, 'assigned', 'lead.quality_settled@1', 'value'),
  opened(leads, 'nurtured', 'lead.quality_settled@1', 'value'),
  shown(sales, 'done', 'crm.next_action@1'),
  shown(sales, 'left', 'crm.next_action@1'),
  shown(support, 'answered', 'ticket.reply@1'),
  shown(support, 'stopped', 'ticket.reply@1'),
  shown(sales, 'stopped', 'crm.next_action@1'),
]

/** A loop that tells the one before it what was not good enough. */
const loop = (edge: string, from: string, to: string, until: string): Change[] => [
  add(node('loop', 'enough', { until, feedback: 'Once more, and more carefully.' })),
  lead(edge, 'enough'),
  draw(`enough.done -> ${to}`),
  draw(`enough.again -> ${from}`),
  draw(`enough.exhausted -> ${to}`),
]
const TOLD: [on: Breaks, edge: string, from: string, to: string, until: string, hidden: string[]][] = [
  [
    sales,
    'e_signals',
    'signals',
    'draft',
    'size(signals.missing) < 3',
    ['dossier.deal.amount', 'dossier.contact.email'],
  ],
  [sales, 'e_draft', 'draft', 'checks', 'size(draft.missing) < 3', ['dossier.contact.phone']],
  [
    support,
    'e_findings_out',
    'findings',
    'draft',
    'size(findings.missing) < 3',
    ['ticket.text', 'ticket.subject'],
  ],
  [
    leads,
    'e_background_out',
    'background',
    'settle',
    '!background.flagged',
    ['lead.budget', 'lead.contact_email'],
  ],
]
const told = TOLD.flatMap(([on, edge, from, to, until, hidden]) =>
  hidden.map((path) =>
    on(
      `${from} is told ${path}`,
      'told.hidden at node enough/feedback',
      [set('enough', { feedback: `Not {{ ${path} }}.` })],
      { grown: loop(edge, from, to, until) },
    ),
  ),
)

const CALLS: [on: Breaks, id: string][] = [
  [sales, 'update_crm'],
  [support, 'ticket'],
  [support, 'send_reply'],
  [support, 'update_ticket'],
  [leads, 'keep_warm'],
  [leads, 'notify'],
]
const sent = (on: Breaks, ref: string, name: string, ...at: string[]): Mutant[] => [
  on(
    `${name} of ${ref} is sent and not classified`,
    at.map((place) => `connections.unclassified at node ${place}`),
    [fieldOf(ref, name, unclassified)],
  ),
  on(
    `${name} of ${ref} is restricted, and sent`,
    at.map((place) => `connections.clearance at node ${place}`),
    [fieldOf(ref, name, (one) => ({ ...one, 'x-classification': 'restricted' }))],
  ),
]
const connections: Mutant[] = [
  ...CALLS.flatMap(([on, id]) => [
    on(`no connection at ${id}`, `connections.none at node ${id}/connection`, [
      set(id, { connection: null }),
    ]),
    on(`a connection at ${id} that is not there`, `connections.unknown at node ${id}/connection`, [
      set(id, { connection: 'nowhere' }),
    ]),
  ]),
  ...sent(sales, 'crm.next_action@1', 'stage', 'update_crm/fields/0/value'),
  ...sent(sales, 'crm.next_action@1', 'due_date', 'update_crm/fields/2/value'),
  ...sent(sales, 'crm.next_action@1', 'note', 'update_crm/fields/4/value'),
  ...sent(support, 'ticket.reply@1', 'subject', 'send_reply/fields/2/value'),
  ...sent(support, 'ticket.reply@1', 'reply', 'send_reply/fields/3/value'),
  ...sent(support, 'ticket.reply@1', 'refund_amount', 'update_ticket/fields/3/value'),
  sales(
    'the CRM is cleared for nothing internal',
    ['path', ...[0, 1, 2, 3, 4].map((i) => `fields/${i}/value`)].map(
      (at) => `connections.clearance at node update_crm/${at}`,
    ),
    [
      (file) => ({
        ...file,
        connections: (file.connections ?? []).map((one) => ({ ...one, clearance: 'public' as const })),
      }),
    ],
  ),
]

const unseen = (on: Breaks, ref: string, path: string, ...ids: string[]): Mutant =>
  on(
    `${path} of ${ref} is not classified`,
    ids.map((id) => `views.unclassified at node ${id}`),
    [fieldOf(ref, path, unclassified)],
  )
const lowered = (
  on: Breaks,
  slug: string,
  id: string,
  clearance: 'public' | 'internal',
  code: string,
): Mutant =>
  on(`${slug} is cleared for what is ${clearance} only`, `views.${code} at node ${id}`, [
    agentWith(slug, { clearance }),
  ])
const views: Mutant[] = [
  lowered(sales, 'retrieval', 'dossier', 'public', 'nothing'),
  lowered(support, 'ticket-classifier', 'triage', 'public', 'nothing'),
  lowered(support, 'ticket-research', 'findings', 'public', 'nothing'),
  lowered(support, 'ticket-drafter', 'draft', 'public', 'nothing'),
  lowered(leads, 'lead-analyst', 'score', 'public', 'nothing'),
  lowered(leads, 'lead-research', 'background', 'public', 'nothing'),
  unseen(sales, 'account.dossier@1', 'as_of', 'signals', 'draft'),
  unseen(sales, 'account.signals@1', 'tone', 'draft'),
  unseen(support, 'ticket.opened@1', 'channel', 'triage'),
  unseen(support, 'ticket.triage@1', 'asks_refund', 'findings', 'draft'),
  unseen(support, 'ticket.findings@1', 'delivered_on', 'draft'),
  unseen(leads, 'lead.received@1', 'source', 'score'),
  {
    ...unseen(leads, 'lead.assessment@1', 'score', 'background'),
    follows: { 'connections.unclassified at node notify/fields/2/value': 'the desk is told the score too' },
  },
  lowered(sales, 'drafting', 'draft', 'internal', 'above'),
  lowered(support, 'ticket-classifier', 'triage', 'internal', 'above'),
  lowered(support, 'ticket-research', 'findings', 'internal', 'above'),
  lowered(support, 'ticket-drafter', 'draft', 'internal', 'above'),
  lowered(leads, 'lead-analyst', 'score', 'internal', 'above'),
]

export const sightMutants: Record<string, Mutant[]> = {
  agents,
  stand_in: standIn,
  classes,
  told,
  connections: [...connections, ...operationMutants],
  views,
}
