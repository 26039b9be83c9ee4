import { BatonError } from '@/domain/problem'
import { GATE_REJECTED } from '@/domain/run/plan'
import type { DecidedGate, StepResult } from '@/domain/run/step'
import { stateAfter, stateWrite } from '@/server/engine/commit'
import { boundTo } from '@/server/engine/gate-effects'
import { onceMore } from '@/server/engine/once-more'
import { onward } from '@/server/engine/onward'
import type { Commit } from '@/server/engine/store'
import { settledBy } from './choose-claim'
import { base, type Deciding } from './deciding'
import { checkEdit, effectsAfter, rulesAfter } from './edited-draft'

/** What a verdict commits, by what was asked. @throws BatonError invalid when the decision is not open here */
export async function verdictCommit(deciding: Deciding): Promise<Commit> {
  const { review, verdict, view } = deciding
  if (verdict.decision === 'raise' && review.kind !== 'budget') throw notOpen(deciding)
  switch (review.kind) {
    case 'approval':
      return view.gate ? atEffect(deciding) : atGate(deciding)
    case 'conflict':
      return verdict.decision === 'approve'
        ? settledBy(deciding)
        : verdict.decision === 'reject'
          ? giveUp(deciding)
          : refuse(deciding)
    case 'budget':
      return verdict.decision === 'raise'
        ? again(deciding)
        : verdict.decision === 'reject'
          ? giveUp(deciding)
          : refuse(deciding)
    default:
      return verdict.decision === 'retry'
        ? again(deciding)
        : verdict.decision === 'reject'
          ? giveUp(deciding)
          : verdict.decision === 'approve'
            ? byHand(deciding)
            : refuse(deciding)
  }
}

const notOpen = ({ verdict }: Deciding) =>
  new BatonError('invalid', `${verdict.decision.replace('_', ' ')} is not possible here.`, [
    { pointer: '/decision', message: 'is not open for this review' },
  ])

const refuse = (deciding: Deciding): never => {
  throw notOpen(deciding)
}

/** At a human gate: approved, rejected or sent back, each its own way on. */
async function atGate(deciding: Deciding): Promise<Commit> {
  const { version, at, view, verdict, by, review } = deciding
  const port = { approve: 'approved', reject: 'rejected', send_back: 'sent_back', retry: '', raise: '' }[
    verdict.decision
  ]
  if (!port) return refuse(deciding)
  if (port === 'sent_back' && view.sendBacksLeft < 1) {
    throw new BatonError('invalid', 'This cannot be sent back any more: approve it, edit it, or reject it.', [
      { pointer: '/decision', message: 'no send-backs are left' },
    ])
  }
  const edit = verdict.edit && port === 'approved' ? checkEdit(version, view, verdict.edit) : undefined
  const [rejected] = edit ? rulesAfter(version, at, edit).rejected : []
  if (rejected) {
    const says = `${rejected.id} stops the edited draft: ${rejected.message}`
    throw new BatonError('invalid', says, [{ pointer: '/edit', message: says }])
  }
  const effects = port === 'approved' ? await effectsAfter(deciding, at.node, edit) : []
  const decided: DecidedGate = {
    reviewId: review.id,
    decision: verdict.decision,
    by: by.name,
    reason: verdict.reason,
    edited: edit !== undefined,
    ...(port === 'approved' && deciding.unseen.length > 0 && { unseen: [...deciding.unseen] }),
    effects: boundTo(effects, at),
  }
  return {
    ...base(deciding),
    step: {
      kind: 'human',
      status: 'done',
      port,
      result: { verdict: decided },
      costMicros: '0',
      startedAt: new Date().toISOString(),
    },
    ...(edit ? { state: stateWrite(at, { ...edit, writer: by }) } : {}),
    ...onward(version, at, port, stateAfter(at, edit)),
  }
}

/** At an effect that its own gate holds: let out as it was shown, or as edited; or the path ends here. */
async function atEffect(deciding: Deciding): Promise<Commit> {
  const { version, at, view, verdict, by, review } = deciding
  if (verdict.decision === 'reject') {
    const decided: DecidedGate = {
      reviewId: review.id,
      decision: 'reject',
      by: by.name,
      reason: verdict.reason,
      edited: false,
      effects: [],
    }
    return {
      ...base(deciding),
      step: {
        kind: 'action',
        status: 'done',
        port: GATE_REJECTED,
        result: { verdict: decided, ...(view.gate && { gate: view.gate }) },
        costMicros: '0',
        startedAt: new Date().toISOString(),
      },
      ...onward(version, at, GATE_REJECTED, at.state),
    }
  }
  if (verdict.decision !== 'approve') return refuse(deciding)
  const edit = verdict.edit ? checkEdit(version, view, verdict.edit) : undefined
  const [rejected] = edit ? rulesAfter(version, at, edit).rejected : []
  if (rejected) {
    const says = `${rejected.id} stops the edited draft: ${rejected.message}`
    throw new BatonError('invalid', says, [{ pointer: '/edit', message: says }])
  }
  const [effect] = boundTo(await effectsAfter(deciding, at.node, edit), at)
  if (!effect) throw new Error(`there is no effect at ${at.node}`)
  const { node: _node, ...bound } = effect
  const approved = { review: review.id, by: by.name, ...bound }
  return {
    ...base(deciding),
    ...(edit ? { state: stateWrite(at, { ...edit, writer: by }) } : {}),
    ...onceMore({ attempt: at.attempt, arrived: { ...at.arrived, approved } }),
  }
}

const again = (deciding: Deciding): Commit => ({ ...base(deciding), ...onceMore(deciding.at) })

function giveUp(deciding: Deciding): Commit {
  const { at, verdict, by } = deciding
  return {
    ...base(deciding),
    moves: 'on',
    outcome: {
      status: 'failed',
      result: 'given up',
      node: at.node,
      reason: `${by.name}: ${verdict.reason || 'no reason given'}`,
    },
  }
}

/** A person stands in for the step: gives an agent's output by hand, or confirms that an effect happened. */
function byHand(deciding: Deciding): Commit {
  const { version, at, view, verdict, by, review } = deciding
  const node = version.bundle.nodes[at.node]
  const decided: DecidedGate = {
    reviewId: review.id,
    decision: 'approve',
    by: by.name,
    reason: verdict.reason,
    edited: verdict.edit !== undefined,
    effects: [],
  }
  const done = (result: StepResult, state?: Commit['state']): Commit => ({
    ...base(deciding),
    attempt: at.attempt + 1,
    step: {
      kind: node?.kind ?? 'agent',
      status: 'done',
      port: 'out',
      result: { ...result, verdict: decided },
      costMicros: '0',
      startedAt: new Date().toISOString(),
    },
    ...(state ? { state } : {}),
    ...onward(version, at, 'out', stateAfter(at, state)),
  })
  const happened = node?.kind === 'action' ? { effect: { status: 'done' } } : {}
  if (view.draft && verdict.edit) {
    const edit = checkEdit(version, view, verdict.edit)
    return { ...done({ output: edit.value }, stateWrite(at, { ...edit, writer: by })), ...happened }
  }
  if (node?.kind === 'action' && view.failure?.code === 'outcome_unknown') {
    if (!view.draft) return { ...done({}), ...happened }
    throw new BatonError('invalid', 'What comes next reads its answer: say what it answered.', [
      { pointer: '/edit', message: 'is required here' },
    ])
  }
  return refuse(deciding)
}
