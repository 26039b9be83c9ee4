import { principalOf } from '@/domain/actor'
import { effectPolicies, type PolicedAuthor, type PolicedEffect } from '@/domain/effect/effect-policies'
import {
  deniedBy,
  gateOf,
  personNeed,
  policyStage,
  type GateAgent,
  type GateDecision,
  type GateFindings,
  type GateStage,
  type PolicyFinding,
} from '@/domain/effect/gate'
import { isRisk, riskExpression, type Risk } from '@/domain/effect/risk'
import { evaluateExpression, ExpressionError } from '@/domain/expression/cel'
import { modeAt } from '@/domain/run/mode'
import type { EffectRequest, StepFailure } from '@/domain/run/step'
import { labelsAfter, type Labels } from '@/domain/state/labels'
import type { Denial } from '@/domain/policy/denial'
import type { Agent } from '@/domain/team/agent'
import type { Bundle } from '@/domain/team/bundle'
import { decideIn, errandIn } from '@/domain/team/governed'
import type { NodeOf } from '@/domain/team/node'
import { staffOf, isStaffed } from '@/domain/team/staff'
import { flowOf } from '@/domain/team/trust/flow-of'
import { isTainted } from '@/domain/team/trust/flows'
import { bounded } from '@/server/bounded'
import '@/server/cedar'
import { bindingsOf } from '../bindings'
import { operationMisfit } from '../called-operation'
import { bindsTo } from '../gate-effects'
import type { Askable } from '../types'
import { takeUpFailure } from '../take-up'
import { authorsOf, type Author } from './authors'
import { passedGates, rulesNow, type Passed } from './passed'
import { usePreAuthorisations } from './pre-authorised'
import { sentFields } from './sent-fields'

/** An effect at the gate, and what its step fails with where the gate refuses it. */
export interface Judged {
  decision: GateDecision
  failure?: StepFailure
  /** What policies denied, where it is they that refuse. */
  denials?: Denial[]
}

type Judging = Pick<Askable, 'engine' | 'runId' | 'at' | 'version'> & { node: NodeOf<'action'> }

/**
 * The one gate before every effect: schema → policy → business rules → supervisor → person by autonomy and risk →
 * execution. What it decides is put on the record with the intent, and shown at the step.
 * @param key the effect's; pre-authorisations count by it. Without one nothing is counted: it is only asked what would be.
 */
export async function judgeEffect(
  judging: Judging,
  request: EffectRequest,
  key: string | undefined,
): Promise<Judged> {
  const { node, version, at, engine } = judging
  const { bundle, workspace } = version
  const bindings = bindingsOf(bundle, at.state, at.steps)
  const passed = passedGates(bundle, at.steps, node.id)
  const labels = labelsAfter(flowOf(bundle), at.steps)
  const authors = (await authorsOf(judging, node)).map((author) => policed(bundle, labels, node, author))
  const misfit = requestMisfit(judging, request)
  const { risk, because } = riskOf(node, passed, bindings)
  const bound: Bound = (approved) => bindsTo(approved, request, at)
  const { person, changed, moved } = personOf(at.arrived.approved, passed, bound)
  const supervisor = supervisorOf(bundle, passed, bound)
  let rules: GateFindings['rules'] = []
  let undecided: string | undefined
  try {
    rules = rulesNow(bundle, at.steps, node.id, bindings)
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    undecided = error.message
    rules = [{ node: node.id, name: 'The rules before it', rejects: [error.message], asks: [] }]
  }
  const found: GateFindings = {
    shadow: modeAt(bundle, node.id, at.mode) === 'shadow',
    risk,
    riskBecause: because,
    schema: { problems: misfit ? [misfit.message] : [], fits: fitsOf(bundle, node) },
    policy: policiesSay(bundle, request, {
      risk,
      startedBy: principalOf(at.startedBy),
      granted: person?.binds === true,
      authors,
    }),
    rules,
    ...(supervisor && { supervisor }),
    ...(person && { person }),
    ...(changed !== undefined && { changed }),
    ...(moved !== undefined && { moved: { connection: request.connectionName, since: moved } }),
    agents: authors.map(gateAgent),
    authorised: new Map(),
    idempotent: node.idempotent,
  }
  const first = gateOf(found)
  const needing = authors
    .filter(({ agent }) => personNeed(agent.autonomy, risk) === 'unless_authorised')
    .map(({ agent }) => agent.slug)
  if (first.outcome !== 'ask' || key === undefined || needing.length === 0)
    return {
      decision: first,
      ...failureOf(first, { misfit, passed, undecided }),
      denials: deniedBy(first, found),
    }
  // Only what nothing else stands against is counted.
  const all = new Map(needing.map((slug) => [slug, { id: '', says: '' }]))
  if (gateOf({ ...found, authorised: all }).outcome !== 'go') return { decision: first }
  const authorised = await usePreAuthorisations(engine.db, workspace.id, needing, key, request, bindings)
  return { decision: authorised ? gateOf({ ...found, authorised }) : first }
}

