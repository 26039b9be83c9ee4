import { describe, expect, it } from 'vitest'
import { denialOf } from '@/domain/policy/denial'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import type { PolicySet } from '@/domain/policy/cedar/policy'
import { modelRequest, toolRequest } from '@/domain/policy/deeds'
import type { Doer } from '@/domain/policy/sight'
import { appendEntries } from '@/server/record/append'
import { authorize, type Context } from '../context'
import { waitingFor } from '../overview/waiting-for'
import { failure, useDesk } from '../testing/desk'
import { turnSecondPersonOn } from '../second-person/turn-on'
import { listDenials } from './denials'
import { getPolicies } from './get'
import { listAccess } from './list-access'
import { decidePolicies, publishPolicies } from './publish'
import { decideAccess, requestAccess } from './request-access'
import { savePolicyDraft } from './save-draft'
import { listWaitingPermits } from './waiting'

const desk = useDesk()
const { as, enter, kinds, lastEntry } = desk
const ada = () => as('usr_ada', ['admin'])
const rosa = () => as('usr_rosa', ['reviewer'])

async function publish(...own: PolicySet): Promise<void> {
  const { draft } = await getPolicies(ada())
  const { revision } = await savePolicyDraft(ada(), {
    policies: [...DEFAULT_POLICIES, ...own],
    revision: draft.revision,
  })
  await publishPolicies(ada(), { revision, note: '' })
}
const own = (id: string, text: string): PolicySet[number] => ({ id, title: 'One of ours.', text })

/** The newest denial that a person sees in the list. */
const newest = async () => {
  const [line] = (await listDenials(ada(), {})).denials
  if (!line) throw new Error('nothing was denied')
  return line
}

const clerk: Doer = {
  ...{ slug: 'clerk', clearance: 'internal', categories: [] },
  ...{ tier: 'small', autonomy: 1, owner: 'O. Farrow' },
}
const asking = {
  agent: clerk,
  errand: { team: 'desk', purpose: 'operations' },
  ...{ startedBy: 'usr_ada', tainted: true, granted: false },
}
const actor = { kind: 'agent' as const, id: 'clerk', name: 'Clerk' }
const engine = { kind: 'system' as const, id: 'engine', name: 'Engine' }

describe('permissions of people', () => {
  it('follow the roles where the default policies hold; a refusal says that none permits it', async () => {
    await enter()
    expect((await failure(authorize(rosa(), 'run.start'))).message).toMatch(/your roles do not give/)
    expect(await newest()).toMatchObject({
      because: 'No policy permits it.',
      denial: { principal: { type: 'Person', id: 'usr_rosa' }, action: 'run.start', policies: [] },
    })
  })

  it('follow the policies where the workspace has its own, at once, and a refusal names the policy', async () => {
    await enter()
    await publish(
      own(
        'rosa',
        'permit (principal == Baton::Person::"usr_rosa", action == Baton::Action::"run.start", resource);',
      ),
      own('no-cancel', 'forbid (principal, action == Baton::Action::"run.cancel", resource);'),
    )
    expect((await authorize(rosa(), 'run.start')).actor.id).toBe('usr_rosa')
    expect((await failure(authorize(as('usr_other', ['reviewer']), 'run.start'))).code).toBe('forbidden')
    const refused = await failure(authorize(as('usr_odile', ['operator']), 'run.cancel'))
    expect(refused.message).toMatch(/the policy no-cancel forbids you/)
    expect((await newest()).because).toBe('The policy no-cancel forbids it: One of ours.')
  })
})

