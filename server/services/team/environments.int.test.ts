import { describe, expect, it } from 'vitest'
import { agent, drawn, failure, goal, useDesk } from '../testing/desk'
import { putAgent } from '../agent/put'
import { addEnvironment } from '../environment/add'
import { currentOf } from '../environment/current'
import { readPublishing } from '../environment/list'
import { orderEnvironments } from '../environment/order'
import { removeEnvironment } from '../environment/remove'
import { renameEnvironment } from '../environment/rename'
import { listRuns } from '../run/list'
import { startRun } from '../run/start'
import { startAgain } from '../run/start-again'
import { putTrigger } from '../trigger/put'
import { turnSecondPersonOn } from '../second-person/turn-on'
import { decideOff } from '../second-person/decide-off'
import { requestOff } from '../second-person/request-off'
import { agreeToVersion } from './agree-to-version'
import { applyEdits } from './apply'
import { archiveTeam } from './archive'
import { createTeam } from './create'
import { listVersions } from './list-versions'
import { promoteVersion } from './promote'
import { publishTeam } from './publish'

const desk = useDesk()
const { as, enter, db, kinds, workspaceId } = desk
const admin = () => as('usr_ada', ['admin'])

/** A team with so many versions, in a workspace that has staging before production. */
async function staged(versions = 2) {
  const ctx = await enter()
  await putAgent(ctx, { agent })
  const { slug, id } = await createTeam(ctx, { name: 'Desk', document: drawn() })
  await publishTeam(ctx, { slug, note: 'To begin with' })
  await addEnvironment(admin(), { name: 'Staging' })
  for (let number = 2; number <= versions; number++) {
    await applyEdits(ctx, { slug, revision: number - 1, commands: [goal(`Goal ${number}`)] })
    await publishTeam(ctx, { slug })
  }
  const where = async () =>
    Object.fromEntries((await currentOf(db().prisma, id)).map((each) => [each.environment, each.number]))
  const published = async () => {
    const { publishedId } = await db().prisma.team.findUniqueOrThrow({ where: { id } })
    return (await db().prisma.teamVersion.findUniqueOrThrow({ where: { id: publishedId ?? '' } })).number
  }
  return { ctx, slug, id, where, published }
}

describe('environments of a workspace', () => {
  it('are one at first; a new one comes first, keeps its slug, and goes when nothing is there', async () => {
    await enter()
    const names = async () =>
      (await readPublishing(admin())).environments.map(({ slug, name }) => [slug, name])
    expect(await names()).toEqual([['production', 'Production']])
    expect((await failure(removeEnvironment(admin(), { slug: 'production' }))).message).toContain('only')
    await addEnvironment(admin(), { name: 'Staging' })
    await renameEnvironment(admin(), { slug: 'staging', name: 'Try out' })
    expect(await names()).toEqual([
      ['staging', 'Try out'],
      ['production', 'Production'],
    ])
    expect((await failure(addEnvironment(admin(), { name: 'Production' }))).code).toBe('conflict')
    expect((await failure(addEnvironment(admin(), { name: '42' }))).code).toBe('invalid')
    await removeEnvironment(admin(), { slug: 'staging' })
    expect(await names()).toEqual([['production', 'Production']])
    expect((await kinds()).filter((kind) => kind.startsWith('environment.'))).toEqual([
      'environment.added',
      'environment.renamed',
      'environment.removed',
    ])
  })

  it('do not go while something is current there or a trigger names them', async () => {
    const { ctx, slug } = await staged(1)
    await putTrigger(ctx, {
      team: slug,
      environment: 'staging',
      enabled: true,
      settings: {
        kind: 'schedule',
        name: 'Nightly',
        config: {
          ...{ cron: '0 2 * * *', timeZone: 'UTC', missed: 'one', priority: 'normal' },
          input: { text: 'Hello' },
        },
      },
    })
    expect((await failure(removeEnvironment(admin(), { slug: 'staging' }))).message).toContain('trigger')
    await applyEdits(ctx, { slug, revision: 1, commands: [goal('Another')] })
    await publishTeam(ctx, { slug })
    expect((await failure(removeEnvironment(admin(), { slug: 'staging' }))).message).toContain('one team')
  })

  it('change places: another last one is what runs take, if it has all that ran', async () => {
    const { slug, where, published } = await staged(2)
    expect(await where()).toEqual({ staging: 2, production: 1 })
    await orderEnvironments(admin(), { order: ['production', 'staging'] })
    expect([await where(), await published()]).toEqual([{ staging: 2, production: 1 }, 2])
    expect((await listVersions(admin(), { slug })).map((each) => [each.number, each.current])).toEqual([
      [2, true],
      [1, false],
    ])
    await addEnvironment(admin(), { name: 'Trial' })
    const error = await failure(orderEnvironments(admin(), { order: ['production', 'staging', 'trial'] }))
    expect([error.code, error.message]).toEqual([
      'conflict',
      'Runs take the last environment, and nothing of Desk is current in Trial. Promote it there first.',
    ])
    expect((await failure(orderEnvironments(admin(), { order: ['staging'] }))).code).toBe('invalid')
  })

  it('are not held up by an archived team: nothing of it runs where nothing of it was promoted', async () => {
    const { ctx, slug, id, where } = await staged(2)
    await addEnvironment(admin(), { name: 'Trial' })
    const order = ['production', 'staging', 'trial']
    expect((await failure(orderEnvironments(admin(), { order }))).code).toBe('conflict')
    await archiveTeam(ctx, { slug, archived: true })
    await orderEnvironments(admin(), { order })
    await archiveTeam(ctx, { slug, archived: false })
    expect(await where()).toEqual({ production: 1, staging: 2 })
    expect((await db().prisma.team.findUniqueOrThrow({ where: { id } })).publishedId).toBeNull()
    await promoteVersion(ctx, { slug, number: 2, environment: 'trial' })
    expect(await where()).toEqual({ production: 1, staging: 2, trial: 2 })
  })
})

