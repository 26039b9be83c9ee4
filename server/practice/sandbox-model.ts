import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { HttpError, readJson, sendJson } from './http'
import { seedOf } from './random'
import type { SandboxAnswer } from './rule-answer'
import { answerTask, type AnswerBook } from './sandbox-answer'
import { completionSchema, readTask, type Completion } from './sandbox-request'

/** One model a tier, with the prices practice reckons with, in micro-dollars a million tokens. No real money. */
export const SANDBOX_MODELS = [
  { name: 'baton-sandbox-small', tier: 'small', inMicrosPerMTok: 150_000n, outMicrosPerMTok: 600_000n },
  {
    name: 'baton-sandbox-standard',
    tier: 'standard',
    inMicrosPerMTok: 1_000_000n,
    outMicrosPerMTok: 4_000_000n,
  },
  { name: 'baton-sandbox-large', tier: 'large', inMicrosPerMTok: 3_000_000n, outMicrosPerMTok: 12_000_000n },
] as const

const NAMES: readonly string[] = ['baton-sandbox', ...SANDBOX_MODELS.map(({ name }) => name)]

/** A token is taken for four characters, as in English text. */
const tokensOf = (text: string): number => Math.ceil(text.length / 4)

/**
 * An OpenAI-compatible endpoint that answers by rule: no AI, always the same answer to the same request, so that everything
 * around a model can be tried without one.
 * @param delayMs how long an answer takes; 300 to 900 ms by default, as the request has it
 * @param book what templates bring for their agents
 */
export function createSandboxModel(delayMs?: number, book?: AnswerBook) {
  /** @param path below the service's base, as `/chat/completions` */
  return async function sandbox(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    try {
      if (request.method === 'GET' && path === '/models') {
        return sendJson(response, 200, { object: 'list', data: NAMES.map((id) => ({ id, object: 'model' })) })
      }
      if (request.method !== 'POST' || path !== '/chat/completions') {
        throw new HttpError(404, `There is nothing at ${request.method ?? ''} ${path}.`)
      }
      const parsed = completionSchema.safeParse(await readJson(request))
      if (!parsed.success) {
        const [issue] = parsed.error.issues
        throw new HttpError(400, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`)
      }
      if (!NAMES.includes(parsed.data.model))
        throw new HttpError(404, `The model ${parsed.data.model} does not exist.`)
      const body = complete(parsed.data, book)
      await sleep(delayMs ?? 300 + (seedOf(body.id) % 600))
      sendJson(response, 200, body)
    } catch (error) {
      if (!(error instanceof HttpError)) throw error
      sendJson(response, error.status, { error: { message: error.message, type: 'invalid_request_error' } })
    }
  }
}

function complete(request: Completion, book: AnswerBook | undefined) {
  const asked = JSON.stringify(request.messages) + JSON.stringify(request.response_format ?? '')
  const id = `chatcmpl-${createHash('sha256').update(asked).digest('hex').slice(0, 24)}`
  const answer = answerTask(readTask(request), book)
  const cap = request.max_completion_tokens ?? request.max_tokens ?? Number.MAX_SAFE_INTEGER
  const { message, finish, said } = messageOf(answer, cap, id)
  const [input, output] = [tokensOf(asked), Math.min(tokensOf(said), cap)]
  return {
    id,
    object: 'chat.completion',
    created: 0,
    model: request.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', refusal: null, content: null, ...message },
        finish_reason: finish,
      },
    ],
    usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
  }
}

function messageOf(answer: SandboxAnswer, cap: number, id: string) {
  switch (answer.kind) {
    case 'refusal':
      return { message: { refusal: answer.text }, finish: 'stop', said: answer.text }
    case 'tools': {
      const calls = answer.calls.map(({ name, arguments: given }, i) => ({
        id: `call_${id.slice(9, 21)}_${i}`,
        type: 'function',
        function: { name, arguments: JSON.stringify(given) },
      }))
      return { message: { tool_calls: calls }, finish: 'tool_calls', said: JSON.stringify(calls) }
    }
    case 'text': {
      const cut = tokensOf(answer.text) > cap
      const content = cut ? answer.text.slice(0, cap * 4) : answer.text
      return { message: { content }, finish: cut ? 'length' : 'stop', said: content }
    }
  }
}
