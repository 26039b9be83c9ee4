import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Arrival {
  method: string
  path: string
  key: string
  authorization: string
  body: unknown
}

interface Scripted {
  body: string
  status?: number
  headers?: Record<string, string>
  delayMs?: number
}

/** A real HTTP service that counts what arrives by Idempotency-Key; `answers` scripts the next ones: a status, a body, or none, late where asked. Else `says` may answer by path. */
export async function startCountingService(says: (path: string) => string | undefined = () => undefined) {
  const arrivals: Arrival[] = []
  const answers: (number | 'drop' | Scripted)[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += String(chunk)))
    request.on('end', () => {
      const key = String(request.headers['idempotency-key'] ?? '')
      arrivals.push({
        method: request.method ?? '',
        path: request.url ?? '',
        key,
        authorization: String(request.headers.authorization ?? ''),
        body: text ? (JSON.parse(text) as unknown) : undefined,
      })
      const body = says(request.url ?? '')
      const answer = answers.shift() ?? (body === undefined ? 200 : { body })
      if (answer === 'drop') return void response.socket?.destroy()
      const { status = 200, headers = {} } = typeof answer === 'number' ? { status: answer } : answer
      const send = () => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers })
        response.end(typeof answer === 'number' ? JSON.stringify({ ok: answer < 300 }) : answer.body)
      }
      setTimeout(send, typeof answer === 'number' ? 0 : (answer.delayMs ?? 0))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrivals,
    answers,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
