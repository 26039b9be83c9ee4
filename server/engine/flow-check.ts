import type { EffectRequest, InputLabel, StepFailure } from '@/domain/run/step'
import type { ReviewView, Verdict } from '@/domain/run/review'
import { labelsAfter } from '@/domain/state/labels'
import { decidedRefusal, flowRefusal, readersRefusal } from '@/domain/state/refusal'
import { isWrite } from '@/domain/team/kinds/action'
import { kindOf } from '@/domain/team/kinds/registry'
import { flowOf } from '@/domain/team/trust/flow-of'
import { joined, labelOf } from '@/domain/team/trust/flows'
import { callsWriter } from '@/domain/team/unattended'
import { digestOf, saltedDigest } from '@/server/record/digest'
import { ENGINE, stepEntry } from './commit'
import { fault } from './fault'
import { passedGates } from './gate/passed'
import type { Activation, HandlerOutcome } from './types'

/**
 * What keeps a call in as the run stands: its connection may not receive what is sent, or, where it writes, words that
 * nobody has checked would decide it. With what such an effect rests on.
 */
export async function flowOfCall(
  activation: Activation<'action'>,
  request: EffectRequest,
): Promise<{ refused?: StepFailure; label?: InputLabel }> {
  const { node, version, at } = activation
  const flow = flowOf(version.bundle)
  const high = readersRefusal(version.bundle, flow, node)
  if (high) return { refused: high }
  if (!isWrite(node)) return {}
  const labels = labelsAfter(flow, at.steps)
  const used = kindOf(node)
    .expressions(node)
    .filter(({ sent }) => sent !== undefined)
    .map((expression) => labels.of(node, expression))
  const { words, chosen } = joined(used)
  const label = labelOf({ words, chosen: new Set([...chosen, ...labels.decided(node.id)]) })
  const refused = flowRefusal(flow, labels, node)
  return { label, ...(refused && !(await isEndorsed(activation, request)) && { refused }) }
}

/** An effect's outcome with what it rests on, for its step and for the record. */
export function resting(outcome: HandlerOutcome, label: InputLabel | undefined): HandlerOutcome {
  if (!label) return outcome
  const { result, record } = outcome
  const untrusted = [...label.words, ...label.chosen]
  return {
    ...outcome,
    result: { ...result, label },
    ...(record && { record: { ...record, data: { ...record.data, untrusted } } }),
  }
}

/** A fault that the record has as a denial: where what goes out comes from keeps it in, whatever policies say. */
export const refusedByFlow = (
  { runId, at, version }: Pick<Activation, 'runId' | 'at' | 'version'>,
  failure: StepFailure,
  sent?: Pick<EffectRequest, 'connection' | 'method'>,
): HandlerOutcome => ({
  ...fault(failure),
  entries: [
    stepEntry({ id: runId, teamId: at.teamId, version }, at, 'flow.refused', ENGINE, {
      ...(sent && { connection: sent.connection, method: sent.method }),
      code: failure.code,
      // Names of what is drawn and of fields: no value.
      because: failure.message,
    }),
  ],
})

/** Why a team that writes with no person of its own may not be called as the run stands. */
export async function flowOfTeam(activation: Activation<'team'>): Promise<StepFailure | undefined> {
  const { node, version, at } = activation
  if (!callsWriter(node, Object.values(version.bundle.teams ?? {}))) return undefined
  const flow = flowOf(version.bundle)
  const refused = decidedRefusal(flow, labelsAfter(flow, at.steps), node)
  if (!refused) return undefined
  // What it would be given follows from the state.
  return (await retried(activation, ({ stateVersion }) => stateVersion === at.stateVersion))
    ? undefined
    : refused
}

/**
 * Whether a person has let out exactly this request, whatever it is made of: at the gate before it, or here, where it was
 * refused and shown to them.
 */
async function isEndorsed(activation: Activation<'action'>, request: EffectRequest): Promise<boolean> {
  const { node, version, at } = activation
  // Where the effect's own gate asked.
  const digest = saltedDigest(request, at.salt)
  if (at.arrived.approved?.digest === digest) return true
  const { binding } = passedGates(version.bundle, at.steps, node.id)
  const byPerson = at.steps.some(
    ({ feedback }) =>
      feedback?.reviewId !== undefined &&
      feedback.effects.some((effect) => effect.digest === binding?.digest),
  )
  if (binding && byPerson) return binding.digest === digest
  return retried(activation, ({ effects }) => {
    const shown = effects.find((one) => one.node === node.id)
    return shown !== undefined && digestOf(shown) === digestOf(request)
  })
}

/** Whether a person, shown that it was refused and what would be done, had it tried again; asked only where somebody has. */
async function retried(
  { engine, at, runId, node }: Pick<Activation, 'engine' | 'at' | 'runId' | 'node'>,
  isTheSame: (view: ReviewView) => boolean,
): Promise<boolean> {
  if (at.arrived.retriedAt === undefined) return false
  const decided = await engine.db.prisma.review.findMany({
    where: { runId, node: node.id, iteration: at.iteration, status: 'decided' },
    select: { view: true, verdict: true },
  })
  return decided.some((one) => {
    const view = one.view as unknown as ReviewView
    const verdict = one.verdict as Verdict | null
    return verdict?.decision === 'retry' && view.failure?.code === 'untrusted' && isTheSame(view)
  })
}