describe('promoting', () => {
  it('publishes into the first, goes on to the next, and back to an earlier one', async () => {
    const { ctx, slug, where, published } = await staged(3)
    expect([await where(), await published()]).toEqual([{ staging: 3, production: 1 }, 1])
    const skipped = await failure(promoteVersion(ctx, { slug, number: 2, environment: 'production' }))
    expect(skipped.message).toBe(
      'Version 2 is not current in Staging: a version goes on to Production from there.',
    )
    await promoteVersion(ctx, { slug, number: 3, environment: 'production', instead: 1, note: 'A week' })
    expect([await where(), await published()]).toEqual([{ staging: 3, production: 3 }, 3])
    const again = await failure(promoteVersion(ctx, { slug, number: 3, environment: 'production' }))
    expect(again.message).toBe('Version 3 is current in Production already.')
    // Back: an earlier one, whatever staging has.
    await promoteVersion(ctx, { slug, number: 2, environment: 'production' })
    expect([await where(), await published()]).toEqual([{ staging: 3, production: 2 }, 2])
    expect((await kinds()).filter((kind) => kind === 'team.promoted')).toHaveLength(2)
    expect((await failure(promoteVersion(ctx, { slug, number: 9, environment: 'staging' }))).code).toBe(
      'not_found',
    )
    expect((await failure(promoteVersion(ctx, { slug, number: 1, environment: 'moon' }))).code).toBe(
      'not_found',
    )
  })

  it('of two at once, one happens and the other is told', async () => {
    const { ctx, slug, published } = await staged(3)
    const both = await Promise.allSettled([
      promoteVersion(ctx, { slug, number: 3, environment: 'production', instead: 1 }),
      promoteVersion(as('usr_mina'), { slug, number: 3, environment: 'production', instead: 1 }),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await published()).toBe(3)
    const stale = await failure(
      promoteVersion(ctx, { slug, number: 2, environment: 'production', instead: 1 }),
    )
    expect(stale.message).toBe('Meanwhile version 3 is current in Production. Look at it again.')
  })

  it('takes turns with a publish and with a change of the order', async () => {
    const { ctx, slug, where, published } = await staged(2)
    await applyEdits(ctx, { slug, revision: 2, commands: [goal('Third')] })
    await Promise.allSettled([
      promoteVersion(ctx, { slug, number: 2, environment: 'production' }),
      publishTeam(ctx, { slug }),
      orderEnvironments(admin(), { order: ['production', 'staging'] }),
    ])
    const { environments } = await readPublishing(admin())
    const now = await where()
    // Whoever came first, every start looks at what is current in the last one.
    expect(await published()).toBe(now[environments.at(-1)?.slug ?? ''])
  })
})

describe('promoting where a second person is asked for later', () => {
  it('takes somebody’s word who had no hand in what one person published, then goes on as ever', async () => {
    const { ctx, slug, where } = await staged(2)
    await turnSecondPersonOn(admin(), { what: 'publishing' })
    const second = as('usr_ines', ['reviewer'])
    const promote = () => promoteVersion(ctx, { slug, number: 2, environment: 'production' })
    const refused = await failure(promote())
    expect([refused.code, refused.message]).toEqual([
      'conflict',
      'One person alone published version 2. Here somebody who had no hand in it agrees to it first, under Versions.',
    ])
    const listed = async (by = second) =>
      (await listVersions(by, { slug })).find(({ number }) => number === 2)
    const { digest = '' } = (await listed()) ?? {}
    expect([(await listed())?.mayAgree, (await listed(ctx))?.mayAgree]).toEqual([true, false])
    const agree = (by: typeof ctx, seen = digest) => agreeToVersion(by, { slug, number: 2, digest: seen })
    expect((await failure(agree(ctx))).code).toBe('forbidden')
    expect((await failure(agree(as('usr_nils', ['auditor'])))).code).toBe('forbidden')
    expect((await failure(agree(second, 'sha256:other'))).code).toBe('conflict')
    const both = await Promise.allSettled([agree(second), agree(as('usr_omar'))])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await listed())?.approvedBy).not.toBeNull()
    expect((await where())['production']).toBe(1)
    await promote()
    expect((await where())['production']).toBe(2)
    expect(await kinds()).toEqual(expect.arrayContaining(['verdict.refused', 'team.version_agreed']))
    // Going back to what one person published asks for it just so.
    const back = promoteVersion(ctx, { slug, number: 1, environment: 'production' })
    expect((await failure(back)).code).toBe('conflict')
    const { id } = await requestOff(admin(), { what: 'publishing', reason: 'Two of three are away' })
    await decideOff(as('usr_bo', ['admin']), { what: 'publishing', id, decision: 'approve', reason: '' })
    await promoteVersion(ctx, { slug, number: 1, environment: 'production' })
  })
})

