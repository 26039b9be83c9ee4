import { expect, it } from 'vitest'
import { formatDollars, formatLimit } from './money'

it.each([
  [0n, '$0.00'],
  [13_200n, '$0.0132'],
  [999_999n, '$1.0000'],
  [1_000_000n, '$1.00'],
  [1_884_100n, '$1.88'],
  [61_395_000n, '$61.40'],
  [400_000_000n, '$400.00'],
  [1_234_567_890n, '$1,234.57'],
  [-2_500_000n, '−$2.50'],
])('%d micro-dollars as %s', (micros, text) => expect(formatDollars(micros)).toBe(text))

it.each([
  [0n, '$0.00'],
  [100n, '$0.0001'],
  [80_000n, '$0.08'],
  [85_000n, '$0.085'],
  [100_000n, '$0.10'],
  [2_000_000n, '$2.00'],
  [400_000_000n, '$400.00'],
])('a limit of %d micro-dollars as %s', (micros, text) => expect(formatLimit(micros)).toBe(text))
