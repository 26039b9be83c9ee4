import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { NOBODY, type Actor } from '@/domain/actor'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import { newId } from '@/server/db/id'
import type { Context } from '@/server/services/context'
import { publishPolicies } from '@/server/services/policy/publish'
import { savePolicyDraft } from '@/server/services/policy/save-draft'
import { useDesk } from '@/server/services/testing/desk'
import { resumeTeam } from '@/server/services/team/resume'
import { stopTeam } from '@/server/services/team/stop'
import { enableTrigger } from '@/server/services/trigger/enable'
import { listTriggers } from '@/server/services/trigger/list'
import { removeTrigger } from '@/server/services/trigger/remove'
import { rotateTrigger } from '@/server/services/trigger/rotate'
import { form, newTeam, newTrigger } from '@/server/services/trigger/testing/team'
import { handleForm } from './forms'
import { serve } from './testing/serve'

const desk = useDesk()
let served: Awaited<ReturnType<typeof serve>>
let ctx: Context
let team: string
/** Who is signed in. */
let caller: Context
beforeAll(async () => {
  served = await serve((request, token) => handleForm(request, token, async () => caller))
})
afterAll(() => served.close())
beforeEach(async () => {
  ctx = await desk.enter()
  team = await newTeam(ctx)
  caller = { db: desk.db(), actor: NOBODY, roles: [] }
  await desk.db().pool.query("delete from rate_limit where key like 'trigger-form:%'")
})

/** The link that an operator shares. */
async function link(): Promise<string> {
  const { triggers } = await listTriggers(ctx, { team })
  return triggers[0]?.path?.split('/').at(-1) ?? ''
}
async function call(token: string, body?: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${served.origin}/api/forms/${token}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json', ...headers },
  })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as {
      reference?: string
      closed?: string | null
      detail?: string
      errors?: { pointer: string }[]
    },
  }
}
const filled = (text: string, key = newId('run')) => ({ input: { text }, key })
const runs = () => desk.db().prisma.run.findMany({ where: { workspaceId: desk.workspaceId() } })

