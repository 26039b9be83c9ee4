import { asCard } from './card'
import { asNationalNumber } from './national-number'
import { asPhone } from './phone'
import type { Found, NumberToken } from './span'

const GAP = '[ .\\-/()\\u00a0\\u2010-\\u2015]{0,3}'
const TOKEN = new RegExp(
  `(?<![\\p{L}\\p{N}.+@#/_-])(?:\\(?\\+|\\()?\\d(?:${GAP}\\d){5,24}(?: ?(?:x|ext\\.?) ?\\d{1,6})?(?![\\p{L}\\p{N}@_])`,
  'giu',
)

export function findNumbers(text: string): Found[] {
  const found: Found[] = []
  for (const { 0: shown, index } of text.matchAll(TOKEN)) {
    const whole = classify(text, tokenOf(shown, index))
    if (whole) found.push(whole)
    else if (/[ ]/.test(shown)) found.push(...inside(text, shown, index))
  }
  return found
}

/** The first of: national number with a form or check digit of its own, card, telephone number. */
function classify(text: string, token: NumberToken): Found | undefined {
  return asNationalNumber(text, token) ?? asCard(text, token) ?? asPhone(text, token)
}

/** A house number may stand just before a telephone number, and be taken for its beginning. */
function inside(text: string, shown: string, index: number): Found[] {
  const parts = shown.split(' ')
  let at = index
  for (const part of parts.slice(0, -1)) {
    at += part.length + 1
    const found = classify(text, tokenOf(shown.slice(at - index), at))
    if (found && found.by !== 'words') return [found]
  }
  at = index + shown.length
  for (const part of parts.slice(1).toReversed()) {
    at -= part.length + 1
    const found = classify(text, tokenOf(shown.slice(0, at - index), index))
    if (found && found.by !== 'words') return [found]
  }
  return []
}

function tokenOf(shown: string, start: number): NumberToken {
  const digits = shown.replace(/ ?(?:x|ext\.?) ?\d+$/i, '').replace(/\D/g, '')
  return { start, end: start + shown.length, shown, digits }
}
