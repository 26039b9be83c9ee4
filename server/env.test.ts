import { describe, expect, it } from 'vitest'
import { checkSettings } from './env'

describe('settings', () => {
  it.each([
    ['BATON_SECRET_KEY', 'xyz', '32 bytes in base64'],
    ['BATON_LEASE_SECONDS', '-1', 'a number from 1 to 600'],
    ['BATON_LEASE_SECONDS', 'six', 'a number from 1 to 600'],
    ['BATON_WORKER_CONCURRENCY', '2.5', 'a whole number'],
    ['BATON_BRANCH_RETENTION_HOURS', '0', 'a number from 1 to 8760'],
    ['BATON_BRANCH_RETENTION_HOURS', 'a day', 'a number from 1 to 8760'],
    ['BATON_URL', 'here', 'an address'],
    ['DATABASE_URL', ' ', 'blank'],
    ['LOG_LEVEL', 'loud', '"debug"'],
  ])('%s=%s is refused in one line that says what is expected', (name, value, expected) => {
    const check = () => checkSettings({ [name]: value })
    expect(check).toThrow(`${name} `)
    expect(check).toThrow(expected)
    expect(check).toThrow(/^[^\n]+\.$/)
  })

  it('may be left out, or empty, when they can be made', () => {
    expect(() => checkSettings({})).not.toThrow()
    expect(() => checkSettings({ BATON_SECRET_KEY: '', BATON_URL: '' })).not.toThrow()
  })
})
