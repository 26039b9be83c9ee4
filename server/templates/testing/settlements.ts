import { catalogueOf } from '@/domain/team/check-file'
import { compileTeam } from '@/domain/team/compile'
import { node } from '@/domain/team/testing/draw-team'
import { add, draw, lead } from '@/domain/team/testing/mutate'
import { changed, leads, sales, support, type Breaks, type Change, type FileChange } from './mutant'

/** A place in a template where two agents' claims are settled. */
export interface Settlement {
  on: Breaks
  grown: Change[]
  id: string
  subject: string
  /** The nodes of those who claim, their agents, and what they claim. */
  who: readonly [string, string]
  agents: readonly [string, string]
  what: readonly [string, string]
  /** The contracts of what they hand on. */
  refs: readonly [string, string]
  /** How what is settled leads on. */
  out: string
  to: string
  settled: string
}

/** The contract of what is settled, as the studio offers to write it. */
const written: FileChange = (file) => {
  const { problems } = compileTeam(file.document, catalogueOf(file))
  const command = problems.find(({ code }) => code === 'conflict.contract')?.fixes?.[0]?.command
  return command ? changed(file, [command]) : file
}

/** An agent whose own page says that it claims something more. */
export const claiming =
  (slug: string, subject: string): FileChange =>
  (file) => ({
    ...file,
    agents: file.agents.map((one) =>
      one.slug === slug ? { ...one, claims: [...one.claims, subject] } : one,
    ),
  })

/** A settlement drawn right before an end. */
const drawnAt = (
  on: Breaks,
  edge: string,
  to: string,
  subject: string,
  who: [string, string],
  agents: [string, string],
  what: [string, string],
  refs: [string, string],
): Settlement => ({
  on,
  id: 'ruling',
  subject,
  who,
  agents,
  what,
  refs,
  out: `ruling_out_${to}`,
  to,
  settled: `${subject}.settled@1`,
  grown: [
    ...agents.map((slug) => claiming(slug, subject)),
    add(
      node('conflict', 'ruling', {
        subject,
        claims: who.map((claimant, i) => ({ node: claimant, value: what[i] ?? '' })),
        owner: who[0],
      }),
    ),
    lead(edge, 'ruling'),
    draw(`ruling -> ${to}`),
    written,
  ],
})

export const SETTLEMENTS: Settlement[] = [
  {
    on: leads,
    grown: [],
    id: 'settle',
    subject: 'lead.quality',
    who: ['score', 'background'],
    agents: ['lead-analyst', 'lead-research'],
    what: ['score.quality', 'background.quality'],
    refs: ['lead.assessment@1', 'lead.background@1'],
    out: 'e_settle_out',
    to: 'checks',
    settled: 'lead.quality_settled@1',
  },
  drawnAt(
    sales,
    'e_updated',
    'done',
    'deal.urgency',
    ['signals', 'draft'],
    ['enrichment', 'drafting'],
    ['signals.engagement', 'draft.priority'],
    ['account.signals@1', 'crm.next_action@1'],
  ),
  drawnAt(
    sales,
    'e_rejected',
    'left',
    'deal.stage',
    ['dossier', 'draft'],
    ['retrieval', 'drafting'],
    ['dossier.deal.stage', 'draft.stage'],
    ['account.dossier@1', 'crm.next_action@1'],
  ),
  drawnAt(
    support,
    'e_update_ticket_out',
    'answered',
    'ticket.promise',
    ['findings', 'draft'],
    ['ticket-research', 'ticket-drafter'],
    ['findings.order_status', 'draft.promise'],
    ['ticket.findings@1', 'ticket.reply@1'],
  ),
  drawnAt(
    leads,
    'e_notify_out',
    'assigned',
    'lead.worth',
    ['score', 'background'],
    ['lead-analyst', 'lead-research'],
    ['score.quality', 'background.size'],
    ['lead.assessment@1', 'lead.background@1'],
  ),
]
