import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { createSandboxModel } from '@/server/practice/sandbox-model'
import { answerBook } from '@/server/templates/folders'

/** Of a server of one's own, so no price list knows them. */
export const MODELS = ['house-one', 'house-two'] as const
const requestSchema = z.looseObject({ model: z.string() })

/** Somebody's model provider: OpenAI's interface over HTTP, with a key, models, and moods. */
export interface ModelServer {
  baseUrl: string
  key: string
  /** What each request asked for and what it got. */
  seen: { model: string; status: number }[]
  /** From now on these are over their limit. */
  limited: Set<string>
  close: () => Promise<void>
}

/** Starts one that answers as the seeded team needs it, under names of its own. */
export async function startModelServer(): Promise<ModelServer> {
  const rules = createSandboxModel(0, answerBook())
  const inner = createServer((request, response) => void rules(request, response, request.url ?? '/'))
  const behind = await listen(inner)
  const key = 'sk-of-the-journey'
  const seen: ModelServer['seen'] = []
  const limited = new Set<string>()

  const outer = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    if (request.headers.authorization !== `Bearer ${key}`) {
      return send(response, 401, { error: { message: 'Incorrect API key provided.' } })
    }
    if (request.method === 'GET') {
      return send(response, 200, { object: 'list', data: MODELS.map((id) => ({ id, object: 'model' })) })
    }
    const body = requestSchema.parse(JSON.parse(text))
    const status = limited.has(body.model) ? 429 : 200
    seen.push({ model: body.model, status })
    if (status === 429) return send(response, 429, { error: { message: 'Rate limit reached.' } })
    const reply = await fetch(`${behind}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({ ...body, model: 'baton-sandbox' }),
    })
    const said = (await reply.text()).replaceAll('Sandbox, no AI: ', '')
    send(response, reply.status, { ...(JSON.parse(said) as object), model: body.model })
  }

  return {
    baseUrl: `${await listen(outer)}/v1`,
    key,
    seen,
    limited,
    close: async () => {
      for (const server of [outer, inner]) {
        server.closeAllConnections()
        await new Promise((closed) => server.close(closed))
      }
    },
  }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
