import type { Answer, Browser } from './browser'

async function csrfToken(browser: Browser, origin: string): Promise<string> {
  const { text } = await browser.ask(`${origin}/api/auth/csrf`)
  return (JSON.parse(text) as { csrfToken: string }).csrfToken
}

const urlIn = ({ text }: Answer): URL => new URL((JSON.parse(text) as { url: string }).url)

/** Presses 'Single sign-on'. @returns where the browser is sent */
export async function beginOidc(browser: Browser, origin: string): Promise<URL> {
  const form = { csrfToken: await csrfToken(browser, origin), callbackUrl: '/runs', json: 'true' }
  return urlIn(await browser.ask(`${origin}/api/auth/signin/oidc`, { method: 'POST', form }))
}

const isCallback = (url: URL): boolean => url.pathname === '/api/auth/callback/oidc'

/** Signs in at the provider, up to the address that carries its answer back. */
export async function answerOf(browser: Browser, origin: string): Promise<URL> {
  const { url } = await browser.follow(await beginOidc(browser, origin), isCallback)
  if (!isCallback(url)) throw new Error(`the provider did not come back but to ${url.href}`)
  return url
}

/** The whole way by single sign-on. @returns the page it ends at */
export async function signInByOidc(browser: Browser, origin: string): Promise<URL> {
  const { url } = await browser.follow(await beginOidc(browser, origin))
  return url
}

/** What the sign-in form does. @returns nothing when let in, else the sentence shown */
export async function signInLocally(
  browser: Browser,
  origin: string,
  provider: 'password' | 'practice',
  given: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<string | undefined> {
  const form = { ...given, csrfToken: await csrfToken(browser, origin), json: 'true' }
  const answer = await browser.ask(`${origin}/api/auth/callback/${provider}`, {
    method: 'POST',
    form,
    headers,
  })
  return urlIn(answer).searchParams.get('error') ?? undefined
}

/** What the console asks while it is open. @returns whether there still is a session */
export async function renew(browser: Browser, origin: string): Promise<boolean> {
  const { text } = await browser.ask(`${origin}/api/auth/session`)
  return 'expires' in (JSON.parse(text) as object)
}
