/** Any will do: what stays at it is a path. */
const CONSOLE = 'http://console.invalid'

/**
 * Where to go after signing in: a path of this console, as a browser reads it (WHATWG URL, which drops tabs and line
 * breaks and takes `\` for `/`); the start page for anything that would lead elsewhere.
 */
export function safePath(next: string | string[] | undefined): string {
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, CONSOLE)) return '/'
  const { origin, pathname, search, hash } = new URL(next, CONSOLE)
  // A path that begins with two slashes, as `/./` before one leaves it, is an address again.
  return origin === CONSOLE && !pathname.startsWith('//') ? pathname + search + hash : '/'
}
