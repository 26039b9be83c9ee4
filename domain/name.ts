import { z } from 'zod'

/** Embeddings, overrides and isolates (Unicode UAX #9, 2.1 to 2.5): with them a name reads as another one. */
const BIDI_CONTROL = /[\u202a-\u202e\u2066-\u2069]/u

const reads = (name: string): boolean => !BIDI_CONTROL.test(name)
const TURNED = 'holds a character that turns the direction of writing: leave it out'

/** What people call a thing: trimmed, not empty. `missing` is said of an empty one. */
export const nameSchema = (longest = 80, missing?: string) =>
  z.string().trim().min(1, missing).max(longest).refine(reads, TURNED)

/** What stands beside a thing for people to read; may be empty. */
export const labelSchema = (longest: number) => z.string().max(longest).refine(reads, TURNED)