describe('denials', () => {
  it('are listed by whose they are and why, and nothing else is', async () => {
    await enter()
    await failure(authorize(rosa(), 'run.start'))
    const request = toolRequest(
      asking,
      { name: 'find_account', connection: 'crm' },
      { held: true, writes: false },
    )
    await appendEntries(desk.db().prisma, desk.workspaceId(), [
      { kind: 'tool.refused', actor, data: { denial: denialOf(request, { policies: ['no-tools'] }) } },
      { kind: 'verdict.refused', actor: ada().actor, data: { because: 'four_eyes' } },
    ])
    const ids = async (input: Parameters<typeof listDenials>[1]) =>
      (await listDenials(ada(), input)).denials.map(({ denial }) => denial?.principal.id)
    expect(await ids({})).toEqual(['clerk', 'usr_rosa'])
    expect(await ids({ who: 'agent' })).toEqual(['clerk'])
    expect(await ids({ who: 'person' })).toEqual(['usr_rosa'])
    expect(await ids({ who: 'token' })).toEqual([])
    expect(await ids({ why: 'forbidden' })).toEqual(['clerk'])
    expect(await ids({ why: 'unpermitted' })).toEqual(['usr_rosa'])
  })

  it('tell of models, of the gate and of words that nobody has checked in the same words', async () => {
    await enter()
    const model = modelRequest(asking, { id: 'mdl_1', tier: 'large' })
    const stage = (name: string, outcome: string, more = {}) => ({ stage: name, outcome, ...more })
    const sent = { connection: 'crm', method: 'POST', risk: 'low', agents: ['clerk'] }
    await appendEntries(desk.db().prisma, desk.workspaceId(), [
      {
        ...{ kind: 'model.refused', actor, subject: 'large-1' },
        data: { denial: denialOf(model, { policies: [] }), leave: true },
      },
      {
        ...{ kind: 'effect.refused', actor: engine },
        data: { ...sent, stages: [stage('policy', 'refused', { policies: ['no-crm'] })] },
      },
      {
        ...{ kind: 'effect.refused', actor: engine },
        data: { ...sent, stages: [stage('rules', 'refused', { nodes: ['limits'] })] },
        sealed: { why: [{ stage: 'rules', why: 'Over the limit.' }] },
      },
      {
        ...{ kind: 'effect.refused', actor: ada().actor },
        data: { ...sent, undo: true, stages: [stage('supervisor', 'refused')] },
      },
      {
        ...{ kind: 'flow.refused', actor: engine },
        data: { name: 'Call the desk', code: 'untrusted', because: 'Words decide it.' },
      },
    ])
    const lines = async (input: Parameters<typeof listDenials>[1] = {}) =>
      (await listDenials(ada(), input)).denials.map(({ action, what, because }) => [action, what, because])
    const [flow, undo, rule, use] = await lines()
    expect(await lines()).toHaveLength(4)
    expect(flow).toEqual(['team.call', 'Call the desk', 'Words decide it.'])
    expect(undo).toEqual([
      'effect.undo',
      'POST to crm',
      'What would be sent is not what the supervisor approved.',
    ])
    expect(rule).toEqual(['effect.send', 'POST to crm', 'Over the limit.'])
    expect(use).toEqual(['model.use', 'large-1', 'No policy permits it.'])
    expect(await lines({ why: 'checked' })).toEqual([flow, undo, rule])
    expect(await lines({ why: 'unpermitted' })).toEqual([use])
    expect(await lines({ who: 'agent' })).toEqual([flow, rule, use])
    expect(await lines({ who: 'person' })).toEqual([undo])
    const [last] = (await listDenials(ada(), {})).denials
    const ask = { entryId: last?.entry.entryId ?? '', reason: 'It must go out.' }
    expect((await failure(requestAccess(rosa(), ask))).code).toBe('not_found')
  })
})

