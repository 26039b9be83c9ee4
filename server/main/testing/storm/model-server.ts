import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Seen } from '@/server/models/testing/scripted-server'
import { loadTokenizer, textTokens } from '@/server/models/estimate'
import { Random } from '@/server/practice/random'
import { answerTo, questionIn } from './answers'
import { Weather, type Behaviour } from './weather'

/** A request as the server saw it. `tokens` is what it declares: as billed, or at worst where it bills nothing. */
export interface SeenCall extends Seen {
  agent: string
  behaviour: Behaviour
  /** For so long it asked this model to be left alone. */
  retryAfterMs?: number
}

export interface ModelServer {
  name: string
  baseUrl: string
  key: string
  seen: SeenCall[]
  close(): Promise<void>
}

/** A real HTTP server that speaks chat completions and misbehaves as the weather is. */
export async function startModelServer(name: string, seed: number): Promise<ModelServer> {
  await loadTokenizer()
  const weather = new Weather(seed)
  const random = new Random(seed ^ 0x5f3759df)
  const seen: SeenCall[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += String(chunk)))
    request.on('end', () => {
      const behaviour = weather.next()
      const body = JSON.parse(text) as Record<string, unknown>
      const question = questionIn(body)
      const tokensIn = textTokens(text)
      const mine: SeenCall = {
        model: String(body['model']),
        key: (request.headers.authorization ?? '').replace('Bearer ', ''),
        body,
        at: performance.now(),
        tokens: tokensIn + Number(body['max_tokens'] ?? body['max_completion_tokens'] ?? 0),
        agent: question.agent,
        behaviour,
      }
      seen.push(mine)
      response.on('close', () => (mine.endedAt = performance.now()))
      const content = answerTo(question, seed)
      const told = `${question.system} (key ${mine.key})`
      void perform(response, mine, { content, told, tokensIn, random }).catch(() => response.destroy())
    })
    request.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    name,
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    key: `sk-storm-${name}-${'x'.repeat(16)}`,
    seen,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Told {
  /** What a good model answers. */
  content: string
  /** What must not be told. */
  told: string
  tokensIn: number
  random: Random
}

const JSON_TYPE = { 'content-type': 'application/json' }

async function perform(response: ServerResponse, mine: SeenCall, told: Told): Promise<void> {
  const { content, tokensIn, random } = told
  const usage = { prompt_tokens: tokensIn, completion_tokens: textTokens(content) }
  const send = (status: number, body: unknown, headers: Record<string, string> = {}) => {
    response.writeHead(status, { ...JSON_TYPE, ...headers })
    response.end(JSON.stringify(body))
  }
  const error = (status: number, message: string, headers?: Record<string, string>) =>
    send(status, { error: { message } }, headers)
  const limited = (waitMs: number, headers: Record<string, string>) => {
    mine.retryAfterMs = waitMs
    mine.tokens = 0
    error(429, 'Too many requests', headers)
  }
  const answered = (message: object, finish = 'stop', billed: object | undefined = usage) => {
    if (billed === usage) mine.tokens = usage.prompt_tokens + usage.completion_tokens
    const choices = [{ index: 0, finish_reason: finish, message: { role: 'assistant', ...message } }]
    return { id: 'x', object: 'chat.completion', choices, ...(billed && { usage: billed }) }
  }
  const seconds = random.int(1, 3)
  const acts: Record<Behaviour, () => unknown> = {
    fine: () => send(200, answered({ content })),
    limited_seconds: () => limited(seconds * 1000, { 'retry-after': String(seconds) }),
    limited_date: () => {
      const now = Date.now()
      const date = (ms: number) => new Date(ms).toUTCString()
      limited(seconds * 1000, { date: date(now), 'retry-after': date(now + seconds * 1000) })
    },
    limited_bare: () => limited(0, {}),
    error_500: () => error(500, 'Something broke'),
    error_502: () => {
      response.writeHead(502, { 'content-type': 'text/html' })
      response.end('<h1>Bad gateway</h1>')
    },
    error_503: () => error(503, 'Overloaded', { 'retry-after': '1' }),
    leaking_error: () => error(500, `Failed at: ${told.told}`),
    hang_before_headers: () => undefined,
    hang_within_body: () => {
      response.writeHead(200, JSON_TYPE)
      response.write('{"id":')
    },
    cut: () => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': '5000' })
      response.write('{"id":', () => response.destroy())
    },
    reset: () => response.socket?.resetAndDestroy(),
    truncated: () => send(200, answered({ content: content.slice(0, content.length / 2) }, 'length')),
    misfit: () =>
      send(200, answered({ content: JSON.stringify({ output: { wrong: true }, rationale: '' }) })),
    not_json: () => send(200, answered({ content: `Sure! ${told.told}` })),
    leaking_refusal: () => send(200, answered({ content: null, refusal: `I may not: ${told.told}` })),
    no_choices: () => send(200, { id: 'x', object: 'chat.completion', choices: [], usage }),
    no_usage: () => send(200, answered({ content }, 'stop', undefined)),
    absurd_usage: () => {
      const billed = { prompt_tokens: 900_000_000, completion_tokens: 900_000_000 }
      send(200, answered({ content }, 'stop', billed))
    },
    drip: async () => {
      const text = JSON.stringify(answered({ content }))
      response.writeHead(200, JSON_TYPE)
      const piece = Math.ceil(text.length / 12)
      for (let at = 0; at < text.length; at += piece) {
        response.write(text.slice(at, at + piece))
        await sleep(100)
      }
      response.end()
    },
  }
  await sleep(random.int(10, 250))
  await acts[mine.behaviour]()
}
