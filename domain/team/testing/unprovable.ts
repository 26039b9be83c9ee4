/**
 * Pairs of patterns beyond regular languages that no automaton can compare: a reference back, a look ahead and behind,
 * letters of all scripts, the edge of a word.
 */
export const UNPROVABLE = [
  ['a reference back', '^(a|b)\\1$', '^(b|a)\\1$'],
  ['a look ahead', '^(?=a)[a-z]{2,9}$', '^(?=a)[a-z]{2,10}$'],
  ['a look behind', '^[ab]+(?<=ab)$', '^[ab]+(?<=b)$'],
  ['letters of all scripts', '^\\p{Lu}\\p{Ll}+$', '^\\p{L}+$'],
  ['the edge of a word', '^item\\b.*$', '^(?:item)\\b.*$'],
] as const
