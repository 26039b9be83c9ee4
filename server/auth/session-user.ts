import { getToken } from 'next-auth/jwt'

export interface Cookies {
  get(name: string): { value: string } | undefined
}

type TokenRequest = Parameters<typeof getToken>[0]['req']

/** Whose session the request's cookie carries, if it is ours and has not run out. Says nothing about their standing. */
export async function sessionUser(headers: Headers, cookies: Cookies): Promise<string | undefined> {
  const secret = process.env['NEXTAUTH_SECRET']
  if (!secret) return undefined
  const request = { headers, cookies } as unknown as TokenRequest
  const token = await getToken({ req: request, secret })
  return token?.sub || undefined
}
