import { decode, encode } from 'next-auth/jwt'
import { describe, expect, it } from 'vitest'
import { Browser } from './testing/browser'
import { HOURS_8, PUBLIC, SESSION, useSignIn } from './testing/sign-in-desk'
import { beginOidc, renew, signInByOidc, signInLocally } from './testing/visit'

const desk = useSignIn()
const { contextOf, inCookie, own, secret, settings, signedIn } = desk

/** A cookie's attributes by name, in small letters. */
function attributesOf(line = ''): Record<string, string> {
  const pairs = line
    .split('; ')
    .slice(1)
    .map((each) => each.split('='))
  return Object.fromEntries(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value]))
}

describe('the session’s cookie', () => {
  it('is for the server only, for this site, and for a working day, inside and out', async () => {
    const browser = await signedIn()
    const { value = '', line } = browser.cookie(desk.baton().url, SESSION) ?? {}
    const { expires, ...attributes } = attributesOf(line)
    expect(attributes).toEqual({ path: '/', httponly: '', samesite: 'Lax' })
    expect(Math.abs(Date.parse(expires ?? '') - Date.now() - HOURS_8 * 1000)).toBeLessThan(20_000)
    const inside = await decode({ token: value, secret: secret() })
    expect(Number(inside?.['exp']) - Number(inside?.['iat'])).toBe(HOURS_8)
  })

  it('is the same by single sign-on', async () => {
    const browser = new Browser()
    await signInByOidc(browser, desk.baton().url)
    const { value = '', line } = browser.cookie(desk.baton().url, SESSION) ?? {}
    expect(attributesOf(line)).toMatchObject({ httponly: '', samesite: 'Lax' })
    const inside = await decode({ token: value, secret: secret() })
    expect(Number(inside?.['exp']) - Number(inside?.['iat'])).toBe(HOURS_8)
  })

  it('is renewed while the console is open', async () => {
    const browser = await signedIn()
    const nearlyOver = await encode({ token: await inCookie('usr_a'), secret: secret(), maxAge: 60 })
    browser.setCookie(desk.baton().url, SESSION, nearlyOver)
    expect(await renew(browser, desk.baton().url)).toBe(true)
    const inside = await decode({
      token: browser.cookie(desk.baton().url, SESSION)?.value ?? '',
      secret: secret(),
    })
    expect(Number(inside?.['exp']) - Date.now() / 1000).toBeGreaterThan(HOURS_8 - 20)
  })

  it('is nobody’s when altered, sealed by another key, or over', async () => {
    const browser = await signedIn()
    const good = browser.cookie(desk.baton().url, SESSION)?.value ?? ''
    const bad = [
      `${good.slice(0, -4)}AAAA`,
      await encode({ token: await inCookie('usr_a'), secret: 'another' }),
      await encode({ token: await inCookie('usr_a'), secret: secret(), maxAge: -60 }),
      await encode({ token: {}, secret: secret() }),
      await encode({ token: { sub: 'usr_a' }, secret: secret() }),
      await encode({ token: { sub: 'usr_a', sid: 'ses_of_nobody' }, secret: secret() }),
      await encode({ token: { ...(await inCookie('usr_b')), sub: 'usr_a' }, secret: secret() }),
      'x',
    ]
    for (const value of bad) {
      browser.setCookie(desk.baton().url, SESSION, value)
      expect((await contextOf(browser)).actor.kind).toBe('nobody')
      expect(await renew(browser, desk.baton().url)).toBe(false)
    }
    browser.setCookie(desk.baton().url, SESSION, good)
    expect((await contextOf(browser)).actor.id).toBe('usr_a')
  })

  it('is taken back by signing out', async () => {
    const browser = await signedIn()
    const { text } = await browser.ask(`${desk.baton().url}/api/auth/csrf`)
    const form = { csrfToken: (JSON.parse(text) as { csrfToken: string }).csrfToken, json: 'true' }
    await browser.ask(`${desk.baton().url}/api/auth/signout`, { method: 'POST', form })
    expect(browser.cookie(desk.baton().url, SESSION)).toBeUndefined()
  })
})

describe('published under https', () => {
  const proxy = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' }
  const visitor = () => new Browser({ origin: PUBLIC, served: desk.baton().url }, proxy)

  it('every cookie of the sign-in is Secure, and the provider comes back to that address', async () => {
    await desk.baton().restart({ ...settings(), BATON_URL: PUBLIC })
    const browser = visitor()
    const page = await signInByOidc(browser, PUBLIC)
    expect(page.href).toBe(`${PUBLIC}/runs`)
    expect(desk.provider().asked.at(-1)?.get('redirect_uri')).toBe(`${PUBLIC}/api/auth/callback/oidc`)
    const lines = browser.lines.filter((line) => line.includes('next-auth'))
    expect(lines.length).toBeGreaterThan(5)
    for (const line of lines) expect(line).toMatch(/^__(Secure|Host)-.*; HttpOnly; Secure; SameSite=Lax$/)
    expect((await contextOf(browser, PUBLIC, proxy)).actor.id).toBe('usr_a')
  })

  it('no Host header of a request turns it to another address', async () => {
    const browser = visitor()
    const { text } = await browser.ask(`${PUBLIC}/api/auth/providers`, {
      headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' },
    })
    expect(text).not.toContain('evil.example')
    expect(text).toContain(`${PUBLIC}/api/auth/callback/oidc`)
  })

  it('practice accounts are not offered, though this server listens on loopback', async () => {
    const said = await signInLocally(visitor(), PUBLIC, 'practice', { userId: 'usr_b' })
    expect(said).toMatch(/not offered here/)
  })

  it('behind a proxy with TLS that was not told of, the cookie is Secure, and found again', async () => {
    await desk.baton().restart()
    const browser = visitor()
    expect(await signInLocally(browser, PUBLIC, 'password', own)).toBeUndefined()
    expect(attributesOf(browser.cookie(PUBLIC, `__Secure-${SESSION}`)?.line)).toHaveProperty('secure')
    expect((await contextOf(browser, PUBLIC, proxy)).actor.id).toBe('usr_a')
    await desk.baton().restart(settings())
  })
})

describe('where one comes out', () => {
  it('is this console, whatever the address asks for', async () => {
    for (const callbackUrl of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'javascript:x',
    ]) {
      const browser = new Browser()
      await browser.ask(`${desk.baton().url}/api/auth/csrf`)
      await browser.ask(`${desk.baton().url}/api/auth/signin?callbackUrl=${encodeURIComponent(callbackUrl)}`)
      const kept = decodeURIComponent(
        browser.cookie(desk.baton().url, 'next-auth.callback-url')?.value ?? desk.baton().url,
      )
      expect(new URL(kept).origin).toBe(desk.baton().url)
    }
  })

  it('is not reached by a link: single sign-on begins with a press of the button', async () => {
    const asked = desk.provider().asked.length
    const { url } = await new Browser().follow(`${desk.baton().url}/api/auth/signin/oidc`)
    expect(url.pathname).toBe('/sign-in')
    expect(desk.provider().asked.length).toBe(asked)
    expect((await beginOidc(new Browser(), desk.baton().url)).origin).toBe(desk.provider().issuer)
  })
})
