/** Hosts of one's own machine or network by their spelling: loopback, RFC 1918, 4193, 6598, link-local. */
const OWN = [
  /^localhost$/,
  /\.(localhost|local|internal|lan|home\.arpa)$/,
  /^(127|10)\.\d+\.\d+\.\d+$/,
  /^192\.168\.\d+\.\d+$/,
  /^172\.(1[6-9]|2\d|3[01])\.\d+\.\d+$/,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.\d+\.\d+$/,
  /^169\.254\.\d+\.\d+$/,
  /^\[(::1|f[cd][0-9a-f]{2}:.*|fe80:.*)\]$/,
]
/** A name without a dot, once something follows it: until then it may be the beginning of another. */
const ALONE = /^[a-z][a-z0-9+.-]*:\/\/([^@/]*@)?[a-z0-9_-]+[:/]/i

/**
 * The host of an address that looks like one's own machine or network, so that a call there is refused unless it is listed:
 * a hint while typing, whatever the name comes to mean is judged when it is called.
 * @param address as it is typed: `http://127.0.0.1:8080/api`
 * @param listed places that may be reached, as they are typed
 * @returns undefined where it looks public, or is listed; in a range it is not looked for
 */
export function ownHost(address: string, listed: readonly string[]): string | undefined {
  const url = URL.canParse(address.trim()) ? new URL(address.trim()) : undefined
  // A host of a scheme that browsers do not know is left as it is typed.
  const host = url?.hostname.toLowerCase()
  if (!url || !host || !(OWN.some((own) => own.test(host)) || ALONE.test(address.trim()))) return undefined
  const bare = host.replace(/^\[|\]$/g, '')
  const names = new Set([host, bare, `${host}:${url.port}`])
  return listed.some((place) => names.has(place.toLowerCase()) || place.includes('/')) ? undefined : host
}
