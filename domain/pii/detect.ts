import { findBirths } from './birth'
import { findAddressesOfMachines, findEmails, findIbans } from './contact'
import { findLettered } from './lettered'
import { findNumbers } from './numbers'
import type { Found, PiiSpan } from './span'

const WEIGHT = { check: 2, form: 1, words: 0 } as const

/**
 * Personal data in a text, by form, check digit and the words beside it: the net behind the views, which catches what stands
 * where nobody declared it. Names and addresses of people have no form; an analyzer for those is asked besides.
 * @returns stretches that do not overlap, in the order of the text
 */
export function detectPii(text: string): PiiSpan[] {
  const hasDigits = /\d/.test(text)
  return withoutOverlaps(text.length, [
    ...findEmails(text),
    ...(hasDigits || text.includes('::') ? findAddressesOfMachines(text) : []),
    // All others have a digit in them.
    ...(hasDigits
      ? [...findIbans(text), ...findLettered(text), ...findBirths(text), ...findNumbers(text)]
      : []),
  ])
}

/** Of two that overlap, what is better proved; then the longer. */
function withoutOverlaps(length: number, found: Found[]): PiiSpan[] {
  if (found.length === 0) return []
  const best = found.toSorted(
    (a, b) => WEIGHT[b.by] - WEIGHT[a.by] || b.end - b.start - (a.end - a.start) || a.start - b.start,
  )
  const taken = new Uint8Array(length)
  const kept = best.filter(({ start, end }) => {
    if (taken.subarray(start, end).includes(1)) return false
    taken.fill(1, start, end)
    return true
  })
  return kept.sort((a, b) => a.start - b.start).map(({ type, start, end }) => ({ type, start, end }))
}
