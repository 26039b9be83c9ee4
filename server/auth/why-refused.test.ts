import { describe, expect, it } from 'vitest'
import { FAILED_PATH, refusedPath, whyRefused } from './why-refused'

describe('the sentence on the sign-in page', () => {
  it('tells apart who is unknown, who is not vouched for, and what could not be decided', () => {
    const at = (path: string) => {
      const { searchParams } = new URL(path, 'http://localhost')
      return whyRefused(searchParams.get('error'), searchParams.get('why'))?.text
    }
    expect(at(refusedPath('unknown_account'))).toMatch(/no enabled account/)
    expect(at(refusedPath('disabled'))).toBe(at(refusedPath('unknown_account')))
    expect(at(refusedPath('unverified_email'))).toMatch(/does not vouch/)
    expect(at(FAILED_PATH)).toMatch(/Is its database reachable\?/)
  })

  it('says nothing without a reason, and never what the address says', () => {
    for (const none of [undefined, null, '', ['AccessDenied']]) expect(whyRefused(none)).toBeUndefined()
    for (const odd of ['<b>Call 555</b>', 'constructor', 'unverified!'])
      expect(whyRefused(odd)).toEqual(whyRefused('Failed'))
  })

  it('takes the answer of a provider that said no for one that proves nothing', () => {
    expect(whyRefused('Callback')).toEqual(whyRefused('OAuthCallback'))
    expect(whyRefused('OAuthSignin')?.text).toMatch(/cannot be reached.*password work as usual/)
  })
})