/**
 * Why a read does not go out: it is no effect and asks nobody, but what it asks with may be agents' work, and they reach a
 * connection by leave of the policies alone.
 */
export async function judgeRead(
  judging: Judging,
  request: EffectRequest,
): Promise<{ failure: StepFailure; denials: Denial[] } | undefined> {
  const { node, version, at } = judging
  const labels = labelsAfter(flowOf(version.bundle), at.steps)
  const authors = await authorsOf(judging, node)
  const policy = policiesSay(version.bundle, request, {
    risk: 'low',
    startedBy: principalOf(at.startedBy),
    granted: false,
    // A read writes no field.
    authors: authors.map((author) => ({ ...policed(version.bundle, labels, node, author), fields: [] })),
  })
  const { outcome, why, policies = [] } = policyStage({ policy })
  if (outcome !== 'refused') return undefined
  return {
    failure: { code: 'gate_refused', message: why, details: { stage: 'policy', policies } },
    denials: policy.flatMap(({ denial }) => denial ?? []),
  }
}

/** A risk is what the action says; where it says nothing, low if business rules alone let it through, else medium. */
function riskOf(
  { risk }: NodeOf<'action'>,
  passed: Passed,
  bindings: Record<string, unknown>,
): { risk: Risk; because: string } {
  if (risk === undefined)
    return passed.byRulesAlone
      ? { risk: 'low', because: 'business rules let it through' }
      : { risk: 'medium', because: 'as every write where nobody says otherwise' }
  if (isRisk(risk)) return { risk, because: 'as the action says' }
  const source = riskExpression(risk) ?? ''
  try {
    const given = bounded(() => evaluateExpression(source, bindings))
    if (isRisk(given)) return { risk: given, because: 'worked out as the action says' }
    return { risk: 'high', because: 'what the action works out is no risk' }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { risk: 'high', because: `it could not be worked out: ${error.message}` }
  }
}

function fitsOf({ contracts }: Bundle, { accepts, fields }: NodeOf<'action'>): string {
  const contract = accepts === undefined ? undefined : contracts[accepts]
  const made = fields.length === 1 ? 'its one field' : `its ${fields.length} fields`
  return contract
    ? `Made with ${made}, from what fits ${contract.name} ${contract.version}.`
    : `Made with ${made}.`
}

/** Whether what was approved is what would be sent. */
type Bound = (approved: Parameters<typeof bindsTo>[0]) => ReturnType<typeof bindsTo>

/**
 * Who approved: at the gate's own review, or at a person's place in the drawing. Or who approved something else at this gate
 * (`changed`), or all of it but where it goes now (`moved`): then the gate asks.
 */
function personOf(
  approved: Judging['at']['arrived']['approved'],
  { binding }: Passed,
  bound: Bound,
): { person?: GateFindings['person']; changed?: string; moved?: string } {
  const here = approved && bound(approved)
  if (approved && here === 'same')
    return { person: { review: approved.review, by: approved.by, binds: true } }
  const again = approved ? { [here === 'moved' ? 'moved' : 'changed']: approved.by } : {}
  if (!binding) return again
  const { reviewId: review, by } = binding.decided
  const binds = bound(binding)
  if (binds === 'moved') return binding.used ? again : { moved: by, ...again }
  if (review === undefined) return again
  if (binds === 'other') return { ...again, person: { review, by, binds: false } }
  return binding.used ? again : { ...again, person: { review, by, binds: true } }
}

