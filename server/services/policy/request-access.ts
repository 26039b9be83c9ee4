import { z } from 'zod'
import { principalOf } from '@/domain/actor'
import { decideBy } from '@/domain/policy/cedar/decide'
import type { PolicySet } from '@/domain/policy/cedar/policy'
import { policyProblems } from '@/domain/policy/cedar/problems'
import { deedInWords } from '@/domain/policy/deed-words'
import { beyondPolicies, denialSchema, questionOf, type Denial } from '@/domain/policy/denial'
import { granting } from '@/domain/policy/grant'
import { BatonError } from '@/domain/problem'
import { cedarEngine } from '@/server/cedar'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { authorize, transact, type Context, type Scope } from '@/server/services/context'
import { parseBody } from '../record/shape'
import { asJson } from '../team/as-json'
import { draftOf, lockPolicies } from './find'
import { accessLines, type ListedAccess } from './list-access'
import {
  fileRequest,
  openRequest,
  refuseAsker,
  refuseSilence,
  settleRequest,
  type decideRequestInput,
} from './requests'

export const requestAccessInput = z.object({
  /** The record's entry that says it was denied. */
  entryId: z.string().max(60),
  reason: z.string().trim().min(1).max(1000),
})

/**
 * Asks that exactly what was denied be permitted.
 * @throws BatonError not_found (no such denial here) | conflict (it is asked for already, or nothing could permit it)
 */
export async function requestAccess(
  ctx: Context,
  { entryId, reason }: z.infer<typeof requestAccessInput>,
): Promise<{ id: string }> {
  const scope = await authorize(ctx, 'policy.read')
  const workspaceId = scope.workspace.id
  const row = await scope.db.prisma.recordEntry.findFirst({ where: { workspaceId, entryId } })
  const entry = row && parseBody(Buffer.from(row.body))
  const denial = denialSchema.safeParse(entry?.data['denial']).data
  if (!denial) throw new BatonError('not_found', 'There is no such denial in this workspace.')
  const beyond = beyondPolicies(denial)
  if (beyond !== undefined) throw new BatonError('conflict', `No policy could permit it. ${beyond}`)
  return transact(scope, async (tx, record) => {
    const id = newId('acc')
    await fileRequest(tx, scope, { id, entryId, denial, reason, exactly: askedOf(denial) })
    await record({
      kind: 'access.requested',
      subject: id,
      data: askedOf(denial),
      sealed: { reason },
      causes: [entryId],
    })
    return { id }
  })
}

/**
 * An admin's answer. What is approved becomes part of the policies' draft: it holds once that is published.
 * @throws BatonError not_found | forbidden (they asked for it) | invalid (a decline without a reason) | conflict (decided)
 */
export async function decideAccess(
  ctx: Context,
  { id, decision, reason }: z.output<typeof decideRequestInput>,
): Promise<{ policies: string[] }> {
  const scope = await authorize(ctx, 'policy.edit')
  refuseSilence(decision, reason, 'why this is not permitted')
  const asked = await openRequest(scope.db.prisma, scope, { id })
  await refuseAsker(scope, asked)
  const [line] = await accessLines(scope, [asked])
  return transact(scope, async (tx, record) => {
    await lockPolicies(tx, scope.workspace.id)
    const denial = denialSchema.parse(asked.denial)
    const status = decision === 'approve' ? 'approved' : 'declined'
    await settleRequest(tx, scope, id, { status, reason })
    const policies = decision === 'approve' ? await draft(tx, scope, line, denial) : []
    await record({
      kind: status === 'approved' ? 'access.approved' : 'access.declined',
      subject: id,
      data: { ...askedOf(denial), drafted: policies },
      ...(reason && { sealed: { reason } }),
      causes: [asked.entryId],
    })
    return { policies }
  })
}

/** Puts it into the draft. @returns the policies that are new or changed by it; none where the draft permits it already */
async function draft(
  tx: Tx,
  scope: Scope,
  line: ListedAccess | undefined,
  denial: Denial,
): Promise<string[]> {
  const workspaceId = scope.workspace.id
  const [stored, current] = await Promise.all([
    tx.policyDraft.findUnique({ where: { workspaceId } }),
    tx.policyVersion.findFirst({ where: { workspaceId, status: 'current' } }),
  ])
  const { policies, revision, editors } = draftOf(stored, current)
  const question = questionOf(denial)
  if (policyProblems(cedarEngine, policies).length > 0)
    throw new BatonError('conflict', 'The draft of the policies has problems. They are mended first.')
  const allows = (set: PolicySet) => decideBy(cedarEngine, set)(question).allowed
  const { allowed, policies: forbidding } = decideBy(cedarEngine, policies)(question)
  if (allowed) return []
  const deed = deedInWords({ action: denial.action, what: line?.what ?? denial.resource.id })
  const says = `${line?.who ?? denial.principal.id} may ${deed}`
  const next = granting(policies, denial, forbidding, allows, says)
  const data = {
    policies: asJson(next),
    revision: revision + 1,
    editors: [...new Set([...editors, principalOf(scope.actor)])],
    updatedAt: new Date(),
  }
  await tx.policyDraft.upsert({ where: { workspaceId }, create: { workspaceId, ...data }, update: data })
  const before = new Map(policies.map(({ id, text }) => [id, text]))
  return next.filter(({ id, text }) => before.get(id) !== text).map(({ id }) => id)
}

/** Exactly what was asked for, by name alone. */
const askedOf = ({ principal, action, resource }: Denial) => ({
  principal: { type: principal.type, id: principal.id },
  action,
  resource: { type: resource.type, id: resource.id },
})
