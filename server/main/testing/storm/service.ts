import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Random } from '@/server/practice/random'

/** What a key was used for, and how often it arrived and was carried out. */
export interface Delivered {
  requests: Set<string>
  arrived: number
  carriedOut: number
}

/**
 * A real HTTP service that keeps to the Idempotency-Key: what it has carried out under one is answered again, not done
 * again. Now and then it is limited, ill, or breaks off after it has done what it was asked.
 */
export async function startService(seed: number) {
  const random = new Random(seed)
  const byKey = new Map<string, Delivered>()
  const counts = { fine: 0, limited: 0, ill: 0, dropped_before: 0, dropped_after: 0 }
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk) => (text += String(chunk)))
    request.on('end', () => {
      const key = String(request.headers['idempotency-key'] ?? '')
      const known = byKey.get(key) ?? { requests: new Set<string>(), arrived: 0, carriedOut: 0 }
      byKey.set(key, known)
      known.requests.add(`${request.method} ${request.url} ${text}`)
      known.arrived++
      const how = pick(random.next())
      counts[how]++
      const send = (status: number, headers: Record<string, string> = {}) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers })
        response.end(JSON.stringify({ ok: status === 200 }))
      }
      if (how === 'limited') return send(429, { 'retry-after': '1' })
      if (how === 'ill') return send(503)
      if (how === 'dropped_before') return void response.socket?.destroy()
      if (known.carriedOut === 0) known.carriedOut++
      if (how === 'dropped_after') return void response.socket?.destroy()
      send(200)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    byKey,
    counts,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const pick = (at: number): 'fine' | 'limited' | 'ill' | 'dropped_before' | 'dropped_after' => {
  if (at < 0.78) return 'fine'
  if (at < 0.85) return 'limited'
  if (at < 0.91) return 'ill'
  return at < 0.95 ? 'dropped_before' : 'dropped_after'
}