describe('what is asked for', () => {
  it('is decided by an admin who did not ask, drafted, and holds once it is published', async () => {
    await enter()
    const person = { id: 'usr_rosa', email: 'rosa@example.test', name: 'Rosa' }
    const memberships = { create: { workspaceId: desk.workspaceId(), roles: ['reviewer'] } }
    await desk.db().prisma.user.create({ data: { ...person, memberships } })
    await failure(authorize(rosa(), 'run.start'))
    const { entry } = await newest()
    const ask = { entryId: entry.entryId, reason: 'I try what I review.' }
    const { id } = await requestAccess(rosa(), ask)
    expect((await failure(requestAccess(rosa(), ask))).code).toBe('conflict')
    expect((await failure(requestAccess(rosa(), { ...ask, entryId: 'ent_none' }))).code).toBe('not_found')
    expect((await listAccess(rosa())).open).toMatchObject([{ id, mine: true, reason: ask.reason }])
    expect((await failure(decideAccess(rosa(), { id, decision: 'approve', reason: '' }))).code).toBe(
      'forbidden',
    )

    const { policies } = await decideAccess(ada(), { id, decision: 'approve', reason: '' })
    expect(policies).toEqual(['granted-1'])
    expect((await failure(decideAccess(ada(), { id, decision: 'approve', reason: '' }))).code).toBe(
      'conflict',
    )
    const { current, draft, problems } = await getPolicies(ada())
    expect([current.number, draft.changed, problems]).toEqual([null, true, []])
    expect(draft.policies.at(-1)?.title).toBe('Rosa may start runs, as was asked for.')
    expect((await failure(authorize(rosa(), 'run.start'))).code).toBe('forbidden')

    await publishPolicies(ada(), { revision: draft.revision, note: 'Asked for' })
    expect((await authorize(rosa(), 'run.start')).actor.id).toBe('usr_rosa')
    expect((await failure(authorize(as('usr_cy', ['reviewer']), 'run.start'))).code).toBe('forbidden')
    expect(await kinds()).toEqual(expect.arrayContaining(['access.requested', 'access.approved']))
  })

  it('is not decided by who asked, and declined with a reason', async () => {
    await enter()
    await failure(authorize(ada(), 'run.start'))
    const { entry } = await newest()
    const { id } = await requestAccess(ada(), { entryId: entry.entryId, reason: 'To see' })
    expect((await failure(decideAccess(ada(), { id, decision: 'approve', reason: '' }))).message).toMatch(
      /You asked for this/,
    )
    expect((await lastEntry('verdict.refused'))?.data).toEqual({ because: 'four_eyes', request: id })
    const bo = as('usr_bo', ['admin'])
    expect((await failure(decideAccess(bo, { id, decision: 'decline', reason: '' }))).code).toBe('invalid')
    await decideAccess(bo, { id, decision: 'decline', reason: 'Operators start runs.' })
    expect((await getPolicies(bo)).draft.revision).toBe(0)
    expect((await listAccess(bo)).decided).toMatchObject([
      { id, status: 'declined', decisionReason: 'Operators start runs.' },
    ])
  })

  it('may be a call that an agent was denied, of a tool that it was given', async () => {
    await enter()
    const noTools = {
      id: 'no-tools',
      text: 'forbid (principal, action == Baton::Action::"tool.call", resource in Baton::Connection::"crm");',
    }
    await publish(own(noTools.id, noTools.text))
    const called = (name: string, held: boolean, writes = false) => ({
      ...{ kind: 'tool.refused', actor },
      data: {
        denial: denialOf(toolRequest(asking, { name, connection: 'crm' }, { held, writes }), {
          policies: held ? ['no-tools'] : [],
        }),
      },
    })
    const [call = '', unknown = '', write = ''] = await appendEntries(desk.db().prisma, desk.workspaceId(), [
      called('find_account', true),
      called('find_notes', false),
      called('file_note', true, true),
    ])
    const reason = 'It looks up whom it writes to.'
    for (const entryId of [unknown, write])
      expect((await failure(requestAccess(rosa(), { entryId, reason }))).message).toMatch(
        /^No policy could permit it\. It /,
      )
    const { id } = await requestAccess(rosa(), { entryId: call, reason })
    const { policies } = await decideAccess(ada(), { id, decision: 'approve', reason: '' })
    expect(policies).toContain('no-tools')
    const { draft, problems } = await getPolicies(ada())
    expect(problems).toEqual([])
    const excepting = draft.policies.find((policy) => policy.id === 'no-tools')
    expect(excepting?.text).toContain('resource == Baton::Tool::"crm/find_account"')
    expect(excepting?.title).toBe('One of ours. But clerk may call crm/find_account, as was asked for.')
  })

  it('waits in the inbox of those who decide it, counted, until it is decided; so do policies', async () => {
    await enter()
    const bo = as('usr_bo', ['admin'])
    await turnSecondPersonOn(ada(), { what: 'publishing' })
    await failure(authorize(rosa(), 'run.start'))
    const { entry } = await newest()
    const { id } = await requestAccess(rosa(), { entryId: entry.entryId, reason: 'I try what I review.' })
    const waits = async (ctx: Context) => {
      const { access, policies } = await listWaitingPermits(ctx)
      const { permits } = await waitingFor(ctx, desk.workspaceId())
      expect(permits).toBe(access.length + policies.length)
      return [access.map((one) => one.id), policies.map(({ number }) => number)]
    }
    expect(await waits(ada())).toEqual([[id], []])
    expect(await waits(rosa())).toEqual([[], []])
    await decideAccess(ada(), { id, decision: 'approve', reason: '' })
    const { draft } = await getPolicies(ada())
    await publishPolicies(ada(), { revision: draft.revision, note: 'Asked for' })
    expect(await waits(ada())).toEqual([[], []])
    expect(await waits(bo)).toEqual([[], [1]])
    const [version] = (await getPolicies(bo)).versions
    await decidePolicies(bo, {
      ...{ id: version?.id ?? '', digest: version?.digest ?? '' },
      ...{ decision: 'approve', reason: '' },
    })
    expect(await waits(bo)).toEqual([[], []])
    expect((await authorize(rosa(), 'run.start')).actor.id).toBe('usr_rosa')
  })

  it('twice at once is asked for once', async () => {
    await enter()
    await failure(authorize(rosa(), 'run.start'))
    const { entry } = await newest()
    const asks = [1, 2, 3, 4].map((n) =>
      requestAccess(rosa(), { entryId: entry.entryId, reason: `Try ${n}` }),
    )
    const done = await Promise.allSettled(asks)
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await listAccess(rosa())).open).toHaveLength(1)
  })
})
