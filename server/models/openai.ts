import OpenAI, { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai'
import { Agent, fetch as undiciFetch } from 'undici'
import { z } from 'zod'
import { clip, storable } from '@/domain/storable'
import { guardedLookup, RefusedAddressError, refuseLiteral } from '@/server/connectors/address'
import { OWN_NETWORKS } from '@/server/connectors/private-reach'
import { retryAfterMs } from '@/server/connectors/retry-after'
import { bodyOf, firstDialect, nextDialect, type Dialect } from './dialect'
import type { CallFailure, ModelAnswer, ModelRequest } from './port'
import { policyOfStatus } from './retry-policy'
import { stripFence } from './strip-fence'

type ChatParams = OpenAI.Chat.Completions.ChatCompletionCreateParamsNonStreaming

/** The one door to the OpenAI SDK: any endpoint that speaks its chat completions. */
export interface OpenAiClient {
  /** @throws ProviderError */
  chat(
    model: string,
    request: Pick<
      ModelRequest,
      'messages' | 'schema' | 'tools' | 'maxOutputTokens' | 'timeoutMs' | 'signal'
    > & {
      /** Asked before each request after the first: an endpoint may want to be asked in another way. */
      again?: (signal: AbortSignal) => Promise<void>
    },
  ): Promise<ChatReply>
  /** Models the endpoint lists, newest first where it says. @throws ProviderError */
  models(timeoutMs: number): Promise<{ name: string; created: number }[]>
}

export interface ChatReply {
  answer: ModelAnswer
  /** Tokens as billed; absent when the endpoint did not say. */
  usage?: { tokensIn: number; tokensOut: number }
}

export class ProviderError extends Error {
  constructor(
    readonly failure: CallFailure,
    /** As the endpoint asked for. */
    readonly retryAfterMs?: number,
  ) {
    super(failure.message)
    this.name = 'ProviderError'
  }
}

const count = z.number().int().min(0).max(1_000_000_000)
const replySchema = z.object({
  choices: z
    .array(
      z.object({
        finish_reason: z.string().nullish(),
        message: z.object({
          content: z.string().nullish(),
          refusal: z.string().nullish(),
          tool_calls: z
            .array(
              z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) }),
            )
            .nullish(),
        }),
      }),
    )
    .min(1),
  usage: z.object({ prompt_tokens: count, completion_tokens: count }).optional().catch(undefined),
})
const listSchema = z.object({
  data: z.array(z.object({ id: z.string(), created: z.number().optional().catch(undefined) })),
})

/** Shared by all providers: connections stay open between calls; our own timers rule, not undici's. */
const agent = new Agent({
  connections: 256,
  keepAliveTimeout: 30_000,
  // Models may run on one's own machines; metadata services of a cloud are none.
  connect: { timeout: 10_000, lookup: guardedLookup(OWN_NETWORKS) },
  headersTimeout: 0,
  bodyTimeout: 0,
  maxResponseSize: 16 * 1024 * 1024,
})

/**
 * A client for one provider. Its own retries are off: the pool decides what is tried next, and pays for it.
 * @param key may be absent for endpoints that ask for none
 */
export function createOpenAiClient(baseUrl: string, key?: string): OpenAiClient {
  const sdk = new OpenAI({
    baseURL: baseUrl,
    apiKey: key ?? 'none',
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
    fetch: undiciFetch as unknown as typeof fetch,
    // A redirect would take the prompt and the key to wherever the endpoint says.
    fetchOptions: { dispatcher: agent, redirect: 'manual' },
  })
  const dialects = new Map<string, Dialect>()
  const hostname = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : ''
  // An endpoint that repeats what it was sent must not bring its key into a prompt, a log or the record.
  const redact = (said: string) => (key ? said.replaceAll(key, '[key]') : said)

  return {
    chat: (model, request) =>
      within(request.timeoutMs, request.signal, redact, async (signal) => {
        refuseLiteral(hostname, OWN_NETWORKS)
        let dialect = dialects.get(model) ?? firstDialect(model, baseUrl)
        for (;;) {
          try {
            const options = { signal, timeout: request.timeoutMs + 1000 }
            const body = bodyOf(model, request, dialect) as unknown as ChatParams
            const reply: unknown = await sdk.chat.completions.create(body, options)
            dialects.set(model, dialect)
            return readReply(reply, redact)
          } catch (error) {
            const other =
              error instanceof APIError && error.status === 400
                ? nextDialect(dialect, error.message)
                : undefined
            if (!other) throw error
            dialect = other
            await request.again?.(signal)
          }
        }
      }),
    models: (timeoutMs) =>
      within(timeoutMs, undefined, redact, async (signal) => {
        refuseLiteral(hostname, OWN_NETWORKS)
        const body: unknown = await sdk.get('/models', { signal, timeout: timeoutMs + 1000 })
        // Without a content type the SDK gives the text as it came.
        const list = listSchema.safeParse(typeof body === 'string' ? JSON.parse(body) : body)
        if (!list.success) throw nonsense('a list of models')
        return list.data.data
          .map(({ id, created }) => ({ name: id, created: created ?? 0 }))
          .sort((a, b) => b.created - a.created)
      }),
  }
}

