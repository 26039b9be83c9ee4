import { describe, expect, it } from 'vitest'
import { digestOf } from '@/domain/record/digest'
import { agent, drawn, failure, goal, useDesk } from '../testing/desk'
import { putAgent } from '../agent/put'
import { listContracts } from '../contract/list'
import { applyEdits } from './apply'
import { createTeam } from './create'
import { getVersion } from './get-version'
import { listVersions } from './list-versions'
import { publishTeam } from './publish'

const desk = useDesk()
const { as, enter, kinds } = desk

describe('publishing', () => {
  it('refuses a drawing with errors, each with a pointer, and writes nothing', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
    const error = await failure(publishTeam(ctx, { slug }))
    expect(error.code).toBe('invalid')
    expect(error.problems.map(({ pointer }) => pointer)).toContain('/nodes/1/agent')
    expect(await listVersions(ctx, { slug })).toEqual([])
    expect(await kinds()).not.toContain('team.published')
  })

  it('names a version by its digest, numbers it, and never changes it', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
    const first = await publishTeam(ctx, { slug, revision: 1, note: 'To begin with' })
    const stored = await getVersion(ctx, { slug, number: 1 })
    expect(stored).toMatchObject({
      number: 1,
      digest: first.digest,
      note: 'To begin with',
      editors: ['usr_odile'],
    })
    expect(digestOf(stored.bundle)).toBe(first.digest)

    const same = await failure(publishTeam(ctx, { slug }))
    expect([same.code, same.message]).toEqual(['conflict', 'Nothing that runs has changed since version 1.'])
    expect((await failure(publishTeam(ctx, { slug, revision: 9 }))).code).toBe('conflict')

    await applyEdits(as('usr_mina'), { slug, revision: 1, commands: [goal('Answer all')] })
    expect(await publishTeam(ctx, { slug })).toMatchObject({ number: 2 })
    expect((await listVersions(ctx, { slug })).map(({ number, current }) => [number, current])).toEqual([
      [2, true],
      [1, false],
    ])
    expect((await getVersion(ctx, { slug, number: 2 })).editors).toEqual(['usr_odile', 'usr_mina'])
    expect((await getVersion(ctx, { slug, number: 1 })).digest).toBe(first.digest)
  })

  it('forgets no editor because somebody else publishes once more, nor who shaped an agent in it', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
    await publishTeam(ctx, { slug })
    await applyEdits(as('usr_mina'), { slug, revision: 1, commands: [goal('Answer all')] })
    await publishTeam(as('usr_mina'), { slug })
    await putAgent(as('usr_ines'), { agent: { ...agent, job: 'Writes, and waives all checks.' } })
    await putAgent(as('usr_odd'), { agent: { ...agent, slug: 'bystander' } })
    await applyEdits(ctx, { slug, revision: 2, commands: [goal('Answer everybody')] })
    await publishTeam(ctx, { slug })
    const { editors } = await getVersion(ctx, { slug, number: 3 })
    expect(editors.toSorted()).toEqual(['usr_ines', 'usr_mina', 'usr_odile'])
  })

  it('gives two who publish at once one version', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
    const both = await Promise.allSettled([publishTeam(ctx, { slug }), publishTeam(as('usr_mina'), { slug })])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await listVersions(ctx, { slug })).toHaveLength(1)
  })

  it('keeps a contract’s name and version for one schema, across teams', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    const one = await createTeam(ctx, { name: 'One', document: drawn('One', 100) })
    const two = await createTeam(ctx, { name: 'Two', document: drawn('Two', 90) })
    await publishTeam(ctx, { slug: one.slug })
    const error = await failure(publishTeam(ctx, { slug: two.slug }))
    expect(error.code).toBe('conflict')
    expect(error.message).toContain('case.request 1 is published already with another schema')
    expect(await listVersions(ctx, { slug: two.slug })).toEqual([])
    const [answer, request] = await listContracts(ctx)
    expect([answer?.name, request?.name]).toEqual(['case.answer', 'case.request'])
    expect(request?.versions[0]?.usedBy).toEqual([
      { slug: 'one', name: 'One', where: 'both' },
      { slug: 'two', name: 'Two', where: 'draft' },
    ])
  })
})
