import { teamDocumentSchema, type TeamDocument } from '@/domain/team/document'
import { CRM_SLUG } from './sales-agents'
import { dossier, nextAction, request, signals } from './sales-contracts'

export const SALES_TEAM_SLUG = 'sales-operations'

/** Stages in their order, for the rule that none goes back unseen. */
const RANKS =
  "{'qualification': 1, 'discovery': 2, 'proposal': 3, 'negotiation': 4, 'closed_won': 5, 'closed_lost': 5}"

/**
 * Retrieval, enrichment and drafting, a gate of rules, a person where a rule asks for one, and the update of the CRM. The
 * normal case needs no person.
 */
export function salesTeam(): TeamDocument {
  return teamDocumentSchema.parse({
    format: 1,
    name: 'Sales operations',
    description: 'Reads an account, works out what to do next, and writes it into the CRM.',
    goal: 'Every open deal has a next step that follows from what the account did.',
    contracts: [request, dossier, signals, nextAction],
    nodes: [
      {
        kind: 'trigger',
        id: 'start',
        name: 'Account to review',
        produces: 'account.request@1',
        title: 'Account {{ start.account_id }}',
      },
      {
        kind: 'agent',
        id: 'dossier',
        name: 'Collect dossier',
        agent: 'retrieval',
        accepts: 'account.request@1',
        produces: 'account.dossier@1',
        task: 'Collect the dossier of this account from the CRM.',
        maxOutputTokens: 2000,
      },
      {
        kind: 'agent',
        id: 'signals',
        name: 'Read signals',
        agent: 'enrichment',
        accepts: 'account.dossier@1',
        produces: 'account.signals@1',
        task: 'Read from the dossier how this account moves.',
        maxOutputTokens: 1200,
      },
      {
        kind: 'agent',
        id: 'draft',
        name: 'Draft next action',
        agent: 'drafting',
        accepts: 'account.signals@1',
        produces: 'crm.next_action@1',
        reads: ['dossier'],
        task: 'Propose the next action for the deal.',
        maxOutputTokens: 1200,
      },
      {
        kind: 'rules',
        id: 'checks',
        name: 'Sales rules',
        rules: [
          {
            id: 'S-1',
            name: 'Deals above $25,000 are seen by a person',
            when: 'draft.amount > 25000',
            then: 'review',
            message: 'The deal is worth ${{ draft.amount }}, above $25,000',
          },
          {
            id: 'S-2',
            name: 'Drafting is sure enough',
            when: 'decision.draft.confidence < 0.7',
            then: 'review',
            message: 'Drafting is {{ decision.draft.confidence }} sure, below 0.7',
          },
          {
            id: 'S-3',
            name: 'Nothing is missing',
            when: 'size(draft.missing) > 0',
            then: 'review',
            message: 'Missing in the CRM: {{ draft.missing }}',
          },
          {
            id: 'S-4',
            name: 'No deal goes back a stage unseen',
            when: `${RANKS}[draft.stage] < ${RANKS}[dossier.deal.stage]`,
            then: 'review',
            message: 'It would go back from {{ dossier.deal.stage }} to {{ draft.stage }}',
          },
          {
            id: 'S-5',
            name: 'The draft is about this deal, at its amount',
            when: 'draft.deal_id != dossier.deal.id || draft.amount != dossier.deal.amount',
            then: 'reject',
            message: 'The draft names {{ draft.deal_id }} at ${{ draft.amount }}; the CRM has another',
          },
        ],
      },
      {
        kind: 'human',
        id: 'approval',
        name: 'Sales lead decides',
        question: 'Write this next step for {{ dossier.account.name }} into the CRM?',
        fourEyes: true,
        dueHours: 8,
        risk: 'medium',
      },
      {
        kind: 'action',
        id: 'update_crm',
        name: 'Update CRM',
        connection: CRM_SLUG,
        effect: 'write',
        method: 'PATCH',
        path: '/deals/{{ draft.deal_id }}',
        summary: 'Update {{ dossier.deal.name }}',
        accepts: 'crm.next_action@1',
        idempotent: true,
        fields: [
          { name: 'stage', label: 'Stage', value: 'draft.stage', before: 'dossier.deal.stage' },
          {
            name: 'next_step',
            label: 'Next step',
            value: 'draft.next_step',
            before: 'dossier.deal.next_step',
            readByPeople: true,
          },
          {
            name: 'next_step_due',
            label: 'Due',
            value: 'draft.due_date',
            before: 'dossier.deal.next_step_due',
          },
          { name: 'priority', label: 'Priority', value: 'draft.priority', before: 'dossier.deal.priority' },
          { name: 'note', label: 'Note', value: 'draft.note', readByPeople: true },
        ],
      },
      { kind: 'end', id: 'done', name: 'CRM is up to date', outcome: 'done' },
      { kind: 'end', id: 'left', name: 'Left as it was', outcome: 'rejected' },
      { kind: 'end', id: 'stopped', name: 'Stopped by a rule', outcome: 'rejected' },
    ],
    edges: [
      { id: 'e_start', from: { node: 'start' }, to: { node: 'dossier' } },
      { id: 'e_dossier', from: { node: 'dossier' }, to: { node: 'signals' } },
      { id: 'e_signals', from: { node: 'signals' }, to: { node: 'draft' } },
      { id: 'e_draft', from: { node: 'draft' }, to: { node: 'checks' } },
      { id: 'e_pass', from: { node: 'checks', port: 'pass' }, to: { node: 'update_crm' } },
      { id: 'e_review', from: { node: 'checks', port: 'review' }, to: { node: 'approval' } },
      { id: 'e_reject', from: { node: 'checks', port: 'reject' }, to: { node: 'stopped' } },
      { id: 'e_approved', from: { node: 'approval', port: 'approved' }, to: { node: 'update_crm' } },
      { id: 'e_rejected', from: { node: 'approval', port: 'rejected' }, to: { node: 'left' } },
      { id: 'e_sent_back', from: { node: 'approval', port: 'sent_back' }, to: { node: 'draft' } },
      { id: 'e_updated', from: { node: 'update_crm' }, to: { node: 'done' } },
    ],
    layout: {
      positions: {
        start: { x: 440, y: 40 },
        dossier: { x: 440, y: 188 },
        signals: { x: 440, y: 336 },
        draft: { x: 440, y: 484 },
        checks: { x: 440, y: 632 },
        approval: { x: 920, y: 632 },
        stopped: { x: 20, y: 776 },
        update_crm: { x: 440, y: 848 },
        left: { x: 920, y: 848 },
        done: { x: 440, y: 996 },
      },
      notes: [
        {
          id: 'note_threshold',
          text: 'Agreed with the sales leads: up to $25,000, complete and clear, nobody needs to look. A. Quill',
          x: 60,
          y: 40,
          width: 260,
        },
      ],
    },
  })
}