/** Runs `work` under one deadline from the first byte sent to the last received, and names what went wrong. */
async function within<T>(
  timeoutMs: number,
  outer: AbortSignal | undefined,
  redact: (said: string) => string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), timeoutMs)
  const stop = () => deadline.abort()
  outer?.addEventListener('abort', stop, { once: true })
  if (outer?.aborted) stop()
  try {
    return await work(deadline.signal)
  } catch (error) {
    if (outer?.aborted) throw new ProviderError({ code: 'aborted', message: 'The call was called off.' })
    if (deadline.signal.aborted || error instanceof APIConnectionTimeoutError) {
      const seconds = (timeoutMs / 1000).toFixed(timeoutMs < 10_000 ? 1 : 0)
      throw new ProviderError({ code: 'timeout', message: `No answer within ${seconds} s.` })
    }
    throw providerError(error, redact)
  } finally {
    clearTimeout(timer)
    outer?.removeEventListener('abort', stop)
  }
}

const nonsense = (expected: string): ProviderError =>
  new ProviderError({ code: 'nonsense', message: `What came back is not ${expected}.` })

function readReply(reply: unknown, redact: (said: string) => string): ChatReply {
  const parsed = replySchema.safeParse(storable(reply))
  const choice = parsed.data?.choices[0]
  if (!parsed.success || !choice) throw nonsense('a chat completion')
  const { usage } = parsed.data
  return {
    answer: redacted(answerOf(choice), redact),
    ...(usage && { usage: { tokensIn: usage.prompt_tokens, tokensOut: usage.completion_tokens } }),
  }
}

type Choice = z.infer<typeof replySchema>['choices'][number]

function answerOf({ message, finish_reason: reason }: Choice): ModelAnswer {
  const text = message.content ?? ''
  if (message.refusal) return { kind: 'refusal', text: message.refusal }
  if (reason === 'content_filter') return { kind: 'refusal', text: text || 'Stopped by the content filter.' }
  if (reason === 'length') return { kind: 'truncated', text }
  if (message.tool_calls?.length) {
    const calls = message.tool_calls.map(({ id, function: { name, arguments: given } }) => ({
      id,
      name,
      arguments: given,
    }))
    return { kind: 'tools', calls }
  }
  return { kind: 'text', text: stripFence(text) }
}

function redacted(answer: ModelAnswer, redact: (said: string) => string): ModelAnswer {
  if (answer.kind !== 'tools') return { ...answer, text: redact(answer.text) }
  const calls = answer.calls.map((call) => ({ ...call, arguments: redact(call.arguments) }))
  return { ...answer, calls }
}

const SAYS: Partial<Record<CallFailure['code'], string>> = {
  rate_limited: 'Limited',
  misconfigured: 'Misconfigured, or not allowed',
}

function providerError(error: unknown, redact: (said: string) => string): ProviderError {
  if (error instanceof ProviderError) return error
  if (error instanceof APIError && typeof error.status === 'number') {
    const status: number = error.status
    const said = clip(redact(error.message), 300)
    const headers = error.headers as Headers | undefined
    const wait = retryAfterMs((name) => headers?.get(name))
    // OpenAI's word for an account without money: no time that passes mends it.
    const code = error.code === 'insufficient_quota' ? 'misconfigured' : policyOfStatus(status).code
    const failure = { code, message: `${SAYS[code] ?? 'The provider failed'}: ${said}`, status }
    return new ProviderError(failure, code === 'misconfigured' ? undefined : wait)
  }
  if (error instanceof SyntaxError) return nonsense('JSON')
  const cause = error instanceof APIConnectionError ? error.cause : error
  if (isRefused(cause)) {
    const message = 'Misconfigured: the provider is at an address that may not be called.'
    return new ProviderError({ code: 'misconfigured', message })
  }
  const detail = causeOf(cause)
  return new ProviderError({ code: 'network', message: `The provider could not be reached${detail}.` })
}

function isRefused(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if (at instanceof RefusedAddressError) return true
  }
  return false
}

/** The system's code of a failed connection (ECONNREFUSED, …): messages may bear addresses, codes do not. */
function causeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 4; at = at.cause, depth++) {
    if ('code' in at && typeof at.code === 'string') return ` (${at.code})`
  }
  return ''
}
