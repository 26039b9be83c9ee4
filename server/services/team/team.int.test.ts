import { describe, expect, it } from 'vitest'
import type { BatonError } from '@/domain/problem'
import { agentSchema } from '@/domain/team/agent'
import { checkTeamFile } from '@/domain/team/check-file'
import { teamDocumentSchema } from '@/domain/team/document'
import { teamFromYaml, teamToYaml } from '@/domain/team/yaml'
import { agent, drawn, failure, goal, useDesk } from '../testing/desk'
import { listAgents } from '../agent/list'
import { putAgent } from '../agent/put'
import { applyEdits } from './apply'
import { archiveTeam } from './archive'
import { createTeam } from './create'
import { exportTeam } from './export'
import { getTeam } from './get'
import { importTeam } from './import'
import { listTeams } from './list'
import { publishTeam } from './publish'
import { putTeam } from './put'
import { listTemplates } from './templates'

const desk = useDesk()
const { as, enter, kinds } = desk

describe('a draft', () => {
  it('is created, edited in order, and remembers who edited', async () => {
    const ctx = await enter()
    const { slug, id } = await createTeam(ctx, { name: 'Quote desk' })
    expect(slug).toBe('quote-desk')
    expect((await createTeam(ctx, { name: 'Quote desk' })).slug).toBe('quote-desk-2')
    const edits = [goal('Fast'), { type: 'team.rename', name: 'Quotes' }]
    expect(await applyEdits(as('usr_mina'), { slug, revision: 1, commands: edits })).toEqual({ revision: 2 })
    const team = await getTeam(ctx, { slug })
    expect(team).toMatchObject({ name: 'Quotes', revision: 2, document: { goal: 'Fast' }, published: null })
    const row = await desk.db().prisma.team.findUniqueOrThrow({ where: { id } })
    expect(row.draftEditors).toEqual(['usr_odile', 'usr_mina'])
    expect(await kinds()).toEqual(['team.created', 'team.created', 'team.edited'])
  })

  it('takes all edits or none, with a pointer to the culprit', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk' })
    const commands = [goal('kept?'), { type: 'node.remove', id: 'nobody' }]
    const error = await failure(applyEdits(ctx, { slug, revision: 1, commands }))
    expect(error.code).toBe('invalid')
    expect(error.problems[0]?.pointer).toBe('/commands/1/id')
    expect(await getTeam(ctx, { slug })).toMatchObject({ revision: 1, document: { goal: '' } })
    const odd = await failure(applyEdits(ctx, { slug, revision: 1, commands: [{ type: 'team.goal' }] }))
    expect(odd.problems.map(({ pointer }) => pointer)).toEqual(['/commands/0/goal'])
  })

  it('lets one of two editors win, and tells the other', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk' })
    const attempts = await Promise.allSettled(
      ['a', 'b', 'c', 'd'].map((each) =>
        applyEdits(as(`usr_${each}`), { slug, revision: 1, commands: [goal(each)] }),
      ),
    )
    expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const attempt of attempts)
      if (attempt.status === 'rejected') expect((attempt.reason as BatonError).code).toBe('conflict')
    expect((await getTeam(ctx, { slug })).revision).toBe(2)
  })

  it('refuses a document that is not one and stores nothing', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
    const bad = { ...drawn(), edges: [{ id: 'one', from: { node: 'start' }, to: { node: 'gone' } }] }
    const error = await failure(putTeam(ctx, { slug, document: bad }))
    expect(error.code).toBe('invalid')
    expect(error.problems).toMatchObject([{ pointer: '/edges/0/to/node', expected: 'start, answer, done' }])
    expect((await failure(putTeam(ctx, { slug, document: { format: 1 } }))).problems).toMatchObject([
      { pointer: '/name', expected: 'string' },
    ])
    expect((await getTeam(ctx, { slug })).revision).toBe(1)
    expect((await failure(putTeam(ctx, { slug, revision: 7, document: drawn() }))).code).toBe('conflict')
  })

  it('is for operators of its own workspace only', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk' })
    const auditor = as('usr_agnes', ['auditor'])
    expect((await getTeam(auditor, { slug })).slug).toBe(slug)
    for (const work of [
      () => createTeam(auditor, { name: 'No' }),
      () => applyEdits(auditor, { slug, revision: 1, commands: [goal('no')] }),
      () => putTeam(auditor, { slug, document: drawn() }),
      () => publishTeam(auditor, { slug }),
      () => archiveTeam(auditor, { slug, archived: true }),
      () => importTeam(auditor, { yaml: 'baton: 1' }),
    ])
      expect((await failure(work())).code).toBe('forbidden')
    const elsewhere = await enter()
    expect((await failure(getTeam(elsewhere, { slug }))).code).toBe('not_found')
  })
})

