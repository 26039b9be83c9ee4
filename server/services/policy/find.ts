import { digestOf } from '@/domain/record/digest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import { policySetSchema, type PolicySet } from '@/domain/policy/cedar/policy'
import type { PolicyDraft, PolicyVersion } from '@/prisma/generated/client'
import type { Tx } from '@/server/db/client'

/** Whoever edits, publishes and decides on a workspace's policies takes turns. */
export const lockPolicies = (tx: Tx, workspaceId: string): Promise<unknown> =>
  tx.$queryRaw`SELECT 1 FROM workspace WHERE id = ${workspaceId} FOR NO KEY UPDATE`

export interface DraftPolicies {
  policies: PolicySet
  revision: number
  /** Who had a hand in it (actor ids). */
  editors: string[]
}

/** What is being edited: the draft, or what holds, when nothing was edited since. */
export function draftOf(draft: PolicyDraft | null, current: PolicyVersion | null): DraftPolicies {
  if (!draft) return { policies: policiesOf(current), revision: 0, editors: [] }
  const { policies, revision, editors } = draft
  return { policies: policySetSchema.parse(policies), revision, editors }
}

export const policiesOf = (version: PolicyVersion | null): PolicySet =>
  version ? policySetSchema.parse(version.policies) : DEFAULT_POLICIES

export const digestOfPolicies = (policies: PolicySet): string => digestOf(policies)
