import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSecretBox, SecretBoxError } from './secret-box'

const box = createSecretBox(randomBytes(32).toString('base64'))

const codeOf = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    if (error instanceof SecretBoxError) return error.code
    throw error
  }
  return 'nothing thrown'
}

describe('secret box', () => {
  it.each(['', 'sk-1', 'ключ 🔑', 'x'.repeat(10_000)])('opens what it sealed', (secret) => {
    expect(box.open(box.seal(secret))).toBe(secret)
  })

  it('seals equal secrets differently and never in clear', () => {
    const [a, b] = [box.seal('sk-live-0123456789'), box.seal('sk-live-0123456789')]
    expect(a).not.toBe(b)
    expect(a).toMatch(/^v1\.[\w-]{16}\.[\w-]+\.[\w-]{22}$/)
    expect(Buffer.from(a.split('.')[2] ?? '', 'base64url').toString()).not.toContain('sk-live')
  })

  it('refuses what was altered in any part', () => {
    const parts = box.seal('secret').split('.')
    for (const place of [1, 2, 3]) {
      const bytes = Buffer.from(parts[place] ?? '', 'base64url')
      bytes[0] = (bytes[0] ?? 0) ^ 1
      const altered = parts.with(place, bytes.toString('base64url')).join('.')
      expect(codeOf(() => box.open(altered))).toBe('unreadable')
    }
  })

  it('refuses another key, a shortened tag, another form', () => {
    const sealed = box.seal('secret')
    const other = createSecretBox(randomBytes(32).toString('base64'))
    expect(codeOf(() => other.open(sealed))).toBe('unreadable')
    expect(codeOf(() => box.open(sealed.slice(0, -6)))).toBe('malformed')
    for (const wrong of ['', 'secret', sealed.replace('v1', 'v2'), `${sealed}.x`]) {
      expect(codeOf(() => box.open(wrong))).toBe('malformed')
    }
    expect(codeOf(() => createSecretBox('c2hvcnQ='))).toBe('bad_key')
  })
})

describe('a secret box with the key before it', () => {
  const [old, now, other] = [1, 2, 3].map(() => randomBytes(32).toString('base64')) as [
    string,
    string,
    string,
  ]

  it('opens what either sealed, and seals with the new one only', () => {
    const both = createSecretBox(now, old)
    expect(both.open(createSecretBox(old).seal('a'))).toBe('a')
    expect(createSecretBox(now).open(both.seal('b'))).toBe('b')
    expect(codeOf(() => createSecretBox(old).open(both.seal('b')))).toBe('unreadable')
    expect(codeOf(() => both.open(createSecretBox(other).seal('c')))).toBe('unreadable')
  })
})
