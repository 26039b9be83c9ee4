import { coversReader, coversView } from '@/domain/policy/covers-view'
import type { Envelope, StepResult } from '@/domain/run/step'
import type { Agent } from '@/domain/team/agent'
import { agentAt, type StaffedNode } from '@/domain/team/staff'
import { digestOf } from '@/server/record/digest'
import type { AnyActivation } from './types'

/** How an agent came to what it decided, as another agent may be told of it. */
export interface WorkerDecision {
  /** The worker's node. */
  of: string
  /** Data for the one who is told. */
  told: Record<string, unknown>
  envelope?: Envelope
  /** Why its reasons are not told. */
  withheld?: string
}

/** The same for everybody who may be asked at a node: its own agent, and whoever stands in. By slug. */
export async function workerDecisions(
  activation: Parameters<typeof workerDecision>[0] & { node: StaffedNode },
  worker: string,
): Promise<Map<string, WorkerDecision>> {
  const { node, version } = activation
  const readers = [node.agent, node.fallback].flatMap((slug) => version.bundle.agents[slug ?? ''] ?? [])
  return new Map(
    await Promise.all(
      readers.map(async (reader) => [reader.slug, await workerDecision(activation, worker, reader)] as const),
    ),
  )
}

/**
 * The last decision at a node on this token's way. Its reasons may quote whatever the worker saw, in words that no view
 * can mask: so they are told only to a reader who may see all of that.
 */
async function workerDecision(
  { engine, runId, version, at }: Pick<AnyActivation, 'engine' | 'runId' | 'version' | 'at'>,
  worker: string,
  reader: Agent,
): Promise<WorkerDecision> {
  const { bundle } = version
  const node = bundle.nodes[worker]
  const by = node?.name ?? worker
  const visit = at.steps.findLast((step) => step.node === worker && step.status === 'done')
  const step =
    visit &&
    (await engine.db.prisma.step.findFirst({
      where: { runId, node: worker, iteration: visit.iteration, attempt: visit.attempt },
      select: { result: true },
    }))
  const result = step?.result as unknown as StepResult | undefined
  const without = (withheld: string, more: object = {}): WorkerDecision => ({
    of: worker,
    told: { by, withheld, ...more },
    withheld,
  })
  if (visit?.feedback?.reviewId !== undefined)
    return without(`${visit.feedback.by} gave this answer by hand.`, { reason: 'a person answered' })
  const envelope = result?.envelope
  if (!envelope) return without('No agent decided this.')
  const { confidence, rationale, alternatives, evidence } = envelope
  const changed = digestOf(at.state[worker] ?? null) !== digestOf(result.output ?? null)
  const common = { confidence, ...(changed && { changed_since: true }) }
  const agent = bundle.agents[result.standIn?.agent ?? (node && agentAt(node)) ?? '']
  const { view } = result
  const usedTools = (result.tools?.length ?? 0) > 0
  if (!agent || !view || !coversView(view, reader) || (usedTools && !coversReader(agent, reader)))
    return {
      ...without('Its reasons may quote fields that you may not see.', common),
      envelope,
      withheld: `${by} saw fields that ${reader.name} may not see, and its reasons may quote them.`,
    }
  return { of: worker, envelope, told: { by, ...common, rationale, alternatives, evidence } }
}
