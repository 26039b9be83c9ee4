import type { ValidationAnswer } from '@cedar-policy/cedar-wasm'
import { describe, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import type { PolicySet } from '@/domain/policy/cedar/policy'
import { POLICY_SCHEMA } from '@/domain/policy/cedar/schema'
import { cedarEngine } from '@/server/cedar'
import { useDesk, failure } from '../testing/desk'
import { turnSecondPersonOn } from '../second-person/turn-on'
import { getPolicies } from './get'
import { getPolicyVersion } from './get-version'
import { decidePolicies, publishPolicies, withdrawPolicies } from './publish'
import { discardPolicyDraft, savePolicyDraft } from './save-draft'

const desk = useDesk()
const { as, enter, kinds, lastEntry } = desk
const ada = () => as('usr_ada', ['admin'])
const bo = () => as('usr_bo', ['admin'])

const noClerk = (effect = 'forbid'): PolicySet => [
  ...DEFAULT_POLICIES,
  {
    id: 'no-clerk',
    title: 'The clerk sees no leads.',
    text: `${effect} (principal == Baton::Agent::"clerk", action, resource in Baton::Contract::"sales.lead");`,
  },
]

describe('policies of a workspace', () => {
  it('are the default ones until others are published, and those hold then', async () => {
    await enter()
    expect(await getPolicies(ada())).toMatchObject({
      current: { number: null, policies: DEFAULT_POLICIES },
      draft: { revision: 0, changed: false },
      problems: [],
      versions: [],
    })
    const { revision, problems } = await savePolicyDraft(ada(), { policies: noClerk(), revision: 0 })
    expect(problems).toEqual([])
    expect((await getPolicies(ada())).current.number).toBeNull()
    const done = await publishPolicies(ada(), { revision, note: 'Leads are for sales' })
    expect(done).toMatchObject({ number: 1, status: 'current' })
    const { current, draft, versions } = await getPolicies(ada())
    expect([current.number, draft.changed, versions.length]).toEqual([1, false, 1])
    expect(current.policies.at(-1)?.id).toBe('no-clerk')
    expect((await getPolicyVersion(ada(), { id: done.id })).policies).toEqual(noClerk())
    expect(await kinds()).toContain('policy.published')
  })

  it('with a misspelt attribute are kept as a draft, and not published', async () => {
    await enter()
    const policies = [
      {
        id: 'wrong',
        title: 'A word that is nearly one.',
        text: 'permit (principal is Baton::Agent, action == Baton::Action::"field.read", resource) when { principal.clearence > 1 };',
      },
    ]
    const { revision, problems } = await savePolicyDraft(ada(), { policies, revision: 0 })
    expect(problems).toMatchObject([{ policy: 'wrong', help: 'Did you mean `clearance`?' }])
    const refused = await failure(publishPolicies(ada(), { revision, note: '' }))
    expect([refused.code, refused.problems?.[0]?.pointer]).toEqual(['invalid', '/policies/0/text'])
    expect((await getPolicies(ada())).current.number).toBeNull()
    await discardPolicyDraft(ada())
    expect((await getPolicies(ada())).draft).toMatchObject({ revision: 0, changed: false })
  })

  it.each([
    [
      'can never apply',
      'permit (principal is Baton::Agent, action == Baton::Action::"policy.publish", resource);',
      /impossible/,
    ],
    [
      'only looks like another name',
      'permit (principal == Baton::Agent::"clеrk", action == Baton::Action::"tool.call", resource);',
      /mixed scripts|confusable/i,
    ],
  ])('of which Cedar only warns are not published either: one that %s', async (_what, text, says) => {
    await enter()
    const policies = [...DEFAULT_POLICIES, { id: 'warned', title: 'Only warned of.', text }]
    const { validationErrors = [], validationWarnings = [] } = cedarEngine.validate({
      schema: POLICY_SCHEMA,
      policies: { staticPolicies: { warned: text } },
    }) as Partial<ValidationAnswer & { type: 'success' }>
    expect(validationErrors).toEqual([])
    expect(validationWarnings).not.toEqual([])
    const { revision, problems } = await savePolicyDraft(ada(), { policies, revision: 0 })
    expect(problems).toContainEqual(
      expect.objectContaining({ policy: 'warned', message: expect.stringMatching(says) as string }),
    )
    const refused = await failure(publishPolicies(ada(), { revision, note: '' }))
    expect([refused.code, refused.message]).toEqual(['invalid', expect.stringMatching(/a warning counts/)])
    expect((await getPolicies(ada())).current.number).toBeNull()
  })

  it('are edited by one after the other: who comes late is told', async () => {
    await enter()
    await savePolicyDraft(ada(), { policies: noClerk(), revision: 0 })
    expect((await failure(savePolicyDraft(bo(), { policies: noClerk('permit'), revision: 0 }))).code).toBe(
      'conflict',
    )
    expect((await failure(publishPolicies(bo(), { revision: 7, note: '' }))).code).toBe('conflict')
  })

  it('that would lock out whoever publishes them, or every admin, are not published', async () => {
    await enter()
    const locking = (who: string): PolicySet => [
      ...DEFAULT_POLICIES,
      {
        id: 'locking',
        title: 'Nobody publishes.',
        text: `forbid (${who}, action == Baton::Action::"policy.publish", resource);`,
      },
    ]
    const own = locking('principal == Baton::Person::"usr_ada"')
    const { revision } = await savePolicyDraft(ada(), { policies: own, revision: 0 })
    const refused = await failure(publishPolicies(ada(), { revision, note: '' }))
    expect([refused.code, refused.message]).toEqual(['conflict', expect.stringMatching(/You could not/)])
    expect((await publishPolicies(bo(), { revision, note: '' })).status).toBe('current')
    const all = await savePolicyDraft(bo(), { policies: locking('principal'), revision: 0 })
    const again = await failure(publishPolicies(bo(), { revision: all.revision, note: '' }))
    expect(again.code).toBe('conflict')
    expect((await getPolicies(bo())).current.number).toBe(1)
  })

  it('are asked about admins as they are: with their clearance, and also where a group makes them one', async () => {
    await enter()
    const workspaceId = desk.workspaceId()
    const { prisma } = desk.db()
    const policies: PolicySet = [
      ...DEFAULT_POLICIES,
      {
        id: 'cleared-people',
        title: 'Who is cleared for little publishes nothing.',
        text: 'forbid (principal is Baton::Person, action == Baton::Action::"policy.publish", resource) when { principal.clearance < 2 };',
      },
    ]
    const { revision } = await savePolicyDraft(ada(), { policies, revision: 0 })
    expect((await failure(publishPolicies(ada(), { revision, note: '' }))).message).toMatch(/You could not/)
    // Made an admin, and cleared, by a group alone.
    await prisma.user.create({
      data: {
        ...{ id: 'usr_cy', name: 'Cy', email: 'cy@example.test' },
        memberships: { create: { workspaceId, roles: [], clearance: 'public', categories: [] } },
      },
    })
    const group = { id: 'grp_leads', workspaceId, name: 'Leads', claims: [], categories: [] }
    await prisma.peopleGroup.create({
      data: {
        ...{ ...group, roles: ['admin'], clearance: 'confidential' },
        members: { create: { workspaceId, userId: 'usr_cy' } },
      },
    })
    const done = await publishPolicies(as('usr_cy', ['admin']), { revision, note: '' })
    expect(done.status).toBe('current')
  })

  it('are those that were looked at: a draft begun anew bears another number', async () => {
    await enter()
    const first = await savePolicyDraft(ada(), { policies: noClerk(), revision: 0 })
    await discardPolicyDraft(ada())
    await savePolicyDraft(bo(), { policies: noClerk('permit'), revision: 0 })
    const stale = await failure(publishPolicies(ada(), { revision: first.revision, note: '' }))
    expect(stale.code).toBe('conflict')
  })

  it('that change nothing are not published', async () => {
    await enter()
    const { revision } = await savePolicyDraft(ada(), { policies: DEFAULT_POLICIES, revision: 0 })
    expect((await failure(publishPolicies(ada(), { revision, note: '' }))).message).toMatch(
      /Nothing is changed/,
    )
  })

  it('wait for a second person where one is asked for, who had no hand in them', async () => {
    await enter()
    await turnSecondPersonOn(ada(), { what: 'publishing' })
    const { revision } = await savePolicyDraft(ada(), { policies: noClerk(), revision: 0 })
    const { id, status } = await publishPolicies(ada(), { revision, note: '' })
    expect(status).toBe('proposed')
    const { digest } = await getPolicyVersion(bo(), { id })
    expect((await getPolicies(ada())).current.number).toBeNull()
    const own = await failure(decidePolicies(ada(), { id, digest, decision: 'approve', reason: '' }))
    expect(own.code).toBe('forbidden')
    expect((await lastEntry('verdict.refused'))?.data).toEqual({ because: 'four_eyes', policies: 1 })
    const other = await failure(
      decidePolicies(bo(), { id, digest: 'sha256:0', decision: 'approve', reason: '' }),
    )
    expect(other.code).toBe('conflict')
    const mute = await failure(decidePolicies(bo(), { id, digest, decision: 'decline', reason: ' ' }))
    expect(mute.code).toBe('invalid')
    await decidePolicies(bo(), { id, digest, decision: 'approve', reason: '' })
    expect((await getPolicies(ada())).current.number).toBe(1)
    expect((await failure(withdrawPolicies(ada(), { id }))).code).toBe('conflict')
  })

  it('that were proposed are withdrawn by their author only, and declined with a reason', async () => {
    await enter()
    await turnSecondPersonOn(ada(), { what: 'publishing' })
    const first = await savePolicyDraft(ada(), { policies: noClerk(), revision: 0 })
    const { id } = await publishPolicies(ada(), { revision: first.revision, note: '' })
    expect((await failure(withdrawPolicies(bo(), { id }))).code).toBe('forbidden')
    await withdrawPolicies(ada(), { id })
    const again = await savePolicyDraft(ada(), { policies: noClerk('permit'), revision: 0 })
    const second = await publishPolicies(ada(), { revision: again.revision, note: '' })
    const { digest } = await getPolicyVersion(bo(), { id: second.id })
    await decidePolicies(bo(), { id: second.id, digest, decision: 'decline', reason: 'It permits too much.' })
    const { current, versions } = await getPolicies(ada())
    expect([current.number, versions.map(({ status }) => status)]).toEqual([null, ['declined', 'withdrawn']])
    expect(await kinds()).toEqual(expect.arrayContaining(['policy.withdrawn', 'policy.declined']))
  })
})
