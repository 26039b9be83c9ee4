import { z } from 'zod'

const count = z.number().catch(0)

/** What a worker says of itself with each beat. Workers of other versions may say less: what is not known is null or 0. */
export const workerAboutSchema = z.object({
  host: z.string().catch(''),
  pid: z.number().int().catch(0),
  version: z.string().nullable().catch(null),
  inFlight: count,
  concurrency: z.number().int().nullable().catch(null),
  /** Resident memory, bytes */
  memory: z.number().nullable().catch(null),
  /** By how much timers came late, in ms: 99 of 100 were better, over the last 30 to 60 seconds */
  loopDelayMs: z.number().nullable().catch(null),
  /** Steps committed in the last minute */
  steps: count,
  /** Connections of its pool, and how many it may open */
  pool: z.object({ open: count, idle: count, most: count }).nullable().catch(null),
})
export type WorkerAbout = z.infer<typeof workerAboutSchema>
