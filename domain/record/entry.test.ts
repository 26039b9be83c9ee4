import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, CanonicalJsonError, type JsonValue } from '@/domain/record/canonical'
import {
  entryBytes,
  readEntry,
  type RecordEntry,
  recordEntrySchema,
  sealField,
  verifySealed,
} from '@/domain/record/entry'

const salt = Uint8Array.from({ length: 16 }, (_, i) => i)
const entry: RecordEntry = {
  v: 1,
  id: 'ent_1',
  at: '2026-01-31T09:00:00.000Z',
  workspace: 'ws_1',
  kind: 'step.completed',
  actor: { kind: 'person', id: 'usr_1', name: sealField('Ada', salt) },
  run: 'run_1',
  iteration: 0,
  data: { costMicros: '1250', email: sealField('ada@example.com', salt), list: [1, null, { ok: true }] },
  causes: ['ent_0'],
}

it('writes an entry as the canonical bytes of its members, and reads them back', () => {
  const bytes = entryBytes(entry)
  expect(new TextDecoder().decode(bytes)).toBe(canonicalJson(entry))
  expect(readEntry(bytes)).toEqual(entry)
})

describe('what is no entry', () => {
  it.each<[string, object]>([
    ['another version', { v: 2 }],
    ['an unknown member', { extra: 1 }],
    ['an undefined member', { run: undefined }],
    ['an empty id', { id: '' }],
    ['a time without milliseconds', { at: '2026-01-31T09:00:00Z' }],
    ['a time elsewhere', { at: '2026-01-31T09:00:00.000+01:00' }],
    ['a day that is not', { at: '2026-02-30T09:00:00.000Z' }],
    ['no time', { at: 'yesterday' }],
    ['a kind without verb', { kind: 'step' }],
    ['an actor of another kind', { actor: { kind: 'robot', id: 'r' } }],
    ['a person named in clear', { actor: { kind: 'person', id: 'usr_1', name: 'Ada' } }],
    ['half an iteration', { iteration: 0.5 }],
    ['a negative attempt', { attempt: -1 }],
    ['data that is a list', { data: [] }],
    ['a Date in the data', { data: { due: new Date(0) } }],
    ['undefined in the data', { data: { a: { b: undefined } } }],
    ['a seal with company', { data: { a: { ...sealField('x', salt), hint: 'x' } } }],
    ['a seal too short', { data: { a: { $hmac: 'AAAA' } } }],
    ['a seal spelt twice', { data: { a: { $hmac: 'A'.repeat(42) + 'B=' } } }],
    ['money as a number', { data: { usage: { costMicros: 1250 } } }],
    ['money as a number, in the names of the record', { data: { cost_micros: 1250 } }],
    ['money in dollars', { data: { micros: '0.00125' } }],
    ['causes that are no ids', { causes: [1] }],
  ])('%s', (_, change) => {
    expect(recordEntrySchema.safeParse({ ...entry, ...change }).success).toBe(false)
    expect(() => entryBytes({ ...entry, ...change } as RecordEntry)).toThrow()
  })

  it('other bytes of the same value', () => {
    const text = canonicalJson(entry)
    for (const other of [text + ' ', text.replace('{"', '{ "'), JSON.stringify(entry), '\ufeff' + text])
      expect(() => readEntry(new TextEncoder().encode(other))).toThrow()
    expect(() => readEntry(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(TypeError)
  })
})

it('takes an agent named in clear', () => {
  const actor = { kind: 'agent', id: 'agt_1', name: 'Scout' } as const
  expect(readEntry(entryBytes({ ...entry, actor })).actor).toEqual(actor)
})

const json = fc.jsonValue().filter((value) => {
  try {
    canonicalJson(value)
    return true
  } catch (error) {
    if (error instanceof CanonicalJsonError) return false
    throw error
  }
}) as fc.Arbitrary<JsonValue>
const salts = fc.uint8Array({ minLength: 16, maxLength: 80 })

it('seals with HMAC-SHA256 over canonical bytes', () => {
  fc.assert(
    fc.property(json, salts, (value, key) => {
      const sealed = sealField(value, key)
      expect(sealed.$hmac).toBe(createHmac('sha256', key).update(canonicalJson(value)).digest('base64'))
      expect(verifySealed(sealed, value, key)).toBe(true)
      expect(verifySealed(sealed, [value], key)).toBe(false)
      expect(
        verifySealed(
          sealed,
          value,
          key.map((byte) => byte ^ 1),
        ),
      ).toBe(false)
    }),
  )
})

it('refuses a salt that could be guessed, and never throws when it compares', () => {
  expect(() => sealField('x', new Uint8Array(15))).toThrow(RangeError)
  const sealed = sealField('x', salt)
  expect(verifySealed(sealed, 'x', new Uint8Array(15))).toBe(false)
  expect(verifySealed(sealed, NaN, salt)).toBe(false)
  expect(verifySealed({ $hmac: 'no' }, 'x', salt)).toBe(false)
})
