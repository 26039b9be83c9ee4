import { z } from 'zod'

// What columns and SQL can hold, said where a request comes in: beyond it the database refuses, and that would be a 500.

const FIRST = '2000-01-01'
const LAST = '2200-01-01'
const SPAN = 'a date from 2000 to 2200'

/** A count or number of an `int4` column, from 1; the one after it fits, too. */
export const int4 = z
  .number()
  .int()
  .min(1)
  .max(2 ** 31 - 2)

/** A day, as in 2026-11-21. */
export const day = z.iso
  .date('a day, as in 2026-11-21')
  .refine((text) => text >= FIRST && text < LAST, { error: SPAN, abort: true })

/** A moment. */
export const moment = z.date().min(new Date(FIRST), SPAN).max(new Date(LAST), SPAN)

/** An amount in micro-dollars, up to a billion dollars. */
export const micros = z.bigint().min(0n).max(1_000_000_000_000_000n)
