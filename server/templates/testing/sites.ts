import { node } from '@/domain/team/testing/draw-team'
import { add, draw } from '@/domain/team/testing/mutate'
import { leads, sales, support, type Breaks, type Change } from './mutant'

/** A handoff of a template that something is drawn into. */
export interface Site {
  on: Breaks
  edge: string
  to: string
  /** A connection of the template. */
  connection: string
  /** The contract of what crosses it. */
  carries: string
  /** A condition of what every run begins with, that seldom holds. */
  seldom: string
}

const of = {
  sales: { on: sales, connection: 'practice-crm', seldom: 'size(start.account_id) > 9' },
  support: { on: support, connection: 'practice-helpdesk', seldom: 'size(start.ticket_id) > 9' },
  leads: { on: leads, connection: 'practice-leads', seldom: 'size(start.lead_id) > 9' },
}

/** Between two steps, where what comes in is what goes on. */
export const BETWEEN: readonly Site[] = [
  { ...of.sales, edge: 'e_dossier', to: 'signals', carries: 'account.dossier@1' },
  { ...of.support, edge: 'e_findings_out', to: 'draft', carries: 'ticket.findings@1' },
  { ...of.leads, edge: 'e_score_out', to: 'background', carries: 'lead.assessment@1' },
]

/** Right before an end, which takes whatever comes. */
export const BEFORE_ENDS: readonly Site[] = [
  { ...of.sales, edge: 'e_updated', to: 'done', carries: 'crm.next_action@1' },
  { ...of.sales, edge: 'e_rejected', to: 'left', carries: 'crm.next_action@1' },
  { ...of.support, edge: 'e_update_ticket_out', to: 'answered', carries: 'ticket.reply@1' },
  { ...of.support, edge: 'e_checks_reject', to: 'stopped', carries: 'ticket.reply@1' },
  { ...of.leads, edge: 'e_notify_out', to: 'assigned', carries: 'lead.quality_settled@1' },
  { ...of.leads, edge: 'e_manager_rejected', to: 'dropped', carries: 'lead.quality_settled@1' },
]

/** A call that only looks something up. */
export const looksUp = (id: string, { connection }: Site, produces: string): Change =>
  add(node('action', id, { connection, effect: 'read', method: 'GET', path: `/${id}`, produces }))

/** A person on the way of `from`, who lets through to `to`. */
export const asksPerson = (id: string, from: string, to: string): Change[] => [
  add(node('human', id)),
  draw(`${from} -> ${id}`),
  draw(`${id}.approved -> ${to}`),
]
