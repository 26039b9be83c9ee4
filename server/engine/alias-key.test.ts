import { expect, it } from 'vitest'
import { aliasKeys } from './alias-key'

const salt = (byte: number) => Buffer.alloc(16, byte).toString('base64')
const keyOf = (run: { id: string; salt: string | null }, purpose = 'operations') =>
  Buffer.from(aliasKeys(salt(7) + salt(8))(run, { purpose })).toString('hex')

it('is one for a run, its salt and a purpose, and another without the salt', () => {
  const run = { id: 'run_1', salt: salt(1) }
  expect(keyOf(run)).toBe(keyOf({ ...run }))
  const others = [
    keyOf({ ...run, salt: null }),
    keyOf({ ...run, salt: salt(2) }),
    keyOf({ ...run, id: 'run_2' }),
    keyOf(run, 'support'),
  ]
  expect(new Set([keyOf(run), ...others]).size).toBe(5)
})
