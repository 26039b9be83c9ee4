import { env } from '@/server/env'
import { isLoopback } from './loopback'

/** Where a request says it comes from. */
export interface Origin {
  /** The other end of the socket; behind a proxy, the nearest proxy's word about it. */
  address: string
  /** All that X-Forwarded-For names */
  forwarded: string | null
  host: string | null
}

/**
 * X-Forwarded-For counts where a proxy is known to stand in front: one on this machine, or when BATON_URL says that
 * people come another way. Else anyone could name an address of their own at each attempt.
 */
export function originOf(
  headers: Record<string, unknown> | undefined,
  published = env().BATON_URL !== undefined,
): Origin {
  const text = (name: string): string | null => {
    const value = headers?.[name]
    return typeof value === 'string' && value !== '' ? value : null
  }
  const forwarded = text('x-forwarded-for')
  // Set by server/main/start/peer.mjs; absent when something else serves the console.
  const peer = text('x-baton-peer')
  const proxied = peer === null || published || isLoopback(peer)
  const address = proxied ? (forwarded?.split(',').at(-1)?.trim() ?? peer) : peer
  return { address: address?.slice(0, 64) || 'unknown', forwarded, host: text('host') }
}
