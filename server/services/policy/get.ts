import { actorSchema, type Actor } from '@/domain/actor'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import { policySetSchema, type PolicySet } from '@/domain/policy/cedar/policy'
import { policyProblems, type PolicyProblem } from '@/domain/policy/cedar/problems'
import type { PolicyVersion } from '@/prisma/generated/client'
import { cedarEngine } from '@/server/cedar'
import { authorize, type Context } from '@/server/services/context'
import { digestOfPolicies, draftOf } from './find'

/** How many versions a list shows; older ones are on the record. */
const MOST_LISTED = 100

export interface ListedPolicies {
  id: string
  number: number
  digest: string
  note: string
  status: PolicyStatus
  proposedBy: Actor
  proposedAt: Date
  decidedBy: Actor | null
  decidedAt: Date | null
  reason: string
}
export type PolicyStatus = 'proposed' | 'current' | 'past' | 'declined' | 'withdrawn'

export interface Policies {
  /** What holds. */
  current: { number: number | null; policies: PolicySet }
  /** What is being edited; equal to what holds where nothing was edited since. */
  draft: { policies: PolicySet; revision: number; changed: boolean }
  problems: PolicyProblem[]
  /** Newest first. */
  versions: ListedPolicies[]
  secondPerson: boolean
}

/** A workspace's policies: what holds, what is being edited and what is wrong with it, and what held before. */
export async function getPolicies(ctx: Context): Promise<Policies> {
  const { db, workspace } = await authorize(ctx, 'policy.read')
  const where = { workspaceId: workspace.id }
  const [rows, stored, { secondPersonPublishes }] = await Promise.all([
    db.prisma.policyVersion.findMany({ where, orderBy: { number: 'desc' }, take: MOST_LISTED }),
    db.prisma.policyDraft.findUnique({ where }),
    db.prisma.workspace.findUniqueOrThrow({ where: { id: workspace.id } }),
  ])
  const current = rows.find(({ status }) => status === 'current') ?? null
  const holding = current ? policySetSchema.parse(current.policies) : DEFAULT_POLICIES
  const { policies, revision } = draftOf(stored, current)
  return {
    current: { number: current?.number ?? null, policies: holding },
    draft: { policies, revision, changed: digestOfPolicies(policies) !== digestOfPolicies(holding) },
    problems: policyProblems(cedarEngine, policies),
    versions: rows.map(listed),
    secondPerson: secondPersonPublishes,
  }
}

/** A version without its policies. */
export function listed(row: PolicyVersion): ListedPolicies {
  const { id, number, digest, note, proposedAt, decidedAt, reason } = row
  return {
    ...{ id, number, digest, note, proposedAt, decidedAt, reason },
    status: row.status as PolicyStatus,
    proposedBy: actorSchema.parse(row.proposedBy),
    decidedBy: row.decidedBy === null ? null : actorSchema.parse(row.decidedBy),
  }
}
