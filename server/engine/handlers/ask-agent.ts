import { isCaught } from '@/domain/pii/net'
import { compileView } from '@/domain/policy/compile-view'
import { permitsPersonal } from '@/domain/policy/personal'
import { serveView } from '@/domain/policy/serve-view'
import type { CallSummary, ServedView, StepFailure } from '@/domain/run/step'
import type { ViewPlan } from '@/domain/policy/view'
import type { Agent } from '@/domain/team/agent'
import { seesIn } from '@/domain/team/governed'
import { screened, screenOf } from '@/server/net'
import { saltedDigest } from '@/server/record/digest'
import { labelsAfter } from '@/domain/state/labels'
import { flowOf } from '@/domain/team/trust/flow-of'
import { labelOf, type Taint } from '@/domain/team/trust/flows'
import { leadsToRetry } from '../fault'
import { ToolGuard } from '../tool-guard'
import { callsBefore, waitsFor } from '../waits'
import type { Entered } from '../entered'
import type { HandlerOutcome, Outcome } from '../types'
import { readAnswer } from './agent-answer'
import type { Answered, Asked, OpenQuestion, Question, Requested, Unanswered } from './asked'
import { answerSchema, openingMessages } from './agent-prompt'
import { answerOrRequestSchema, readAnswerOrRequest, type AnswerOrRequest } from './agent-request'
import { Conversation, type Failed, type Read, type StaffedActivation } from './conversation'
import { fitContext, type Sealed } from './fit-context'
import { countsOf } from './counts'
import { spentOn, together } from './together'

export type { StaffedActivation } from './conversation'

/**
 * Serves an agent its view, asks a model, lets it read with its tools, and holds its answer to the schema. When nothing
 * of its own is left to be tried, whoever stands in at the node is asked once.
 */
export async function askAgent(activation: StaffedActivation, question: Question): Promise<Answered> {
  const answered = await askInTurn(activation, question)
  if ('request' in answered) throw new Error(`${activation.node.id} asks back without being let`)
  return answered
}

/** The same where the agent may ask for more instead. */
export const askAgentOrRequest = (
  activation: StaffedActivation,
  question: OpenQuestion,
): Promise<Answered | Requested> => askInTurn(activation, question)

/** Faults of an agent that another may do without. What people decided is not among them. */
const STANDS_IN: ReadonlySet<StepFailure['code']> = new Set([
  'contract_violated',
  'model_failed',
  'model_refused',
  'timeout',
  'no_model',
  'tier_blocked',
])

async function askInTurn(
  activation: StaffedActivation,
  question: Question | OpenQuestion,
): Promise<Answered | Requested> {
  const { node, version, at, engine, signal } = activation
  const { agents, views, fallbackViews } = version.bundle
  const first = await ask(activation, question, agents[node.agent ?? ''], views[node.id], true)
  if (!('failure' in first)) return first
  const turn = turnOf(activation, first)
  if (turn) return { ...first, turn }
  if (node.fallback === undefined) return first
  if (!STANDS_IN.has(first.failure.code) || leadsToRetry(at, node.retries, first)) return first
  signal.throwIfAborted()
  await engine.stops.engage(signal, node.fallback)
  const second = await ask(activation, question, agents[node.fallback], fallbackViews?.[node.id], false)
  return together(first, second)
}

/** Whether who asked in vain waits for its turn: when no model took it up, and none had said anything before. */
function turnOf(
  activation: StaffedActivation,
  { failure, turnedAway, retryAfterMs = 0, spent, shown: { calls } }: Unanswered,
) {
  if (!turnedAway || spent.settle.length > 0) return undefined
  return waitsFor(activation, { because: failure.message, retryAfterMs, calls })
}

async function ask(
  activation: StaffedActivation,
  question: Question | OpenQuestion,
  agent: Agent | undefined,
  plan: ViewPlan | undefined,
  isOwn: boolean,
): Promise<Answered | Requested> {
  const { node, version, at } = activation
  const { bundle } = version
  if (!agent || !plan) throw new Error(`bundle ${version.digest} is not sound at ${node.id}`)
  const deadline = Date.now() + node.timeoutSeconds * 1000
  const before = isOwn ? callsBefore(at) : []
  const { task = node.task, more, feedback } = question
  const served = serveView(plan, at.state, aliasKeyOf(activation))
  const drawn = [agent.name, agent.job, agent.instructions, bundle.goal, task]
  const screen = screenOf(permitsPersonal(agent, seesIn(bundle), served, drawn))
  const shown = await screened(served.data, screen)
  const slot = at.arrived.slot ?? at.split?.state.subject?.slot
  const taken =
    ('accepts' in node ? node.accepts : undefined) ??
    at.arrived.contract ??
    at.split?.state.subject?.contract ??
    ''
  const subject = { data: shown.value, handoff: slot, schema: bundle.contracts[taken]?.schema }
  const fit = await fitContext(activation, { agent, screen }, subject, deadline)
  if ('failure' in fit) {
    const { calls: own, settle, ...failed } = fit
    const calls = [...before, ...own]
    return { agent, spent: spentOn(calls, settle), shown: { calls, tools: [] }, ...failed }
  }
  const { data, fitted } = fit
  const view: ServedView = {
    digest: saltedDigest(data, at.salt),
    stateVersion: at.stateVersion,
    data,
    fields: served.fields,
    ...(fitted && { fitted }),
    ...(isCaught(shown.caught) && { caught: shown.caught }),
  }
  const schema = typeof question.schema === 'function' ? question.schema(data) : question.schema
  const messages = openingMessages({
    agent,
    task,
    goal: bundle.goal,
    ...split(data, slot),
    more: typeof more === 'function' ? more(agent) : more,
    feedback:
      feedback &&
      (isOwn
        ? feedback
        : { ...feedback, previous: seenBy(activation, agent, { ...question, schema }, feedback) }),
    requests: 'requests' in question ? question.requests : undefined,
    fitted: fitted !== undefined,
  })
  const topic = { messages, named: question.named, ...answerOf(question, schema) }
  const seen = shownTo(activation)
  const guard = new ToolGuard(activation, agent, seen, plan)
  const conversation = new Conversation(activation, { agent, screen }, topic, deadline, guard)
  const outcome = await conversation.run()
  const calls = [...before, ...fit.calls, ...conversation.calls]
  const common = {
    agent,
    spent: spentOn(calls, [...fit.settle, ...conversation.settle], guard.entries),
    shown: { view, calls, tools: conversation.tools, label: labelOf(seen) },
  }
  if ('failure' in outcome) return { ...common, ...outcome }
  const { said } = outcome
  return {
    ...common,
    view,
    ...said,
    record: recordOf(question, common, { view, sealed: fit.sealed, salt: at.salt }, said),
  }
}

