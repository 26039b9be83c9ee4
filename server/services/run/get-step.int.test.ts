import { beforeEach, expect, it } from 'vitest'
import { newId } from '@/server/db/id'
import { useDesk } from '../testing/desk'
import { getStep } from './get-step'
import type { Context } from '../context'

const desk = useDesk()
const result = { output: { text: 'Hello' }, envelope: { rationale: 'Because' } }
let ctx: Context
let run: string

beforeEach(async () => {
  ctx = await desk.enter()
  run = newId('run')
  await desk.db().prisma.run.create({
    data: {
      ...{ id: run, workspaceId: desk.workspaceId(), teamId: 'team_a', versionId: 'ver_a', title: 'A run' },
      ...{ status: 'done', input: {}, startedBy: ctx.actor },
    },
  })
  await desk.db().prisma.step.create({
    data: {
      ...{ runId: run, node: 'write', iteration: 2, attempt: 1, branch: '0', kind: 'agent' },
      ...{ status: 'done', port: 'out', result, startedAt: new Date() },
    },
  })
})

it('gives all that an attempt left', async () => {
  expect(await getStep(ctx, { id: run, node: 'write', iteration: 2, attempt: 1 })).toEqual({ result })
})

it('knows no other attempt, and nothing of another workspace', async () => {
  const other = await desk.enter()
  for (const [who, attempt] of [
    [ctx, 0],
    [other, 1],
  ] as const)
    await expect(getStep(who, { id: run, node: 'write', iteration: 2, attempt })).rejects.toThrow(
      'There is no such step',
    )
})
