import { MAX_TOOL_ROUNDS } from '@/domain/team/worst-case'
import { serveView } from '@/domain/policy/serve-view'
import type { CallSummary, ServedView, StepFailure, ToolUse } from '@/domain/run/step'
import { clip, storable } from '@/domain/storable'
import { PoolError, type ChatMessage, type Settlement } from '@/server/models/pool'
import { digestOf } from '@/server/record/digest'
import { fault } from '../fault'
import { takeUpFailure } from '../take-up'
import type { Activation, Handler } from '../types'
import { readAnswer } from './agent-answer'
import { answerSchema, openingMessages, repairMessage } from './agent-prompt'
import { useTools } from './agent-tools'

/** An agent's step: serve its view, ask a model, let it read with its tools, hold its answer to the contract. */
export const runAgent: Handler<'agent'> = async (activation) => {
  const { node, version, at } = activation
  const { bundle } = version
  const agent = node.agent ? bundle.agents[node.agent] : undefined
  const contract = node.produces ? bundle.contracts[node.produces] : undefined
  const plan = bundle.views[node.id]
  if (!agent || !contract || !plan) throw new Error(`bundle ${version.digest} is not sound at ${node.id}`)

  const misfit = takeUpFailure(bundle, node, at.state, at.arrived.slot)
  if (misfit) return fault(misfit)

  const { data, fields } = serveView(plan, at.state)
  const view: ServedView = { digest: digestOf(data), stateVersion: at.stateVersion, data, fields }
  const { handoff, state } = split(data, at.arrived.slot)
  const messages = openingMessages({
    agent,
    node,
    goal: bundle.goal,
    handoff,
    state,
    ...feedbackOf(activation),
  })
  const conversation = new Conversation(activation, agent, answerSchema(contract.schema), messages)
  const outcome = await conversation.run(contract.schema)
  const { calls, tools, settle } = conversation
  const costMicros = calls.reduce((sum, call) => sum + BigInt(call.costMicros), 0n)
  const common = { costMicros, settle }
  if ('failure' in outcome) {
    return {
      kind: 'fault',
      ...common,
      ...outcome,
      result: { view, calls, tools, failure: outcome.failure },
    }
  }
  const { envelope } = outcome
  const last = calls.at(-1)
  return {
    kind: 'done',
    port: 'out',
    ...common,
    write: {
      slot: node.id,
      value: envelope.output,
      writer: { kind: 'agent', id: agent.slug, name: agent.name },
    },
    result: { view, envelope, output: envelope.output, calls, tools },
    record: {
      data: {
        agent: agent.slug,
        owner: agent.owner,
        contract: node.produces ?? '',
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

type Asked = { envelope: Extract<ReturnType<typeof readAnswer>, { ok: true }>['envelope'] } | Failed
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

  constructor(
    private readonly activation: Activation<'agent'>,
    private readonly agent: Parameters<typeof openingMessages>[0]['agent'],
    private readonly schema: ReturnType<typeof answerSchema>,
    private readonly messages: ChatMessage[],
  ) {
    this.deadline = Date.now() + activation.node.timeoutSeconds * 1000
  }

  async run(contract: Record<string, unknown>): Promise<Asked> {
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
          ? readAnswer(answer.text, contract)
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
              : `The answer broke the contract ${this.activation.node.produces?.replace('@', ' ') ?? ''}, ${repairs + 1} times.`,
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
          name: (activation.node.produces ?? 'answer').replace(/[^A-Za-z0-9_]/g, '_'),
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

/** What somebody asked for when this visit goes back to do it once more, with what was there before. */
function feedbackOf({ at, node }: Activation<'agent'>) {
  const cause = at.steps.findLast((step) => step.node === at.arrived.from)
  const instructions =
    cause?.port === 'sent_back' ? cause.feedback?.reason : cause?.told ? cause.told.instructions : undefined
  if (instructions === undefined) return {}
  return { feedback: { instructions, previous: at.state[node.id] ?? null } }
}
