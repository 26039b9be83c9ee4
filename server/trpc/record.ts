import { z } from 'zod'
import { listCheckpoints } from '@/server/services/record/checkpoints'
import { getEntry } from '@/server/services/record/get'
import { readHead } from '@/server/services/record/head'
import { recordFilter } from '@/server/services/record/filter'
import { countNewer, listEntries, listInput } from '@/server/services/record/list'
import { proveGrowth } from '@/server/services/record/proof'
import { readRange } from '@/server/services/record/range'
import { explainEntry } from '@/server/services/record/why'
import { procedure, router } from './init'

/** Order of arrival, or the entry's own id. */
const id = z.object({ id: z.string().regex(/^(\d{1,18}|ent_[A-Za-z0-9]{1,60})$/) })
const place = z.number().int().min(0)

export const recordRouter = router({
  head: procedure('record.read').query(({ ctx }) => readHead(ctx)),
  list: procedure('record.read')
    .input(listInput)
    .query(({ ctx, input }) => listEntries(ctx, input)),
  newer: procedure('record.read')
    .input(recordFilter.extend({ after: z.string().regex(/^\d{1,18}$/) }))
    .query(({ ctx, input }) => countNewer(ctx, input)),
  get: procedure('record.read')
    .input(id)
    .query(({ ctx, input }) => getEntry(ctx, input)),
  why: procedure('record.read')
    .input(id)
    .query(({ ctx, input }) => explainEntry(ctx, input)),
  checkpoints: procedure('record.read')
    .input(z.object({ before: place.optional() }))
    .query(({ ctx, input }) => listCheckpoints(ctx, input)),
  growth: procedure('record.read')
    .input(z.object({ from: place.min(1), to: place.min(1) }))
    .query(({ ctx, input }) => proveGrowth(ctx, input)),
  range: procedure('record.read')
    .input(z.object({ from: place, to: place, frontier: z.boolean().default(false) }))
    .query(({ ctx, input }) => readRange(ctx, input)),
})
