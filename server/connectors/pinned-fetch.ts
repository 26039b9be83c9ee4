import { fetch, type RequestInit } from 'undici'
import { refuseLiteral } from './address'
import { ConnectorError } from './connector-error'
import { dispatcherFor, reachOf } from './dispatcher'
import type { HttpTarget } from './http'

/**
 * A `fetch` for clients that bring their own protocol: it goes to the target's origin only, by addresses that were
 * resolved, checked and pinned, follows no redirect, and gives an answer up that grows beyond `maxBytes`.
 */
export function pinnedFetch(
  target: Pick<HttpTarget, 'name' | 'baseUrl' | 'privateReach' | 'resolver'>,
  maxBytes: number,
  signal: AbortSignal,
): typeof globalThis.fetch {
  const { origin } = new URL(target.baseUrl)
  const dispatcher = dispatcherFor(target)
  let bytes = 0
  const limit = () =>
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength
        if (bytes > maxBytes) controller.error(tooLarge(target.name, maxBytes))
        else controller.enqueue(chunk)
      },
    })
  const call = async (input: string | URL, init: RequestInit = {}) => {
    const url = new URL(input)
    if (url.origin !== origin)
      throw new ConnectorError('refused_address', `${target.name} asks for another address.`, false)
    refuseLiteral(url.hostname, reachOf(target, url))
    const signals = [signal, ...(init.signal ? [init.signal] : [])]
    const response = await fetch(url, {
      ...init,
      dispatcher,
      redirect: 'error',
      signal: AbortSignal.any(signals),
    })
    const { status, statusText, headers, body } = response
    const stream = body as unknown as ReadableStream<Uint8Array> | null
    return new Response(stream && status !== 204 ? stream.pipeThrough(limit()) : null, {
      status,
      statusText,
      headers: [...headers],
    })
  }
  return call as unknown as typeof globalThis.fetch
}

const tooLarge = (name: string, maxBytes: number): ConnectorError =>
  new ConnectorError('too_large', `${name} answered with more than ${maxBytes / 1024 / 1024} MiB.`, true)
