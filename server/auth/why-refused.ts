import type { RefusalReason } from './session-record'

/** What the sign-in page says when somebody comes back from single sign-on without a session. */
export interface WhyRefused {
  title: string
  text: string
}

/** Where a refused identity is sent. `error` is what next-auth calls it, `why` says it closer. */
export const refusedPath = (reason: RefusalReason): string =>
  reason === 'unverified_email' ? '/sign-in?error=AccessDenied&why=unverified' : '/sign-in?error=AccessDenied'

/** Where somebody is sent when Baton itself could not decide. */
export const FAILED_PATH = '/sign-in?error=Failed'

const NOT_LET_IN = 'You were not let in'

const SENTENCES: Record<string, WhyRefused> = {
  AccessDenied: {
    title: NOT_LET_IN,
    text: 'Your identity was confirmed, but no enabled account here has that e-mail address. An admin can add you under Members.',
  },
  unverified: {
    title: NOT_LET_IN,
    text: 'Your identity provider does not vouch for your e-mail address. Have it verified there, then try again.',
  },
  OAuthSignin: {
    title: 'Single sign-on does not answer',
    text: 'Your identity provider cannot be reached. Try again in a moment; accounts with a password work as usual.',
  },
  OAuthCallback: {
    title: NOT_LET_IN,
    text: 'Your identity was not confirmed: the sign-in was cancelled, took too long, or its answer could not be trusted. Try again.',
  },
  Failed: {
    title: 'Not signed in',
    text: 'Baton could not check the sign-in. Is its database reachable? It is in the log.',
  },
}

/**
 * The sentence for what the sign-in page's address says; never text from the address itself.
 * @param error,why of the query
 */
export function whyRefused(error: unknown, why?: unknown): WhyRefused | undefined {
  if (typeof error !== 'string' || error === '') return undefined
  if (error === 'AccessDenied' && why === 'unverified') return SENTENCES['unverified']
  // Next-auth says `Callback` when the provider itself said no.
  const code = error === 'Callback' ? 'OAuthCallback' : error
  return Object.hasOwn(SENTENCES, code) ? SENTENCES[code] : SENTENCES['Failed']
}
