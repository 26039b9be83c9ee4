import { signOut } from 'next-auth/react'

/** Ends the session here; the sign-in page follows. */
export async function leave(): Promise<void> {
  await signOut({ redirect: false })
  location.replace('/sign-in')
}