/** A supervisor answers for what is sent, not for where a connection leads: that is for a person. */
function supervisorOf({ nodes }: Bundle, { binding }: Passed, bound: Bound): GateFindings['supervisor'] {
  if (!binding || nodes[binding.node]?.kind !== 'supervisor') return undefined
  const binds = bound(binding) !== 'other'
  if (binds && binding.used) return undefined
  return { node: binding.node, by: binding.decided.by, binds }
}

/** An author as policies know it: what it has read in this run, as far as no person has approved its work since. */
function policed(bundle: Bundle, labels: Labels, action: NodeOf<'action'>, { agent, slots }: Author) {
  return {
    agent,
    tainted: Object.values(bundle.nodes).some(
      (node) =>
        isStaffed(node) && staffOf(node).includes(agent.slug) && isTainted(labels.read(node, action.id)),
    ),
    fields: sentFields(bundle, action).flatMap(({ slot, field }) => (slots.includes(slot) ? [field] : [])),
  }
}

/** What the policies that hold say to the agents whose work a request sends. */
export const policiesSay = (
  bundle: Bundle,
  { connection, connectionName }: EffectRequest,
  effect: Pick<PolicedEffect, 'risk' | 'startedBy' | 'granted' | 'authors'>,
): PolicyFinding[] =>
  effectPolicies(decideIn(bundle), {
    ...effect,
    errand: errandIn(bundle),
    connection: bundle.connections[connection] ?? {
      slug: connection,
      name: connectionName,
      owner: '',
      clearance: 'public',
    },
  })

export const gateAgent = ({
  agent,
  tainted,
}: Pick<PolicedAuthor, 'tainted'> & { agent: Agent }): GateAgent => ({
  ...{ slug: agent.slug, name: agent.name, autonomy: agent.autonomy },
  tainted,
})

/** Why a request is not as it has to be: what it is made of fits no contract, or it is nothing that its operation takes. */
export const requestMisfit = (
  { node, version: { bundle }, at }: Pick<Judging, 'node' | 'version' | 'at'>,
  request: EffectRequest,
): StepFailure | undefined =>
  takeUpFailure(bundle, node, at.state, at.arrived.slot) ?? operationMisfit(node, bundle, request)

/** What the step fails with: what fits not is said as ever, and so is an approval of something else. */
function failureOf(
  { outcome, stages }: GateDecision,
  {
    misfit,
    passed,
    undecided,
  }: { misfit: StepFailure | undefined; passed: Passed; undecided: string | undefined },
): { failure?: StepFailure } {
  if (outcome !== 'refuse') return {}
  const refusing = stages.find((stage) => stage.outcome === 'refused')
  if (!refusing) throw new Error('the gate refuses, and no stage of it does')
  if (refusing.stage === 'schema' && misfit) return { failure: misfit }
  if (refusing.stage === 'supervisor' || refusing.stage === 'person')
    return {
      failure: {
        code: 'rejected',
        message: 'What would be sent is not what was approved.',
        details: { approved: passed.binding?.digest },
      },
    }
  if (undecided !== undefined)
    return {
      failure: { code: 'expression_failed', message: `The rules cannot be decided any more: ${undecided}` },
    }
  return {
    failure: {
      code: 'gate_refused',
      message:
        refusing.stage === 'policy' ? refusing.why : `A business rule refuses it by now: ${refusing.why}`,
      details: { stage: refusing.stage, policies: refusing.policies ?? [] },
    },
  }
}

/** A decision as the record has it in the open: who and what decided, without the words, which may tell of the data. */
export const recordedGate = ({ risk, agents, tainted, stages }: GateDecision) => ({
  risk,
  agents,
  tainted,
  stages: stages.map(({ why: _why, ...stage }: GateStage) => stage),
})
