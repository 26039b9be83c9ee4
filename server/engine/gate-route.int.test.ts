import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Bundle } from '@/domain/team/bundle'
import { nodeSchema } from '@/domain/team/node'
import { decideReview } from '@/server/services/review/decide'
import { getReview } from '@/server/services/review/get'
import { previewEdit } from '@/server/services/review/preview'
import { startRun } from '@/server/services/run/start'
import { dealBundle } from './testing/bundle'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  await bench.team('desks', behindRouter())
})
afterAll(() => bench.close())

/** Large deals go to one desk, all others to another; a person decides before. */
function behindRouter(): Bundle {
  const bundle = dealBundle()
  const { update, approval } = bundle.nodes
  const draft = { slot: 'draft', contract: 'deal.note@1' }
  const edge = (port: string, to: string) => ({ id: `${port}_${to}`, port, to, carries: draft })
  const large = { port: 'large', label: 'Large', when: 'draft.amount > 5000' }
  const added = [
    nodeSchema.parse({ kind: 'router', id: 'desk', name: 'Which desk', routes: [large] }),
    nodeSchema.parse({ ...update, id: 'key_accounts', name: 'Key accounts' }),
  ]
  return {
    ...bundle,
    nodes: {
      ...bundle.nodes,
      ...Object.fromEntries(added.map((node) => [node.id, node])),
      approval: nodeSchema.parse({ ...approval, maxSendBacks: 0 }),
    },
    next: {
      ...bundle.next,
      approval: [edge('approved', 'desk'), edge('rejected', 'no')],
      desk: [edge('large', 'key_accounts'), edge('default', 'update')],
      key_accounts: [edge('out', 'done')],
    },
  }
}

it('who approves before a router is shown, and asked for, only what will be sent; an edit may turn it', async () => {
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 2000 }))
  const reviewer = bench.context(['reviewer'], 'usr_reviewer')
  const { id } = await startRun(bench.context(['operator']), { team: 'desks', input: { deal_id: 'D-1' } })
  const [waits] = (await bench.settled(id)).reviews
  const review = await getReview(reviewer, { id: waits?.id ?? '' })
  expect(review.view.effects.map(({ node }) => node)).toEqual(['update'])

  const edit = { deal_id: 'D-1', amount: 9000 }
  const preview = await previewEdit(reviewer, { id: review.id, edit })
  expect(preview.effects.map(({ node }) => node)).toEqual(['key_accounts'])

  await decideReview(reviewer, {
    id: review.id,
    verdict: { decision: 'approve', digest: review.digest, reason: 'It grew.', edit },
  })
  const run = await bench.settled(id)
  expect(run.status).toBe('done')
  const verdict = run.steps.find(({ node }) => node === 'approval')?.result.verdict
  expect(verdict?.effects.map(({ node }) => node)).toEqual(['key_accounts'])
  const sent = await bench.db.prisma.effect.findMany({ where: { runId: id } })
  expect(sent).toMatchObject([{ node: 'key_accounts', status: 'done' }])
})
