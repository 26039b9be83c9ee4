import { z } from 'zod'

/** Why somebody does what others will ask about later; kept with it, and sealed on the record. */
export const reasonSchema = z.string().trim().min(3, 'say why, in a few words').max(500)
