import type { Problem } from '@/domain/problem'
import type { CallSummary, StepFailure, ToolUse } from '@/domain/run/step'
import { clip, storable } from '@/domain/storable'
import type { StaffedNode } from '@/domain/team/staff'
import { MAX_TOOL_ROUNDS } from '@/domain/team/worst-case'
import { PoolError, type ChatMessage, type ModelRequest, type Settlement } from '@/server/models/pool'
import type { ToolGuard } from '../tool-guard'
import type { Activation } from '../types'
import { repairMessage } from './agent-prompt'
import { useTools } from './agent-tools'
import type { Reader } from './reader'

/** An activation of a node at which an agent works. */
export type StaffedActivation = Activation & { node: StaffedNode }

export interface Failed {
  failure: StepFailure
  retryable: boolean
  retryAfterMs?: number
  /** No model took it up, and nothing was done. */
  turnedAway?: boolean
}

/** A model's text, read: what it says, or why it is no answer. */
export type Read<T> = { ok: true; said: T } | { ok: false; problems: Problem[] }

/** What is talked about: the opening, and how an answer is asked for and read. */
export interface Topic<T> {
  messages: ChatMessage[]
  /** Name of the contract, for the model and for people. */
  named: string
  schema: { [keyword: string]: unknown }
  read: (text: string) => Read<T>
}

/** One attempt's exchange with the models: answers, tools, repairs, and what it all cost. */
export class Conversation<T> {
  readonly calls: CallSummary[] = []
  readonly tools: ToolUse[] = []
  readonly settle: Settlement[] = []

  /** @param deadline when it has to be over, in milliseconds of the clock */
  constructor(
    private readonly activation: StaffedActivation,
    private readonly reader: Reader,
    private readonly topic: Topic<T>,
    private readonly deadline: number,
    private readonly guard: ToolGuard,
  ) {}

  async run(): Promise<{ said: T } | Failed> {
    const { messages, named, read } = this.topic
    let repairs = 0
    let room: number | undefined
    for (let toolRounds = 0; ;) {
      const asked = await this.ask(repairs > 0 ? 'repair' : 'answer', toolRounds < MAX_TOOL_ROUNDS)
      if ('failure' in asked) return asked
      const { answer } = asked
      const last = this.calls.at(-1)
      if (answer.kind === 'tools' && toolRounds < MAX_TOOL_ROUNDS) {
        if (last) last.result = 'tools'
        toolRounds++
        const used = await useTools(this.activation, this.reader, answer.calls, this.guard, room)
        room = used.room
        this.tools.push(...used.uses)
        messages.push({ role: 'assistant', content: '', toolCalls: answer.calls }, ...used.messages)
        continue
      }
      const found =
        answer.kind === 'text'
          ? read(answer.text)
          : { ok: false as const, problems: [{ pointer: '', message: NO_ANSWER[answer.kind].people }] }
      if (found.ok) {
        if (last) last.result = 'fits'
        return { said: found.said }
      }
      if (last) {
        last.result = 'misfit'
        last.error = clip(found.problems.map(inWords).join('; '), 500)
      }
      if (repairs >= this.activation.node.repairs) {
        const refused = answer.kind === 'refusal'
        return {
          retryable: false,
          failure: storable({
            code: refused ? 'model_refused' : 'contract_violated',
            message: refused
              ? `The model refused to answer, ${timesOf(repairs + 1)}: ${inShort(answer.text)}`
              : `The answer broke the contract ${named.replace('@', ' ')}, ${timesOf(repairs + 1)}.`,
            details: {
              problems: found.problems.slice(0, 20),
              answer: 'text' in answer ? answer.text.slice(0, 4000) : '',
            },
          }),
        }
      }
      repairs++
      if ('text' in answer) messages.push({ role: 'assistant', content: answer.text })
      messages.push(
        repairMessage(
          answer.kind === 'text' ? found.problems : [{ pointer: '', message: NO_ANSWER[answer.kind].model }],
        ),
      )
    }
  }

  private async ask(purpose: 'answer' | 'repair', withTools: boolean) {
    const { activation, topic } = this
    const { agent, screen } = this.reader
    const left = this.deadline - Date.now()
    if (left <= 0) return timedOut(activation.node.timeoutSeconds)
    try {
      const asked = await activation.engine.models.ask({
        ...askedFor(activation),
        agent: { slug: agent.slug, tier: agent.tier, models: agent.models },
        purpose,
        messages: topic.messages,
        screen,
        schema: { name: topic.named.replace(/[^A-Za-z0-9_]/g, '_'), schema: topic.schema },
        tools: withTools
          ? agent.tools.map(({ name, description, parameters }) => ({ name, description, parameters }))
          : [],
        maxOutputTokens: activation.node.maxOutputTokens,
        timeoutMs: left,
      })
      this.calls.push(...asked.calls)
      this.settle.push(...asked.settle)
      return asked
    } catch (error) {
      if (!(error instanceof PoolError)) throw error
      this.calls.push(...error.calls)
      this.settle.push(...error.settle)
      return unanswered(error)
    }
  }
}

/** Of a request to the pool: whose it is, and what calls it off. */
export const askedFor = ({
  workspace,
  runId,
  at,
  node,
  signal,
  landed,
}: StaffedActivation): Required<Pick<ModelRequest, 'workspace' | 'run' | 'priority' | 'ready'>> &
  Pick<ModelRequest, 'signal'> => ({
  workspace,
  priority: isAwaited(at) ? AWAITED : 0,
  run: { id: runId, teamId: at.teamId, node: node.id, iteration: at.iteration, attempt: at.attempt },
  signal,
  ready: landed,
})

/** Steps ahead of its run's own priority: also a run of low priority is before one of high that nobody waits for. */
const AWAITED = 3

/** Whether a person has just had to do with it, who tried again or sent it back, and waits for what comes of that. */
const isAwaited = ({ arrived, steps }: StaffedActivation['at']): boolean =>
  arrived.retriedAt !== undefined || steps.findLast(({ node }) => node === arrived.from)?.port === 'sent_back'

/** What it means for a step that the pool gave no answer. */
export function unanswered({
  code,
  message,
  details,
  retryable,
  retryAfterMs,
  turnedAway,
}: PoolError): Failed {
  const failure: StepFailure = { code, message, ...(details === undefined ? {} : { details }) }
  return { failure, retryable, turnedAway, ...(retryAfterMs ? { retryAfterMs } : {}) }
}

/** What a model said, for a sentence. */
const inShort = (text: string): string => {
  const said = text.trim().replace(/\s+/g, ' ')
  return `“${said.length > 300 ? `${said.slice(0, 299)}…` : said}”`
}

export const timedOut = (seconds: number): Failed => ({
  failure: { code: 'timeout', message: `No answer within ${seconds} s.` },
  retryable: true,
})

/** A misfit for people: a sentence of the whole answer stands alone. */
const inWords = ({ pointer, message }: Problem): string => (pointer ? `${pointer} ${message}` : message)

const timesOf = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)

/** What is no answer at all: what people read of it, and what the model is told to do instead. */
const NO_ANSWER: Record<'refusal' | 'truncated' | 'tools', { people: string; model: string }> = {
  refusal: {
    people: 'The model refused to answer.',
    model: 'the model refused; answer the task within the schema, or say in the output what is missing',
  },
  truncated: {
    people: 'The answer was cut off at the token limit.',
    model: 'the answer was cut off at the token limit; answer more briefly',
  },
  tools: {
    people: 'The model asked for more tool calls than a step may make.',
    model: 'no more tool calls are allowed; answer now with what you have',
  },
}
