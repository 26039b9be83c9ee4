import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { forgetOldKey, oldSecretKey, renewSecretKey, secretKey } from './secrets'

const stateDir = mkdtempSync(join(tmpdir(), 'baton-key-'))
afterEach(() => rmSync(stateDir, { recursive: true, force: true }))

describe('the installation’s key', () => {
  it('is replaced by a new one, with the old one beside it until it is forgotten', () => {
    const first = secretKey(stateDir, {})
    expect(oldSecretKey(stateDir, {})).toBeUndefined()
    renewSecretKey(stateDir, {})
    const second = secretKey(stateDir, {})
    expect(second).not.toBe(first)
    expect(oldSecretKey(stateDir, {})).toBe(first)
    for (const name of ['secret.key', 'secret.key.old'])
      expect(statSync(join(stateDir, name)).mode & 0o777).toBe(0o600)
    expect(() => renewSecretKey(stateDir, {})).toThrow(/rotate/)
    forgetOldKey(stateDir)
    expect([secretKey(stateDir, {}), oldSecretKey(stateDir, {})]).toEqual([second, undefined])
  })

  it('that the environment gives is changed there', () => {
    const env = { BATON_SECRET_KEY: 'a', BATON_OLD_SECRET_KEY: 'b' }
    expect(oldSecretKey(stateDir, env)).toBe('b')
    expect(() => renewSecretKey(stateDir, env)).toThrow(/BATON_SECRET_KEY/)
  })
})
