import { BatonError } from '../problem'

/**
 * Characters of JSON that a run's state may come to. Every change digests and writes the whole state, so the cost of a
 * run grows with it; what is larger belongs in a system of its own, with a reference to it in the state.
 */
export const LARGEST_STATE = 4_000_000

/** What would be written makes the run's state larger than it may be. */
export class StateTooLargeError extends BatonError {
  constructor(slot: string) {
    super(
      'invalid',
      `With ${slot} the state of the run comes to more than ${LARGEST_STATE / 1_000_000} million characters, which is the most it may hold. Hand on less: what is needed next, or a reference to where the rest is kept.`,
    )
    this.name = 'StateTooLargeError'
  }
}

/** Whether a JSON value takes no more than so many characters, escapes aside; looks at no more of it than that. */
export const fitsIn = (value: unknown, characters: number): boolean => left(value, characters) >= 0

function left(value: unknown, room: number): number {
  if (typeof value === 'string') return room - value.length - 2
  if (typeof value !== 'object' || value === null) return room - String(value).length
  let rest = room - 2
  if (Array.isArray(value)) {
    for (const item of value) {
      rest = left(item, rest - 1)
      if (rest < 0) return rest
    }
    return rest
  }
  for (const key in value) {
    rest = left((value as Record<string, unknown>)[key], rest - key.length - 4)
    if (rest < 0) return rest
  }
  return rest
}
