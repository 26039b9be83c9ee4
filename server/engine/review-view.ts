import { ExpressionError } from '@/domain/expression/cel'
import type { ChainLink, ReviewView } from '@/domain/run/review'
import type { GateDecision } from '@/domain/effect/gate'
import type { EffectRequest, StepFailure, StepResult } from '@/domain/run/step'
import { modeAt } from '@/domain/run/mode'
import { bindingsOf } from './bindings'
import { effectRequest } from './effect-request'
import { endpointsFor } from './endpoints-for'
import { actionsBehind } from './gate-effects'
import type { Askable } from './types'

interface Asked {
  kind: ReviewView['kind']
  question: string
  failure?: StepFailure
  budget?: ReviewView['budget']
  dearer?: ReviewView['dearer']
  unusual?: ReviewView['unusual']
  /** For an escalation: the value that waits, when there is one. */
  draft?: ReviewView['draft']
  conflict?: ReviewView['conflict']
  /** Where the gate before an effect asks. */
  gate?: GateDecision
}

/** Everything a reviewer is shown, gathered as it stands now; the verdict binds to its digest. */
export async function reviewView(activation: Askable, asked: Asked): Promise<ReviewView> {
  const { engine, runId, at, version, node } = activation
  const steps = await engine.db.prisma.step.findMany({
    where: { runId, status: 'done' },
    orderBy: [{ endedAt: 'asc' }, { attempt: 'asc' }],
  })
  const results = steps.map((step) => ({ ...step, result: step.result as unknown as StepResult }))
  const chain = results.map(({ node: id, kind, iteration, endedAt, costMicros, result }): ChainLink => ({
    node: id,
    name: version.bundle.nodes[id]?.name ?? id,
    kind,
    iteration,
    at: endedAt.toISOString(),
    says: saysOf(result, kind),
    ...(result.envelope ? { confidence: result.envelope.confidence } : {}),
    costMicros: costMicros.toString(),
  }))
  const { rules, reasons } = results.findLast(({ node: id }) => id === at.arrived.from)?.result ?? {}
  const slot = at.arrived.slot
  const draftWriter = slot ? version.bundle.nodes[slot] : undefined
  const draft =
    asked.draft ??
    (asked.kind === 'approval' && slot
      ? {
          slot,
          value: at.state[slot],
          by: draftWriter?.name ?? slot,
          ...(at.arrived.contract ? { contract: at.arrived.contract } : {}),
        }
      : undefined)
  const { effects, unmade } = await previewEffects(activation)
  const gate = node.kind === 'human' ? node : undefined
  const sentBack = at.steps.filter((step) => step.node === node.id && step.port === 'sent_back').length
  const canSendBack = (version.bundle.next[node.id] ?? []).some(({ port }) => port === 'sent_back')
  return {
    kind: asked.kind,
    question: asked.question,
    goal: version.bundle.goal,
    team: { id: at.teamId, name: version.bundle.name, version: version.number, digest: version.digest },
    run: {
      id: runId,
      title: at.title,
      startedBy: at.startedBy,
      mode: modeAt(version.bundle, node.id, at.mode),
    },
    reasons: [
      ...(asked.failure ? [{ code: asked.failure.code, text: asked.failure.message }] : []),
      ...(rules ?? []).filter((rule) => !rule.held).map((rule) => ({ code: rule.id, text: rule.message })),
      ...(asked.kind === 'approval' ? (reasons ?? []) : []),
      ...heldBy(asked.gate),
      ...(asked.conflict ? [{ code: 'conflict', text: asked.conflict.because }] : []),
      ...unmade,
    ],
    ...(draft ? { draft } : {}),
    effects,
    chain,
    evidence: Object.fromEntries(Object.entries(at.state).filter(([name]) => name !== draft?.slot)),
    spentMicros: at.spentMicros,
    stateVersion: at.stateVersion,
    ...(rules ? { rules } : {}),
    ...(asked.failure ? { failure: asked.failure } : {}),
    ...(asked.budget ? { budget: asked.budget } : {}),
    ...(asked.dearer ? { dearer: asked.dearer } : {}),
    ...(asked.unusual ? { unusual: asked.unusual } : {}),
    ...(asked.conflict ? { conflict: asked.conflict } : {}),
    ...(asked.gate ? { gate: asked.gate } : {}),
    sendBacksLeft: gate && canSendBack ? Math.max(0, gate.maxSendBacks - sentBack) : 0,
    reasonRequired: 'reasonRequired' in node && asked.kind !== 'escalation' ? node.reasonRequired : false,
    sandbox:
      results.some(({ result }) => result.calls?.some((call) => call.sandbox)) ||
      (await triedSandbox(activation)),
  }
}

/** Why the gate holds an effect, stage by stage. */
const heldBy = (gate: GateDecision | undefined): { code: string; text: string }[] =>
  (gate?.stages ?? [])
    .filter(({ outcome }) => outcome === 'held')
    .map(({ stage, why }) => ({ code: `gate.${stage}`, text: why }))

/** Whether the sandbox was asked in an attempt that failed: of the one that fails now no step is written yet. */
const triedSandbox = async ({ engine, runId }: Askable): Promise<boolean> =>
  (await engine.db.prisma.modelCall.findFirst({ where: { runId, sandbox: true }, select: { id: true } })) !==
  null

/** The requests that approving here lets out before the next gate, as they would be sent from this state. */
async function previewEffects(activation: Askable) {
  const { node, version, at } = activation
  const effects: EffectRequest[] = []
  const unmade: { code: string; text: string }[] = []
  const bindings = bindingsOf(version.bundle, at.state, at.steps)
  const actions =
    node.kind === 'human'
      ? actionsBehind(version, at, node.id, bindings)
      : node.kind === 'action'
        ? [node.id]
        : []
  for (const id of actions) {
    const action = version.bundle.nodes[id]
    if (action?.kind !== 'action') continue
    try {
      effects.push(await effectRequest(action, version.bundle, bindings, endpointsFor(activation)))
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error
      unmade.push({
        code: 'expression_failed',
        text: `What ${action.name} would send cannot be shown: ${error.message}`,
      })
    }
  }
  return { effects, unmade }
}

function saysOf(result: StepResult, kind: string): string {
  const { supervision, settling } = result
  if (supervision && result.verdict)
    return `${supervision.verdict}${supervision.overruled ? ', which does not stand' : ''}: ${result.verdict.reason}`
  if (settling?.settled)
    return `${settling.settled.agreed ? 'All agree' : `${settling.settled.by} holds, by ${settling.settled.policy}`}${result.verdict?.reason ? `: ${result.verdict.reason}` : ''}`
  if (result.envelope) return result.envelope.rationale
  if (result.request) return `Asked ${result.request.of} for more: ${result.request.grounds.rationale}`
  if (result.verdict)
    return `${result.verdict.decision.replace('_', ' ')}: ${result.verdict.reason || 'no reason given'} (${result.verdict.by})`
  if (result.rules) {
    const stopped = result.rules.filter((rule) => !rule.held)
    return stopped.length
      ? stopped.map((rule) => rule.message).join(' · ')
      : `All ${result.rules.length} rules hold`
  }
  if (result.effect) return `${result.effect.request.summary}: ${result.effect.status}`
  if (result.route) return `Took the way ${result.route}`
  return kind === 'trigger' ? 'Started the run' : ''
}
