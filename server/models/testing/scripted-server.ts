import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a scripted model does with the next request; the last one is repeated. */
export type Move =
  | { say: string; usage?: [number, number] | null; delayMs?: number; finish?: string }
  | { call: { name: string; arguments: string } }
  | { refuse: string }
  | { status: number; headers?: Record<string, string>; message?: string; code?: string; retryAt?: number }
  | { hang: 'before headers' | 'within body' }
  /** A stream that breaks off. */
  | { cut: true }
  | { reset: true }
  | { raw: string }
  /** Depends on what is asked. */
  | { by: (body: Record<string, unknown>) => Move }

/** A chat completion that arrived: its body, the key it bore, and when it came and was answered (or its caller left). */
export interface Seen {
  model: string
  key: string
  body: Record<string, unknown>
  /** Milliseconds by this process's clock; no end while it is under way. */
  at: number
  endedAt?: number
  /** Input and output as declared in the answer. */
  tokens: number
}

export interface ScriptedServer {
  baseUrl: string
  seen: Seen[]
  script(model: string, ...moves: Move[]): void
  list(...models: string[]): void
  close(): Promise<void>
}

/** A real HTTP server that speaks chat completions and misbehaves on request. */
export async function startScriptedServer(): Promise<ScriptedServer> {
  const scripts = new Map<string, Move[]>()
  const seen: ScriptedServer['seen'] = []
  let listed: string[] = []
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const key = (request.headers.authorization ?? '').replace('Bearer ', '')
    if (request.method === 'GET') {
      return send(response, 200, { object: 'list', data: listed.map((id, i) => ({ id, created: 1000 - i })) })
    }
    const body = JSON.parse(text) as Record<string, unknown>
    const model = String(body['model'])
    const mine: Seen = { model, key, body, at: performance.now(), tokens: 0 }
    seen.push(mine)
    response.on('close', () => (mine.endedAt = performance.now()))
    const moves = scripts.get(model)
    const scripted = moves && moves.length > 1 ? moves.shift() : moves?.[0]
    const move = scripted && 'by' in scripted ? scripted.by(body) : scripted
    if (!move) return send(response, 404, { error: { message: `The model ${model} does not exist` } })
    if ('say' in move && move.usage !== null) mine.tokens = (move.usage ?? USAGE).reduce((a, b) => a + b)
    await perform(move, response)
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    seen,
    script: (model, ...moves) => void scripts.set(model, moves),
    list: (...models) => void (listed = models),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}

const USAGE: [number, number] = [100, 20]

const completion = (message: object, finish: string, usage: [number, number] | null = USAGE) => ({
  id: 'x',
  object: 'chat.completion',
  choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', content: null, ...message } }],
  ...(usage && {
    usage: { prompt_tokens: usage[0], completion_tokens: usage[1], total_tokens: usage[0] + usage[1] },
  }),
})

async function perform(move: Move, response: ServerResponse): Promise<void> {
  if ('by' in move) return
  if ('say' in move) {
    await sleep(move.delayMs ?? 0)
    return send(response, 200, completion({ content: move.say }, move.finish ?? 'stop', move.usage))
  }
  if ('call' in move) {
    const calls = [{ id: 'call_1', type: 'function', function: move.call }]
    return send(response, 200, completion({ tool_calls: calls }, 'tool_calls'))
  }
  if ('refuse' in move) return send(response, 200, completion({ refusal: move.refuse }, 'stop'))
  if ('status' in move) {
    const error = { message: move.message ?? 'as scripted', ...(move.code && { code: move.code }) }
    const headers = { ...move.headers }
    if (move.retryAt !== undefined) headers['retry-after'] = new Date(move.retryAt).toUTCString()
    return send(response, move.status, { error }, headers)
  }
  if ('raw' in move) {
    response.writeHead(200, { 'content-type': 'application/json' })
    return void response.end(move.raw)
  }
  if ('reset' in move) return void response.socket?.resetAndDestroy()
  if ('cut' in move) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
    response.write('{"id":', () => response.destroy())
    return
  }
  if (move.hang === 'within body') {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{"id":')
  }
}
