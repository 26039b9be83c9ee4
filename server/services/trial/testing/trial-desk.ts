import { setTimeout as sleep } from 'node:timers/promises'
import type { TeamCase } from '@/domain/team/case'
import type { TeamDocument } from '@/domain/team/document'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { saying, startEngineBench } from '@/server/engine/testing/engine-bench'
import { settleTrials } from '@/server/engine/trials'
import { wakeDue } from '@/server/engine/wake-due'
import { putAgent } from '../../agent/put'
import { createTeam } from '../../team/create'
import { readBench, type TrialResult } from '../bench'

export type TrialDesk = Awaited<ReturnType<typeof startTrialDesk>>

/** A workspace with a writer at work, and all that is done over and over to try its teams. */
export async function startTrialDesk() {
  const bench = await startEngineBench()
  const operator = bench.context(['operator'], 'usr_op')
  await putAgent(operator, { agent: WRITER })
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 5000 }))
  let made = 0
  return {
    ...bench,
    operator,
    reviewer: bench.context(['reviewer'], 'usr_rev'),
    async team(document = deals()): Promise<string> {
      const { slug } = await createTeam(operator, { name: `Deals ${++made}`, document })
      return slug
    },
    /** The results by case once none goes on; does what a worker does in turns. */
    async results(slug: string): Promise<Record<string, TrialResult | null>> {
      for (const until = Date.now() + 30_000; ;) {
        await wakeDue(bench.db.pool)
        await settleTrials(bench.db)
        const { cases } = await readBench(operator, { slug })
        if (cases.every(({ last }) => last && !['queued', 'running'].includes(last.status)))
          return Object.fromEntries(cases.map(({ case: { name }, last }) => [name, last]))
        if (Date.now() > until) throw new Error('a case still runs')
        await sleep(30)
      }
    },
  }
}

const WRITER = {
  slug: 'writer',
  name: 'Writer',
  job: 'Writes notes',
  owner: 'Ada Example',
  clearance: 'internal',
  autonomy: 2,
}

/** Checked, so that it may decide where something is sent. */
const dealId = field('string', { pattern: '^D-[0-9]{1,6}$', maxLength: 8 })

export const ask = contract('deal.ask@1', { deal_id: dealId })

/** start → draft (agent) → checks (rules), by way of a person when the amount is large → an hour's pause → update. */
export const deals = (): TeamDocument =>
  drawTeam({
    contracts: [ask, contract('deal.note@1', { deal_id: dealId, amount: field('number', { minimum: 0 }) })],
    nodes: [
      node('trigger', 'start', { produces: 'deal.ask@1', title: 'Deal {{ start.deal_id }}' }),
      node('agent', 'draft', { agent: 'writer', accepts: 'deal.ask@1', produces: 'deal.note@1' }),
      node('rules', 'checks', {
        rules: [{ id: 'A-1', name: 'Amount', when: 'draft.amount > 1000', then: 'review', message: 'Large' }],
      }),
      node('human', 'approval', {
        question: 'Write {{ draft.amount }}?',
        fourEyes: true,
        reasonRequired: true,
      }),
      node('timer', 'pause', { seconds: 3600 }),
      node('action', 'update', {
        connection: 'crm',
        method: 'PATCH',
        path: '/deals/{{ draft.deal_id }}',
        fields: [{ name: 'amount', label: 'Amount', value: 'draft.amount' }],
        accepts: 'deal.note@1',
      }),
      node('end', 'done'),
    ],
    edges: [
      'start -> draft',
      'draft -> checks',
      'checks.pass -> pause',
      'checks.review -> approval',
      'approval.approved -> pause',
      'pause -> update',
      'update -> done',
    ],
  })

export const input = { deal_id: 'D-1' }
export const small = { output: { deal_id: 'D-1', amount: 5 } }
export const large = { output: { deal_id: 'D-1', amount: 5000 } }

export const caseOf = (name: string, more: Partial<TeamCase>): TeamCase => ({
  name,
  kind: 'normal',
  input,
  expect: { ends: 'done' },
  ...more,
})

/** What of a result was not as expected. */
export const missed = (result: TrialResult | null | undefined): [pointer: string, seen: string][] =>
  (result?.checked ?? []).filter(({ held }) => !held).map(({ pointer, seen }) => [pointer, seen])