/** What is not to be trusted of what whoever works at a node is shown and told. */
const shownTo = ({ node, version: { bundle }, at }: StaffedActivation): Taint =>
  labelsAfter(flowOf(bundle), at.steps).shown(node)

/** How an answer is asked for and read: within the contract, or as a request where these are let. */
function answerOf(
  question: Question | OpenQuestion,
  schema: Record<string, unknown>,
): { schema: { [keyword: string]: unknown }; read: (text: string) => Read<AnswerOrRequest> } {
  if ('requests' in question) {
    const asked = question.requests.schema
    return {
      schema: answerOrRequestSchema(schema, asked),
      read: (text) => readAnswerOrRequest(text, schema, asked),
    }
  }
  return {
    schema: answerSchema(schema),
    read(text) {
      const answer = readAnswer(text, schema)
      return answer.ok ? { ok: true, said: { envelope: answer.envelope } } : answer
    },
  }
}

/** What another said before, as far as its contract lets this one see it. */
function seenBy(
  activation: StaffedActivation,
  agent: Agent,
  { schema, named }: { schema: Record<string, unknown>; named: string },
  { previous }: { previous: unknown },
): unknown {
  const { bundle } = activation.version
  const contracts = bundle.contracts[named] ? [bundle.contracts[named].name] : []
  const plan = compileView([{ slot: 'previous', schema, contracts }], agent, seesIn(bundle))
  return serveView(plan, { previous }, aliasKeyOf(activation)).data['previous'] ?? null
}

const aliasKeyOf = ({ engine, runId, at, version }: StaffedActivation): Uint8Array =>
  engine.aliasKey({ id: runId, salt: at.salt }, version.bundle)

function recordOf(
  question: Question,
  { agent, spent, shown: { calls, label } }: Asked,
  { view, sealed, salt }: { view: ServedView; sealed: Sealed[] | undefined } & Pick<Entered, 'salt'>,
  said: AnswerOrRequest,
): NonNullable<Outcome['record']> {
  const last = calls.at(-1)
  const { fitted } = view
  return {
    data: {
      agent: agent.slug,
      owner: agent.owner,
      contract: question.named,
      view: view.digest,
      ...(label && { untrusted: [...label.words, ...label.chosen] }),
      ...('envelope' in said
        ? { output: saltedDigest(said.envelope.output, salt), confidence: said.envelope.confidence }
        : { request: saltedDigest(said.request, salt), confidence: said.grounds.confidence }),
      model: last ? `${last.provider}/${last.model}` : '',
      sandbox: last?.sandbox ?? false,
      ...countsOf(calls),
      tokens_in: sum(calls, 'tokensIn'),
      tokens_out: sum(calls, 'tokensOut'),
      cost_micros: spent.costMicros.toString(),
      hidden: view.fields
        .filter((field) => field.visibility !== 'clear')
        .map((field) => `${field.path} ${field.visibility}`),
      ...(fitted && {
        fitted: {
          max_tokens: fitted.maxTokens,
          before: fitted.before,
          after: fitted.after,
          replaced: fitted.replaced.map((place) => ({ ...place })),
        },
      }),
    },
    sealed: {
      saw: view.data,
      ...('envelope' in said ? { said: said.envelope } : { asked: said.request, said: said.grounds }),
      ...(sealed && { replaced: sealed }),
    },
  }
}

/** An agent that could not answer, or not yet, as the outcome of its step. */
export function failed({
  failure,
  retryable,
  retryAfterMs,
  spent,
  shown,
  turn,
}: Extract<Answered, Failed>): Extract<HandlerOutcome, { kind: 'fault' | 'wait' }> {
  if (turn) return { kind: 'wait', ...turn, ...spent, result: shown }
  return {
    kind: 'fault',
    ...spent,
    failure,
    retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    result: { ...shown, failure },
  }
}

const sum = (calls: readonly CallSummary[], key: 'tokensIn' | 'tokensOut'): number =>
  calls.reduce((total, call) => total + call[key], 0)

function split(data: Record<string, unknown>, slot: string | undefined) {
  if (!slot) return { handoff: null, state: data }
  const { [slot]: handoff = null, ...state } = data
  return { handoff, state }
}
