/**
 * What a request with a session's cookie must not be, before anything of it is read. `SameSite=Lax` keeps other sites'
 * pages from sending the cookie with a POST, but not those of the same site: another port of this machine, another name
 * of the organisation's domain.
 * @param published the console's address, where it has one besides that of the server
 * @returns the refusal, or undefined when it may go on
 */
export function refuseRequest(
  request: Request,
  { most, published }: { most: number; published?: string | undefined },
): Response | undefined {
  if (isForeign(request.headers, published)) {
    return refusal(403, 'This request comes from a page that is not of this console.')
  }
  return refuseLarge(request, most)
}

/** Bodies that say how large they are, and are no larger; for what reads them whole. */
export function refuseLarge(request: Request, most: number): Response | undefined {
  if (request.method === 'GET' || request.method === 'HEAD' || request.body === null) return undefined
  const length = request.headers.get('content-length')
  if (length === null) return refusal(411, 'Say how long the body is.')
  return Number(length) <= most ? undefined : refusal(413, `The body is larger than ${most} bytes.`)
}

/** Browsers say where a request comes from and let no page change it (Fetch Metadata; RFC 6454 for older ones). */
function isForeign(headers: Headers, published: string | undefined): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site !== 'same-origin' && site !== 'none'
  const origin = headers.get('origin')
  if (origin === null) return false
  const hosts = [headers.get('host'), headers.get('x-forwarded-host'), hostOf(published)]
  return !hosts.includes(hostOf(origin) ?? '')
}

const hostOf = (address: string | undefined): string | null =>
  address !== undefined && URL.canParse(address) ? new URL(address).host : null

const refusal = (status: number, message: string): Response =>
  Response.json({ message }, { status, headers: { 'cache-control': 'no-store' } })
