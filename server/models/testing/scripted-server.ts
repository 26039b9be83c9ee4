import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a scripted model does with the next request; the last one is repeated. */
export type Move =
  | { say: string; usage?: [number, number] | null; delayMs?: number; finish?: string }
  | { call: { name: string; arguments: string } }
  | { refuse: string }
  | { status: number; headers?: Record<string, string>; message?: string; body?: string }
  | { hang: 'before headers' | 'within body' }
  | { reset: true }
  | { raw: string }

export interface ScriptedServer {
  baseUrl: string
  /** Bodies of the chat completions that arrived, with the key they bore. */
  seen: { model: string; key: string; body: Record<string, unknown> }[]
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
    seen.push({ model, key, body })
    const moves = scripts.get(model)
    const move = moves && moves.length > 1 ? moves.shift() : moves?.[0]
    if (!move) return send(response, 404, { error: { message: `The model ${model} does not exist` } })
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

const completion = (message: object, finish: string, usage: [number, number] | null = [100, 20]) => ({
  id: 'x',
  object: 'chat.completion',
  choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', content: null, ...message } }],
  ...(usage && {
    usage: { prompt_tokens: usage[0], completion_tokens: usage[1], total_tokens: usage[0] + usage[1] },
  }),
})

async function perform(move: Move, response: ServerResponse): Promise<void> {
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
    return send(response, move.status, { error: { message: move.message ?? 'as scripted' } }, move.headers)
  }
  if ('raw' in move) {
    response.writeHead(200, { 'content-type': 'application/json' })
    return void response.end(move.raw)
  }
  if ('reset' in move) return void response.socket?.resetAndDestroy()
  if (move.hang === 'within body') {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write('{"id":')
  }
}