describe('files and templates', () => {
  it('takes a team to another workspace and back, with its agents', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
    const { yaml } = await exportTeam(ctx, { slug })
    const there = await enter()
    expect(await importTeam(there, { yaml })).toEqual({
      slug: 'desk',
      revision: 1,
      keptCases: 0,
      created: true,
      agents: ['writer'],
      missing: { connections: [], teams: [] },
    })
    expect((await exportTeam(there, { slug: 'desk' })).yaml).toBe(yaml)
    expect(await importTeam(there, { yaml })).toMatchObject({ created: false, revision: 1, agents: [] })
    expect(await publishTeam(there, { slug: 'desk' })).toMatchObject({ number: 1 })
  })

  it('carries what a proof looks at, so that it comes to the same without a workspace', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    await createTeam(ctx, { name: 'Helpers', document: drawn() })
    await publishTeam(ctx, { slug: 'helpers' })
    const calling = teamDocumentSchema.parse({
      ...drawn(),
      name: 'Desk',
      nodes: drawn().nodes.map((node) =>
        node.kind === 'agent' ? { id: node.id, name: node.name, kind: 'team', team: 'helpers' } : node,
      ),
    })
    const { slug } = await createTeam(ctx, { name: 'Desk', document: calling })
    const { yaml } = await exportTeam(ctx, { slug })
    const { problems } = await getTeam(ctx, { slug })
    const said = (list: readonly { code: string; message: string }[]) =>
      list.map(({ code, message }) => `${code} ${message}`)
    expect(said(checkTeamFile(yaml).problems)).toEqual(said(problems))
    expect(said(checkTeamFile(yaml, { slug: 'helpers' }).problems).join()).toContain('teams.cycle')

    // Neither teams nor connections come with a file: what is missing is said.
    const there = await enter()
    const tools = [{ name: 'look', description: 'Looks', connection: 'crm', path: '/deals', parameters: {} }]
    const staffed = teamToYaml({ ...teamFromYaml(yaml), agents: [agentSchema.parse({ ...agent, tools })] })
    expect((await importTeam(there, { yaml: staffed })).missing).toEqual({
      connections: ['crm'],
      teams: ['helpers'],
    })
  })

  it('imports under no name that no address can have', async () => {
    const ctx = await enter()
    const yaml = teamToYaml({ document: drawn(), agents: [agentSchema.parse(agent)] })
    for (const slug of ['Bad Slug', '', '../costs', 'constructor']) {
      const error = await failure(importTeam(ctx, { yaml, slug }))
      expect(error.problems[0]?.pointer).toBe('/slug')
    }
    expect(await listTeams(ctx, {})).toEqual([])
  })

  it('imports all of a file or nothing', async () => {
    const ctx = await enter()
    await putAgent(ctx, { agent })
    const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
    const { yaml } = await exportTeam(ctx, { slug })
    const there = await enter()
    const broken = yaml.replace('to: { node: done }', 'to: { node: nowhere }')
    const error = await failure(importTeam(there, { yaml: broken }))
    expect(error.problems[0]?.pointer).toBe('/team/edges/1/to/node')
    expect(error.problems[0]?.message).toMatch(/^Line \d+/)
    expect([await listTeams(there, {}), await listAgents(there)]).toEqual([[], []])
  })

  it('starts a team from each template, ready as it is', async () => {
    const ctx = await enter()
    // The keys of practice connections are sealed with the installation's own.
    process.env['BATON_SECRET_KEY'] = Buffer.alloc(32, 7).toString('base64')
    process.env['DATABASE_URL'] ??= 'postgresql://nobody@127.0.0.1:9/none'
    for (const { key, name } of await listTemplates(ctx)) {
      // Each in a workspace of its own: a team that one calls is another one's draft.
      const there = await enter()
      const { slug } = await createTeam(there, { name, template: key })
      const { problems } = await getTeam(there, { slug })
      // What a run costs cannot be known: no model is on here.
      const others = problems.filter(({ code }) => code !== 'cost.unknown')
      expect(others.filter(({ severity }) => severity !== 'advice')).toEqual([])
    }
    // Without a name it takes the template's, numbered from the second on.
    for (const name of ['Customer support', 'Customer support 2']) {
      const { slug } = await createTeam(ctx, { template: 'customer-support' })
      expect((await getTeam(ctx, { slug })).document.name).toBe(name)
    }
    expect((await failure(createTeam(ctx, {}))).code).toBe('invalid')
    expect((await failure(createTeam(ctx, { name: 'X', template: 'none' }))).code).toBe('not_found')
  })
})

it('archives and restores a team, which cannot be edited meanwhile', async () => {
  const ctx = await enter()
  const { slug } = await createTeam(ctx, { name: 'Desk' })
  await archiveTeam(ctx, { slug, archived: true })
  expect(await listTeams(ctx, {})).toEqual([])
  expect(await listTeams(ctx, { archived: true })).toMatchObject([{ slug, draftAhead: true }])
  expect((await failure(applyEdits(ctx, { slug, revision: 1, commands: [goal('no')] }))).code).toBe(
    'conflict',
  )
  await archiveTeam(ctx, { slug, archived: false })
  expect(await applyEdits(ctx, { slug, revision: 1, commands: [goal('yes')] })).toEqual({ revision: 2 })
})
