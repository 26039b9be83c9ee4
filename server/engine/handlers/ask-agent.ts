import { MAX_TOOL_ROUNDS } from '@/domain/team/worst-case'
import { serveView } from '@/domain/policy/serve-view'
import type { CallSummary, Envelope, ServedView, StepFailure, ToolUse } from '@/domain/run/step'
import { clip, storable } from '@/domain/storable'
import type { Agent } from '@/domain/team/agent'
import type { StaffedNode } from '@/domain/team/kinds/staffed'
import { PoolError, type ChatMessage, type Settlement } from '@/server/models/pool'
import { digestOf } from '@/server/record/digest'
import type { Activation, HandlerOutcome, Outcome } from '../types'
import { readAnswer } from './agent-answer'
import { answerSchema, openingMessages, repairMessage } from './agent-prompt'
import { useTools } from './agent-tools'

/** An activation of a node at which an agent works. */
export type StaffedActivation = Activation & { node: StaffedNode }

/** What is asked of an agent beside what its node says. */
export interface Question {
  /** Schema of the `output` it is to answer with. */
  schema: Record<string, unknown>
  /** Name of that schema, for the model and for people. */
  named: string
  /** In place of the node's task. */
  task?: string
  /** Beside the handoff and the view; data, like these. */
  more?: Record<string, unknown>
  feedback?: { instructions: string; previous: unknown }
}

export type Answered = {
  agent: Agent
  view: ServedView
  /** What it cost, to be committed with the step whatever came of it. */
  spent: Pick<Outcome, 'costMicros' | 'settle'>
  /** Parts of the step's result: what it saw, the calls and the tools. */
  shown: { view: ServedView; calls: CallSummary[]; tools: ToolUse[] }
} & ({ envelope: Envelope; record: NonNullable<Outcome['record']> } | Failed)

/** Serves an agent its view, asks a model, lets it read with its tools, and holds its answer to the schema. */
export async function askAgent(activation: StaffedActivation, question: Question): Promise<Answered> {
  const { node, version, at } = activation
  const { bundle } = version
  const agent = node.agent ? bundle.agents[node.agent] : undefined
  const plan = bundle.views[node.id]
  if (!agent || !plan) throw new Error(`bundle ${version.digest} is not sound at ${node.id}`)
  const { data, fields } = serveView(plan, at.state)
  const view: ServedView = { digest: digestOf(data), stateVersion: at.stateVersion, data, fields }
  const { handoff, state } = split(data, at.arrived.slot ?? at.split?.state.subject?.slot)
  const { task = node.task, more, feedback } = question
  const messages = openingMessages({ agent, task, goal: bundle.goal, handoff, state, more, feedback })
  const conversation = new Conversation(activation, agent, question, messages)
  const outcome = await conversation.run()
  const { calls, tools, settle } = conversation
  const costMicros = calls.reduce((sum, call) => sum + BigInt(call.costMicros), 0n)
  const common = { agent, view, spent: { costMicros, settle }, shown: { view, calls, tools } }
  if ('failure' in outcome) return { ...common, ...outcome }
  const { envelope } = outcome
  const last = calls.at(-1)
  return {
    ...common,
    envelope,
    record: {
      data: {
        agent: agent.slug,
        owner: agent.owner,
        contract: question.named,
        view: view.digest,
        output: digestOf(envelope.output),
        confidence: envelope.confidence,
        model: last ? `${last.provider}/${last.model}` : '',
        sandbox: last?.sandbox ?? false,
        calls: calls.length,
        tokens_in: sum(calls, 'tokensIn'),
        tokens_out: sum(calls, 'tokensOut'),
        cost_micros: costMicros.toString(),
        hidden: fields
          .filter((field) => field.visibility !== 'clear')
          .map((field) => `${field.path} ${field.visibility}`),
      },
      sealed: { saw: data, said: envelope },
    },
  }
}

interface Failed {
  failure: StepFailure
  retryable: boolean
  retryAfterMs?: number
}

/** One attempt's exchange with the models: answers, tools, repairs, and what it all cost. */
class Conversation {
  readonly calls: CallSummary[] = []
  readonly tools: ToolUse[] = []
  readonly settle: Settlement[] = []
  private readonly deadline: number
  private readonly schema: ReturnType<typeof answerSchema>

  constructor(
    private readonly activation: StaffedActivation,
    private readonly agent: Agent,
    private readonly question: Question,
    private readonly messages: ChatMessage[],
  ) {
    this.schema = answerSchema(question.schema)
    this.deadline = Date.now() + activation.node.timeoutSeconds * 1000
  }

