import { signIn } from 'next-auth/react'

const LINE = 'The server did not answer. Is Baton still running? Try again in a moment.'

/**
 * Asks to be let in, with a password or as a practice account.
 * @returns why not, for the person to read; nothing when they are in
 */
export async function enter(
  provider: 'password' | 'practice',
  given: Record<string, string>,
): Promise<string | undefined> {
  try {
    const result = await signIn(provider, { ...given, redirect: false })
    if (result?.ok) return undefined
    return result?.error ?? LINE
  } catch {
    return LINE
  }
}
