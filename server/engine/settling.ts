import type { ShownClaim } from '@/domain/run/review'
import type { Claim, Settled } from '@/domain/run/settle'
import type { StepResult } from '@/domain/run/step'
import { agentAt } from '@/domain/team/staff'
import type { NodeOf } from '@/domain/team/node'
import type { AnyActivation, Outcome } from './types'

/** The claims as a reviewer sees them, with the reason each agent gave. */
export async function shownClaims(
  { engine, runId, version, at, node }: AnyActivation & { node: NodeOf<'conflict'> },
  claims: readonly Claim[],
): Promise<ShownClaim[]> {
  const { nodes, agents } = version.bundle
  return Promise.all(
    claims.map(async (claim): Promise<ShownClaim> => {
      const source = nodes[claim.by]
      const visit = at.steps.findLast((step) => step.node === claim.by && step.status === 'done')
      const step =
        visit &&
        (await engine.db.prisma.step.findFirst({
          where: { runId, node: claim.by, iteration: visit.iteration, attempt: visit.attempt },
          select: { result: true },
        }))
      const result = step?.result as unknown as StepResult | undefined
      const byHand = result?.verdict?.reviewId === undefined ? undefined : result.verdict
      return {
        ...claim,
        name: source?.name ?? claim.by,
        agent: agents[(source && agentAt(source)) ?? '']?.name ?? '',
        rationale: byHand ? `${byHand.by}, by hand: ${byHand.reason}` : (result?.envelope?.rationale ?? ''),
        owns: claim.by === node.owner,
      }
    }),
  )
}

/** What a settlement puts on the record: who in the open, values sealed; a digest without salt would let them be guessed. */
export function settledRecord(
  node: NodeOf<'conflict'>,
  claims: readonly Claim[],
  { by, policy, agreed, losing }: Settled,
): { data: Record<string, unknown>; sealed: Record<string, unknown> } & NonNullable<Outcome['record']> {
  return {
    data: {
      subject: node.subject,
      holds: by,
      policy,
      agreed,
      claims: claims.map(({ by: who, confidence }) => ({
        by: who,
        ...(confidence !== undefined && { confidence }),
      })),
      losing: losing.map(({ by: who, why }) => ({ by: who, why })),
    },
    sealed: { claimed: claims, lost: losing },
  }
}
