import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpError, readJson, sendJson } from './http'
import type { Journal, Write } from './journal'

/** What a write comes to. */
export interface Written {
  status: number
  answer: unknown
}

/** One practice system behind the wire that all of them have in common. */
export interface Service {
  journal: Journal
  /** @throws HttpError */
  read(url: URL): { body: unknown; headers?: Record<string, string> }
  /** What a write would change; nothing is changed yet. @throws HttpError */
  plan(request: { method: string; path: string; body: unknown; ifMatch: string | undefined }): Written
  /** Changes the data as planned and writes it down. */
  write(write: Omit<Write, 'replays'>): void
  /** What is sent with the answer to a write. */
  headersOf(answer: unknown): Record<string, string>
  reset(): void
}

/**
 * A practice system over HTTP, for those who may come in: a plain JSON API. Writes honour `Idempotency-Key`: the same key gives
 * the same answer and writes nothing the second time; with another request it is refused (409). `GET /_log` lists the
 * writes, `POST /_reset` lays the data anew.
 */
export function overHttp(service: Service) {
  /** @param path below the service's base, as `/accounts/acc-0001` */
  return async function serve(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    try {
      if (request.method === 'GET') return answerRead(response, new URL(path, 'http://practice.example'))
      await answerWrite(request, response, path)
    } catch (error) {
      if (!(error instanceof HttpError)) throw error
      const details = error.details === undefined ? {} : { details: error.details }
      sendJson(response, error.status, {
        error: { status: error.status, message: error.message, ...details },
      })
    }
  }

  function answerRead(response: ServerResponse, url: URL): void {
    if (url.pathname === '/_log') return sendJson(response, 200, { writes: service.journal.writes })
    const { body, headers } = service.read(url)
    sendJson(response, 200, body, headers)
  }

  async function answerWrite(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
  ): Promise<void> {
    const { journal } = service
    const body = await readJson(request)
    const method = request.method ?? ''
    if (method === 'POST' && path === '/_reset') {
      service.reset()
      return sendJson(response, 200, { as_of: journal.anchor, writes: 0 })
    }
    const key = [request.headers['idempotency-key'] ?? []].flat()[0] ?? null
    const before = key === null ? undefined : journal.known(key)
    if (before) {
      const same = before.method === method && before.path === path
      if (!same || JSON.stringify(before.body) !== JSON.stringify(body))
        throw new HttpError(409, 'This Idempotency-Key came with another request before.')
      journal.replayed(before)
      return sendJson(response, before.status, before.answer, { 'idempotent-replayed': 'true' })
    }
    const ifMatch = request.headers['if-match']
    const { status, answer } = service.plan({ method, path, body, ifMatch })
    const at = new Date().toISOString()
    service.write({ at, method, path, key, body: body as Record<string, unknown>, status, answer })
    sendJson(response, status, answer, service.headersOf(answer))
  }
}
