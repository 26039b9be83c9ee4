import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { digestOf, equalBytes, fromBase64, fromHex, sha256, toBase64, toHex } from '@/domain/record/digest'

it('names a value by its content', () => {
  const text = '{"a":[1,"é"],"b":null}'
  expect(digestOf({ b: null, a: [1, 'é'] })).toBe('sha256:' + createHash('sha256').update(text).digest('hex'))
})

it('agrees with Node on hashes, hex and base64', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const buffer = Buffer.from(bytes)
      expect(toHex(sha256(bytes))).toBe(createHash('sha256').update(buffer).digest('hex'))
      expect(toBase64(bytes)).toBe(buffer.toString('base64'))
      expect(equalBytes(fromBase64(toBase64(bytes)), bytes)).toBe(true)
      expect(equalBytes(fromHex(toHex(bytes)), bytes)).toBe(true)
    }),
  )
})

it.each(['A', 'AA', 'AA=', 'AB==', 'AA==\n', ' AA==', 'A-==', 'AAAA=', 'AAA'])(
  'refuses the base64 %j',
  (text) => {
    expect(() => fromBase64(text)).toThrow(RangeError)
  },
)

it('tells byte strings apart', () => {
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 3))).toBe(false)
  expect(equalBytes(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false)
})
