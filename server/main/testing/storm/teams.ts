import { agentSchema, type Agent } from '@/domain/team/agent'
import type { Bundle } from '@/domain/team/bundle'
import type { TeamDocument } from '@/domain/team/document'
import { isStaffed } from '@/domain/team/staff'
import { contract, drawTeam, field, idField, node } from '@/domain/team/testing/draw-team'
import { hubTeam } from '@/domain/team/testing/hub-team'
import { letters, publishable, rounds, twoOpinions } from '@/server/engine/testing/drawn-teams'
import type { Random } from '@/server/practice/random'

export const canaryOf = (agent: string): string => `CANARY-${agent}-7f3a`
export const CANARY = /CANARY-([a-z]+)-7f3a/g

const AGENTS = ['drafter', 'credit', 'fit', 'writer', 'judge', 'lead']

/** Half of them begin with the models of one provider, half with those of the other. */
const agents: Agent[] = AGENTS.map((slug, i) =>
  agentSchema.parse({
    slug,
    name: slug,
    job: `Works as ${slug}`,
    instructions: `Keep this to yourself: ${canaryOf(slug)}.`,
    owner: 'Ada Example',
    clearance: 'confidential',
    categories: ['pii', 'financial'],
    autonomy: 2,
    models: i % 2 ? ['b-one', 'b-two'] : [],
  }),
)

const deal = drawTeam({
  contracts: [
    contract('case@1', { case_id: idField() }),
    contract('note@1', { case_id: idField(), amount: field('number') }),
  ],
  nodes: [
    node('trigger', 'start', { produces: 'case@1', title: 'Case {{ start.case_id }}' }),
    node('agent', 'draft', { agent: 'drafter', accepts: 'case@1', produces: 'note@1' }),
    node('rules', 'checks', {
      rules: [{ id: 'A-1', name: 'Amount', when: 'draft.amount > 600', then: 'review', message: 'much' }],
    }),
    node('human', 'approval', { question: 'Write {{ draft.amount }}?' }),
    node('action', 'update', {
      connection: 'crm',
      method: 'PATCH',
      path: '/cases/{{ draft.case_id }}',
      fields: [{ name: 'amount', label: '', value: 'draft.amount' }],
      accepts: 'note@1',
    }),
    node('end', 'done'),
    node('end', 'no', { outcome: 'rejected' }),
  ],
  edges: [
    'start -> draft',
    'draft -> checks',
    'checks.pass -> update',
    'checks.review -> approval',
    'approval.approved -> update',
    'approval.rejected -> no',
    'approval.sent_back -> draft',
    'update -> done',
  ],
})

/** Two more attempts and one repair each; half of the twenty seconds may go by in the line. */
const tenacious = (team: TeamDocument): TeamDocument => ({
  ...team,
  nodes: team.nodes.map((each) =>
    isStaffed(each)
      ? { ...each, retries: 2, repairs: 1, timeoutSeconds: 20, maxOutputTokens: 300 }
      : each.kind === 'action'
        ? { ...each, retries: 4, timeoutSeconds: 5 }
        : each,
  ),
})

const lead = { name: 'Brightwater' }
const drawn: Record<string, { team: TeamDocument; input: (i: number, random: Random) => object }> = {
  deal: { team: deal, input: (i) => ({ case_id: `C-${i}` }) },
  opinions: { team: twoOpinions(), input: () => lead },
  letters: {
    team: letters({ failed: 'skip', tolerate: 1 }),
    input: (i, random) => ({
      lines: Array.from({ length: random.int(2, 4) }, (_, line) => ({ sku: `S-${i}-${line}` })),
    }),
  },
  rounds: { team: rounds(), input: () => lead },
  hub: { team: hubTeam({}, ['lead', 'credit', 'fit']), input: () => lead },
}

export interface StormTeam {
  slug: string
  bundle: Bundle
  input: (i: number, random: Random) => Record<string, unknown>
}

/** One of each pattern, and an input for a run of it. */
export const stormTeams = (): StormTeam[] =>
  Object.entries(drawn).map(([slug, { team, input }]) => ({
    slug,
    bundle: publishable(tenacious({ ...team, name: slug }), { agents }),
    input: input as StormTeam['input'],
  }))
