import { getToken } from 'next-auth/jwt'

export interface Cookies {
  get(name: string): { value: string } | undefined
}

type TokenRequest = Parameters<typeof getToken>[0]['req']

/** What a cookie says: who, and by which session (server/auth/sessions.ts). */
export interface CookieSession {
  userId: string
  session: string
}

/** Whose session the request's cookie carries, if it is ours and has not run out. Says nothing about their standing. */
export async function sessionUser(headers: Headers, cookies: Cookies): Promise<CookieSession | undefined> {
  const secret = process.env['NEXTAUTH_SECRET']
  if (!secret) return undefined
  const request = { headers, cookies } as unknown as TokenRequest
  const token = await getToken({ req: request, secret, secureCookie: isSecure(headers) })
  return token?.sub && typeof token['sid'] === 'string'
    ? { userId: token.sub, session: token['sid'] }
    : undefined
}

/**
 * Whether the cookie was named `__Secure-…`: next-auth decides it by the published address, else by the proxy's word
 * about the protocol, whereas its `getToken` looks at the published address only.
 */
function isSecure(headers: Headers): boolean {
  const published = process.env['NEXTAUTH_URL']
  if (published) return published.startsWith('https://')
  return (headers.get('x-forwarded-proto') ?? 'http') !== 'http'
}
