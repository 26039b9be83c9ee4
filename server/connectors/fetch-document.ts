import type { Resolver } from './address'
import { ConnectorError } from './connector-error'
import { callHttp } from './http'

const MAX_BYTES = 10 * 1024 * 1024
const TIMEOUT_MS = 20_000

/**
 * The text of a document somewhere on the internet, such as the description of an API: without any secret, from a public
 * address only, not followed to another origin, 10 MiB at most.
 * @throws ConnectorError
 */
export async function fetchDocument(
  address: string,
  {
    signal,
    resolver,
    timeoutMs = TIMEOUT_MS,
  }: { signal: AbortSignal; resolver?: Resolver; timeoutMs?: number },
): Promise<string> {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password)
    throw new ConnectorError('misconfigured', 'This is no http or https address.', false)
  const { status, body } = await callHttp(
    { name: url.host, baseUrl: url.origin, privateReach: [], ...(resolver && { resolver }) },
    {
      method: 'GET',
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { accept: 'application/json, application/yaml, text/yaml, */*' },
      maxBytes: MAX_BYTES,
      timeoutMs,
      signal,
    },
  )
  if (status >= 300) throw new ConnectorError('network', `${url.host} answered ${status}.`, true)
  return typeof body === 'string' ? body : JSON.stringify(body)
}
