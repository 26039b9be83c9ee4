import { principalOf } from '@/domain/actor'
import type { PolicySet } from '@/domain/policy/cedar/policy'
import { policyProblems } from '@/domain/policy/cedar/problems'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { cedarEngine } from '@/server/cedar'
import { authorize, transact, type Context, type Scope } from '@/server/services/context'
import { refuseOwnHand } from '../own-hand'
import { holdingPolicies } from '../permission'
import { asJson } from '../team/as-json'
import { digestOfPolicies, draftOf, lockPolicies, policiesOf } from './find'
import { refuseLockout } from './lockout'

export interface PublishPolicies {
  /** Of the draft that was looked at. */
  revision: number
  note: string
}

/**
 * Makes the edited policies hold from now on, for runs under way as well; or puts them before a second person where the
 * workspace asks for one.
 * @throws BatonError invalid (they have problems, warnings count) | conflict (another revision; nothing is changed; some wait
 * for a second person already; they would lock out whoever publishes them, or every admin)
 */
export async function publishPolicies(
  ctx: Context,
  { revision, note }: PublishPolicies,
): Promise<{ id: string; number: number; status: 'current' | 'proposed' }> {
  const scope = await authorize(ctx, 'policy.publish')
  const workspaceId = scope.workspace.id
  const done = await transact(scope, async (tx, record) => {
    await lockPolicies(tx, workspaceId)
    const [draft, current, proposed, last, { secondPersonPublishes }] = await Promise.all([
      tx.policyDraft.findUnique({ where: { workspaceId } }),
      tx.policyVersion.findFirst({ where: { workspaceId, status: 'current' } }),
      tx.policyVersion.findFirst({ where: { workspaceId, status: 'proposed' } }),
      tx.policyVersion.aggregate({ where: { workspaceId }, _max: { number: true } }),
      tx.workspace.findUniqueOrThrow({ where: { id: workspaceId } }),
    ])
    if (!draft || draft.revision !== revision)
      throw new BatonError('conflict', 'These are not the policies as they stand. Look at them again.')
    if (proposed)
      throw new BatonError(
        'conflict',
        'Policies wait for a second person already. They are decided or withdrawn first.',
      )
    const { policies, editors } = draftOf(draft, current)
    const digest = digestOfPolicies(policies)
    if (digest === digestOfPolicies(policiesOf(current)))
      throw new BatonError('conflict', 'Nothing is changed against the policies that hold.')
    refuseFaulty(policies)
    await refuseLockout(tx, scope, policies)
    const status = secondPersonPublishes ? 'proposed' : 'current'
    const id = newId('pol')
    const number = (last._max.number ?? 0) + 1
    if (status === 'current') await makePast(tx, workspaceId)
    await tx.policyVersion.create({
      data: {
        ...{ id, workspaceId, number, digest, note, status },
        ...{ policies: asJson(policies), editors: [...new Set([...editors, principalOf(scope.actor)])] },
        proposedBy: scope.actor,
      },
    })
    await tx.policyDraft.delete({ where: { workspaceId } })
    await record({
      kind: status === 'current' ? 'policy.published' : 'policy.proposed',
      subject: String(number),
      data: { number, digest, editors, policies: policies.map((policy) => policy.id) },
      ...(note && { sealed: { note } }),
    })
    return { id, number, status } as const
  })
  holdingPolicies(scope.db).forget(workspaceId)
  return done
}

export interface DecidePolicies {
  id: string
  /** What was looked at: the decision binds to exactly that. */
  digest: string
  decision: 'approve' | 'decline'
  reason: string
}

/**
 * The second person's decision on proposed policies.
 * @throws BatonError not_found | forbidden (they edited or proposed them) | invalid (a decline without a reason) | conflict
 * (another digest, or decided already)
 */
export async function decidePolicies(
  ctx: Context,
  { id, digest, decision, reason }: DecidePolicies,
): Promise<void> {
  const scope = await authorize(ctx, 'policy.publish')
  if (decision === 'decline' && reason.trim() === '')
    throw new BatonError('invalid', 'Say why they are declined.', [
      { pointer: '/reason', message: 'is missing', expected: 'what must change first' },
    ])
  const { editors, number } = await proposedOf(scope.db.prisma, scope, id)
  const says = 'You had a hand in these policies; a second person decides on them.'
  await refuseOwnHand(scope, { hands: editors, says, data: { policies: number } })
  await transact(scope, async (tx, record) => {
    await lockPolicies(tx, scope.workspace.id)
    const row = await proposedOf(tx, scope, id)
    if (row.digest !== digest)
      throw new BatonError('conflict', 'These are not the policies that you looked at. Look at them again.')
    const approved = decision === 'approve'
    if (approved) {
      refuseFaulty(policiesOf(row))
      await refuseLockout(tx, scope, policiesOf(row))
      await makePast(tx, scope.workspace.id)
    }
    await tx.policyVersion.update({
      where: { id },
      data: {
        status: approved ? 'current' : 'declined',
        decidedBy: scope.actor,
        decidedAt: new Date(),
        reason,
      },
    })
    await record({
      kind: approved ? 'policy.published' : 'policy.declined',
      subject: String(row.number),
      data: { number: row.number, digest, editors: row.editors },
      ...((row.note || reason) && { sealed: { note: row.note, reason } }),
    })
  })
  holdingPolicies(scope.db).forget(scope.workspace.id)
}

/** Takes proposed policies back; whoever had a hand in them may. @throws BatonError not_found | forbidden | conflict */
export async function withdrawPolicies(ctx: Context, { id }: { id: string }): Promise<void> {
  const scope = await authorize(ctx, 'policy.publish')
  await transact(scope, async (tx, record) => {
    await lockPolicies(tx, scope.workspace.id)
    const row = await proposedOf(tx, scope, id)
    if (!row.editors.includes(principalOf(scope.actor)))
      throw new BatonError('forbidden', 'Others proposed these; you may decline them.')
    const data = { status: 'withdrawn', decidedBy: scope.actor, decidedAt: new Date() }
    await tx.policyVersion.update({ where: { id }, data })
    await record({
      kind: 'policy.withdrawn',
      subject: String(row.number),
      data: { number: row.number, digest: row.digest },
    })
  })
}

async function proposedOf(tx: Pick<Tx, 'policyVersion'>, { workspace }: Scope, id: string) {
  const row = await tx.policyVersion.findFirst({ where: { id, workspaceId: workspace.id } })
  if (!row) throw new BatonError('not_found', 'There are no such policies in this workspace.')
  if (row.status !== 'proposed') throw new BatonError('conflict', 'These are decided on already.')
  return row
}

const makePast = (tx: Tx, workspaceId: string) =>
  tx.policyVersion.updateMany({ where: { workspaceId, status: 'current' }, data: { status: 'past' } })

/** @throws BatonError invalid */
function refuseFaulty(policies: PolicySet): void {
  const problems = policyProblems(cedarEngine, policies)
  if (problems.length === 0) return
  throw new BatonError(
    'invalid',
    'Policies with problems are not published; a warning counts.',
    problems.map(({ policy, message, help }) => ({
      pointer:
        policy === undefined
          ? '/policies'
          : `/policies/${policies.findIndex(({ id }) => id === policy)}/text`,
      message,
      expected: help ?? 'a policy that the schema knows all of',
    })),
  )
}
