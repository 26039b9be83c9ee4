import { describe, expect, it } from 'vitest'
import { newId } from '@/server/db/id'
import { agent, drawn, failure, useDesk } from '../testing/desk'
import { listAgents } from './list'
import { putAgent } from './put'
import { resumeAgent } from './resume'
import { stopAgent } from './stop'
import { createTeam } from '../team/create'

const desk = useDesk()
const { enter, kinds } = desk

describe('agents', () => {
  it('are put once, changed by revision, and refused with pointers', async () => {
    const ctx = await enter()
    expect(await putAgent(ctx, { agent, create: true })).toMatchObject({ slug: 'writer', revision: 1 })
    expect((await failure(putAgent(ctx, { agent, create: true }))).code).toBe('conflict')
    expect(await putAgent(ctx, { agent, revision: 1 })).toMatchObject({ revision: 1 })
    const changed = { ...agent, clearance: 'restricted' }
    expect(await putAgent(ctx, { agent: changed, revision: 1 })).toMatchObject({ revision: 2 })
    expect((await failure(putAgent(ctx, { agent: { ...agent, job: 'X' }, revision: 1 }))).code).toBe(
      'conflict',
    )
    const bad = await failure(putAgent(ctx, { agent: { ...agent, autonomy: 7, clearance: 'top', wings: 2 } }))
    expect(bad.problems.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/clearance', '/autonomy']),
    )
    expect(await kinds()).toEqual(['agent.created', 'agent.changed'])
  })

  it('are stopped and resumed, once each, and listed with their teams and budgets', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    await createTeam(ctx, { name: 'Desk', document: drawn() })
    expect((await stopAgent(ctx, { slug: 'writer', reason: 'Too dear' })).stoppedAt).not.toBeNull()
    expect((await failure(stopAgent(ctx, { slug: 'writer', reason: '' }))).message).toBe(
      'Writer is stopped already.',
    )
    await resumeAgent(ctx, { slug: 'writer' })
    expect((await failure(resumeAgent(ctx, { slug: 'writer' }))).code).toBe('conflict')
    await desk.db().prisma.budget.create({
      data: {
        id: newId('bud'),
        workspaceId: desk.workspaceId(),
        scope: 'agent',
        subject: 'writer',
        period: 'day',
        capMicros: 500n,
        updatedBy: {},
      },
    })
    expect(await listAgents(ctx)).toMatchObject([
      {
        slug: 'writer',
        stoppedAt: null,
        teams: [{ slug: 'desk', name: 'Desk' }],
        budgets: [{ period: 'day', capMicros: 500n, spentMicros: 0n, reservedMicros: 0n }],
      },
    ])
  })
})
