import { expect, it } from 'vitest'
import { formatShare } from './format-share'

it.each([
  [254, 278, '91.4 %'],
  [14, 14, '100 %'],
  [0, 14, '0 %'],
  [9999, 10_000, '99.9 %'],
  [1, 10_000, '0.1 %'],
  [0, 0, '–'],
])('%d of %d is %s', (part, whole, text) => expect(formatShare(part, whole)).toBe(text))