describe('runs', () => {
  const input = { text: 'Hello' }

  it('take what is current in the environment they are started for, the last one by default', async () => {
    const { ctx, slug } = await staged(2)
    const numbers = async () => {
      const { runs } = await listRuns(ctx, { team: slug })
      return runs.map(({ version, environment }) => [version, environment])
    }
    await startRun(ctx, { team: slug, input })
    const { id } = await startRun(ctx, { team: slug, input, environment: 'staging' })
    await startRun(ctx, { team: slug, input, environment: 'production' })
    expect(await numbers()).toEqual([
      [1, 'production'],
      [2, 'staging'],
      [1, 'production'],
    ])
    expect((await listRuns(ctx, { team: slug, environment: 'staging' })).runs.map((run) => run.id)).toEqual([
      id,
    ])
    expect((await listRuns(ctx, { team: slug, version: 2 })).runs.map((run) => run.id)).toEqual([id])
    expect((await failure(startRun(ctx, { team: slug, input, environment: 'moon' }))).message).toContain(
      'There is staging, production.',
    )
    await promoteVersion(ctx, { slug, number: 2, environment: 'production' })
    await promoteVersion(ctx, { slug, number: 1, environment: 'staging' })
    // Once more is once more there, of its own version or of what is current there by now.
    const scope = { ...ctx, workspace: { ...ctx.workspace!, id: workspaceId() } }
    for (const version of ['same', 'current'] as const)
      await startAgain(scope, { id, version, reason: '', idempotencyKey: undefined })
    expect((await numbers()).slice(0, 2)).toEqual([
      [1, 'staging'],
      [2, 'staging'],
    ])
  })

  it('have none of a team that is not there yet', async () => {
    const { ctx, slug } = await staged(1)
    const error = await failure(startRun(ctx, { team: slug, input, environment: 'staging' }))
    expect([error.code, error.message]).toEqual(['conflict', 'Nothing of Desk is current in Staging yet.'])
  })
})

describe('the list of versions', () => {
  it('says where each is current, what it changed and how its runs stand', async () => {
    const { ctx, slug } = await staged(2)
    await startRun(ctx, { team: slug, input: { text: 'Hello' } })
    const [second, first] = await listVersions(ctx, { slug })
    expect(second).toMatchObject({
      number: 2,
      environments: ['staging'],
      current: false,
      changed: { first: false, items: [{ of: 'team', what: 'changed' }], more: 0, matters: true },
      runs: {},
    })
    expect(first).toMatchObject({
      environments: ['production'],
      current: true,
      changed: { first: true },
      runs: { running: 1 },
    })
    expect((await listVersions(ctx, { slug, text: 'begin' })).map(({ number }) => number)).toEqual([1])
    expect((await listVersions(ctx, { slug, text: 'v2' })).map(({ number }) => number)).toEqual([2])
    expect((await listVersions(ctx, { slug, before: 2, limit: 5 })).map(({ number }) => number)).toEqual([1])
  })
})