describe('a shared form', () => {
  it('shows its words and fields to whoever has the link, and nothing else of the workspace', async () => {
    await newTrigger(ctx, team, form())
    const token = await link()
    expect(token).toMatch(/^[\w-]{43}$/)
    const { status, body, headers } = await call(token)
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(body).toEqual({
      name: 'Ask us',
      workspace: ctx.workspace?.name,
      intro: 'What is it about?',
      closed: null,
      schema: {
        type: 'object',
        properties: { text: { type: 'string', maxLength: 100 } },
        required: ['text'],
        additionalProperties: false,
      },
    })
  })

  it('starts a run once, as its own actor, and gives the reference', async () => {
    const { id } = await newTrigger(ctx, team, form())
    const sent = filled('Please call back')
    const token = await link()
    const first = await call(token, sent)
    const again = await call(token, sent)
    expect([first.status, again.status, again.body]).toEqual([202, 202, first.body])
    expect(Object.keys(first.body)).toEqual(['reference'])
    expect(await runs()).toMatchObject([
      {
        id: first.body.reference,
        input: { text: 'Please call back' },
        startedBy: { kind: 'system', id, name: 'Form Ask us' },
      },
    ])
  })

  it('says which field needs another look, without a name of the workspace', async () => {
    await newTrigger(ctx, team, form())
    const { status, body } = await call(await link(), filled('x'.repeat(101)))
    expect([status, body.errors?.[0]?.pointer]).toEqual([422, '/text'])
    expect(JSON.stringify(body)).not.toMatch(/case\.request|Desk|Larkspur/)
    expect((await call(await link(), { input: 1 })).status).toBe(422)
    const inexact = await call(await link(), {
      input: { text: 'x', more: { n: 2 ** 60 } },
      key: newId('run'),
    })
    expect([inexact.status, inexact.body.errors?.[0]?.pointer]).toEqual([422, '/more/n'])
    expect(await runs()).toEqual([])
  })

  it('is closed by switching it off, by a new link, and by removing it', async () => {
    const { id } = await newTrigger(ctx, team, form())
    const token = await link()
    await enableTrigger(ctx, { id, enabled: false })
    expect([(await call(token)).status, (await call(token, filled('x'))).status]).toEqual([404, 404])
    await enableTrigger(ctx, { id, enabled: true })
    await rotateTrigger(ctx, { id })
    const next = await link()
    expect([(await call(token)).status, (await call(next)).status]).toEqual([404, 200])
    await removeTrigger(ctx, { id })
    expect([(await call(next)).status, (await call('unknown')).status]).toEqual([404, 404])
    expect(await desk.kinds()).toEqual(expect.arrayContaining(['trigger.link_revoked', 'trigger.removed']))
  })

  it('says before anything is typed that it takes nothing while its team is stopped, and not who stopped it', async () => {
    await newTrigger(ctx, team, form())
    const token = await link()
    const sent = filled('Please call back')
    await stopTeam(ctx, { slug: team, reason: 'Wrong prices' })
    const shown = await call(token)
    expect([shown.status, shown.body.closed]).toEqual([
      200,
      expect.stringContaining('no entries at the moment'),
    ])
    const refused = await call(token, sent)
    expect([refused.status, refused.body.detail]).toEqual([503, shown.body.closed])
    expect(JSON.stringify([shown.body, refused.body])).not.toMatch(/Wrong prices|Odile/)
    expect(await runs()).toEqual([])
    await resumeTeam(ctx, { slug: team, reason: '' })
    expect((await call(token)).body.closed).toBeNull()
    expect((await call(token, sent)).status).toBe(202)
  })

  it('says apart why it is not taken: sent before, switched off, archived, unknown', async () => {
    const { id } = await newTrigger(ctx, team, form())
    const token = await link()
    const key = newId('run')
    await call(token, filled('One', key))
    const again = await call(token, filled('Another', key))
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining('sent before')])
    await enableTrigger(ctx, { id, enabled: false })
    const off = await call(token)
    await enableTrigger(ctx, { id, enabled: true })
    await desk.db().prisma.team.updateMany({ where: { slug: team }, data: { archivedAt: new Date() } })
    const gone = [await call(token), await call(token, filled('x'))]
    const unknown = await call('unknown')
    expect([off, ...gone, unknown].map(({ status, body }) => [status, body.detail])).toEqual([
      [404, expect.stringContaining('switched off')],
      [404, expect.stringContaining('not in use any more')],
      [404, expect.stringContaining('not in use any more')],
      [404, expect.stringContaining('no form behind this link')],
    ])
  })

  it('for members only: asks who they are, and the run is theirs', async () => {
    await newTrigger(ctx, team, form(true))
    const token = await link()
    expect([(await call(token)).status, (await call(token, filled('x'))).status]).toEqual([401, 401])
    expect(JSON.stringify((await call(token)).body)).not.toContain('Ask us')
    const id = newId('usr')
    await desk.db().prisma.user.create({ data: { id, email: `${id}@example.test`, name: 'Mina' } })
    caller = { ...caller, actor: { kind: 'person', id, name: 'Mina' } }
    expect([(await call(token)).status, (await call(token, filled('x'))).status]).toEqual([403, 403])
    await desk
      .db()
      .prisma.membership.create({ data: { workspaceId: desk.workspaceId(), userId: id, roles: ['auditor'] } })
    expect((await call(token, filled('From Mina'))).status).toBe(202)
    expect(await runs()).toMatchObject([{ startedBy: { kind: 'person', id, name: 'Mina' } }])
    await desk.db().prisma.membership.updateMany({ where: { userId: id }, data: { disabledAt: new Date() } })
    expect((await call(token)).status).toBe(403)
  })

  it('for members only: is not for whom a policy forbids to start runs', async () => {
    await newTrigger(ctx, team, form(true))
    const token = await link()
    const [mina, nils] = [await member('Mina'), await member('Nils')]
    const text = `forbid (principal == Baton::Person::"${mina.id}", action == Baton::Action::"run.start", resource);`
    const policies = [...DEFAULT_POLICIES, { id: 'not-mina', title: 'Mina starts nothing.', text }]
    const admin = desk.as('usr_admin', ['admin'])
    const { revision } = await savePolicyDraft(admin, { policies, revision: 0 })
    await publishPolicies(admin, { revision, note: '' })
    caller = { ...caller, actor: mina }
    const answers = [await call(token), await call(token, filled('From Mina'))]
    expect(answers.map(({ status }) => status)).toEqual([403, 403])
    expect(JSON.stringify(answers.map(({ body }) => body))).not.toContain('Ask us')
    expect(await desk.kinds()).toContain('access.refused')
    expect(await runs()).toEqual([])
    caller = { ...caller, actor: nils }
    expect((await call(token, filled('From Nils'))).status).toBe(202)
  })
  const member = async (name: string): Promise<Actor> => {
    const id = newId('usr')
    const memberships = { create: { workspaceId: desk.workspaceId(), roles: ['auditor'] } }
    await desk.db().prisma.user.create({ data: { id, email: `${id}@example.test`, name, memberships } })
    return { kind: 'person', id, name }
  }

  it('takes nothing from a page of another site, and only so much from one address', async () => {
    await newTrigger(ctx, team, form())
    const token = await link()
    expect((await call(token, filled('x'), { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    const statuses: number[] = []
    for (let i = 0; i < 21; i++) statuses.push((await call(token, { input: {} })).status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(1)
  })

  it('does not show its link to who may not change triggers', async () => {
    await newTrigger(ctx, team, form())
    const { triggers } = await listTriggers(desk.as('usr_reader', ['auditor']), { team })
    expect(triggers).toMatchObject([{ kind: 'form', path: null }])
  })
})