  async run(): Promise<{ envelope: Envelope } | Failed> {
    let repairs = 0
    for (let toolRounds = 0; ;) {
      const asked = await this.ask(repairs > 0 ? 'repair' : 'answer', toolRounds < MAX_TOOL_ROUNDS)
      if ('failure' in asked) return asked
      const { answer } = asked
      const last = this.calls.at(-1)
      if (answer.kind === 'tools' && toolRounds < MAX_TOOL_ROUNDS) {
        if (last) last.result = 'tools'
        toolRounds++
        const used = await useTools(this.activation, this.agent, answer.calls)
        this.tools.push(...used.uses)
        this.messages.push({ role: 'assistant', content: '', toolCalls: answer.calls }, ...used.messages)
        continue
      }
      const read =
        answer.kind === 'text'
          ? readAnswer(answer.text, this.question.schema)
          : { ok: false as const, problems: [{ pointer: '', message: misfitOf(answer.kind) }] }
      if (read.ok) {
        if (last) last.result = 'fits'
        return { envelope: read.envelope }
      }
      if (last) {
        last.result = 'misfit'
        const misfits = read.problems.map(({ pointer, message }) => `${pointer || '/'} ${message}`)
        last.error = clip(misfits.join('; '), 500)
      }
      if (repairs >= this.activation.node.repairs) {
        const refused = answer.kind === 'refusal'
        return {
          retryable: false,
          failure: storable({
            code: refused ? 'model_refused' : 'contract_violated',
            message: refused
              ? `The model refused to answer, ${repairs + 1} times: ${inShort(answer.text)}`
              : `The answer broke the contract ${this.question.named.replace('@', ' ')}, ${repairs + 1} times.`,
            details: {
              problems: read.problems.slice(0, 20),
              answer: 'text' in answer ? answer.text.slice(0, 4000) : '',
            },
          }),
        }
      }
      repairs++
      if ('text' in answer) this.messages.push({ role: 'assistant', content: answer.text })
      this.messages.push(repairMessage(read.problems))
    }
  }

  private async ask(purpose: 'answer' | 'repair', withTools: boolean) {
    const { activation, agent } = this
    const left = this.deadline - Date.now()
    if (left <= 0) return timedOut(activation.node.timeoutSeconds)
    try {
      const asked = await activation.engine.models.ask({
        workspace: activation.workspace,
        run: {
          id: activation.runId,
          teamId: activation.at.teamId,
          node: activation.node.id,
          iteration: activation.at.iteration,
          attempt: activation.at.attempt,
        },
        agent: { slug: agent.slug, tier: agent.tier, models: agent.models },
        purpose,
        messages: this.messages,
        schema: {
          name: this.question.named.replace(/[^A-Za-z0-9_]/g, '_'),
          schema: this.schema,
        },
        tools: withTools
          ? agent.tools.map(({ name, description, parameters }) => ({ name, description, parameters }))
          : [],
        maxOutputTokens: activation.node.maxOutputTokens,
        timeoutMs: left,
        signal: activation.signal,
      })
      this.calls.push(...asked.calls)
      this.settle.push(...asked.settle)
      return asked
    } catch (error) {
      if (!(error instanceof PoolError)) throw error
      this.calls.push(...error.calls)
      this.settle.push(...error.settle)
      const retryable = error.code === 'model_failed' || error.code === 'timeout'
      const { code, message, details } = error
      const failure: StepFailure = { code, message, ...(details === undefined ? {} : { details }) }
      return { failure, retryable, ...(error.retryAfterMs ? { retryAfterMs: error.retryAfterMs } : {}) }
    }
  }
}

/** An agent that could not answer, as the outcome of its step. */
export function failed({
  failure,
  retryable,
  retryAfterMs,
  spent,
  shown,
}: Extract<Answered, Failed>): Extract<HandlerOutcome, { kind: 'fault' }> {
  return {
    kind: 'fault',
    ...spent,
    failure,
    retryable,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    result: { ...shown, failure },
  }
}

/** What a model said, for a sentence. */
const inShort = (text: string): string => {
  const said = text.trim().replace(/\s+/g, ' ')
  return `“${said.length > 300 ? `${said.slice(0, 299)}…` : said}”`
}

const timedOut = (seconds: number): Failed => ({
  failure: { code: 'timeout', message: `No answer within ${seconds} s.` },
  retryable: true,
})

const misfitOf = (kind: 'refusal' | 'truncated' | 'tools'): string =>
  ({
    refusal: 'the model refused; answer the task within the schema, or say in the output what is missing',
    truncated: 'the answer was cut off at the token limit; answer more briefly',
    tools: 'no more tool calls are allowed; answer now with what you have',
  })[kind]

const sum = (calls: CallSummary[], key: 'tokensIn' | 'tokensOut'): number =>
  calls.reduce((total, call) => total + call[key], 0)

function split(data: Record<string, unknown>, slot: string | undefined) {
  if (!slot) return { handoff: null, state: data }
  const { [slot]: handoff = null, ...state } = data
  return { handoff, state }
}
