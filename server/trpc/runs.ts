import { z } from 'zod'
import { RUN_STATUSES } from '@/domain/run/history'
import { PRIORITIES } from '@/domain/run/priority'
import { RESTART_FROM, RESTART_VERSIONS } from '@/domain/run/restart'
import { int4, micros, moment } from '@/server/services/limits'
import { runAsAgent } from '@/server/services/run/as-agent'
import { cancelRun } from '@/server/services/run/cancel'
import { getRun } from '@/server/services/run/get'
import { getStep } from '@/server/services/run/get-step'
import { listRuns } from '@/server/services/run/list'
import { restartRun } from '@/server/services/run/restart'
import { restartOptions } from '@/server/services/run/restart-options'
import { startRun } from '@/server/services/run/start'
import { listStates } from '@/server/services/run/states'
import { procedure, router } from './init'

const id = z.object({ id: z.string().max(60) })

/** A count of an `int4` column, from 0. */
const count = z.number().int().min(0).max(2_147_483_647)
const stepInput = id.extend({ node: z.string().max(60), iteration: count, attempt: count })

const startRunInput = z.object({
  team: z.string().max(60),
  input: z.record(z.string(), z.unknown()),
  mode: z.enum(['live', 'shadow']).optional(),
  priority: z.enum(PRIORITIES).optional(),
  environment: z.string().max(60).optional(),
  idempotencyKey: z.string().min(1).max(200).optional(),
})

const restartInput = id.extend({
  from: z.enum(RESTART_FROM),
  version: z.enum(RESTART_VERSIONS).optional(),
  reason: z.string().trim().max(500).optional(),
  idempotencyKey: z.string().min(1).max(200).optional(),
})

const filter = z.object({
  team: z.string().optional(),
  version: int4.optional(),
  environment: z.string().max(60).optional(),
  statuses: z.array(z.enum(RUN_STATUSES)).optional(),
  held: z.boolean().optional(),
  text: z.string().max(200).optional(),
  trials: z.boolean().optional(),
  since: moment.optional(),
  minMicros: micros.optional(),
  cursor: z.string().optional(),
  limit: z.number().int().min(1).max(200).optional(),
})

export const runsRouter = router({
  list: procedure('run.read')
    .input(filter)
    .query(({ ctx, input }) => listRuns(ctx, input)),
  get: procedure('run.read')
    .input(id)
    .query(({ ctx, input }) => getRun(ctx, { ...input, brief: true })),
  step: procedure('run.read')
    .input(stepInput)
    .query(({ ctx, input }) => getStep(ctx, input)),
  asAgent: procedure('run.read')
    .input(id.extend({ agent: z.string().max(60) }))
    .query(({ ctx, input }) => runAsAgent(ctx, input)),
  states: procedure('run.read')
    .input(id)
    .query(({ ctx, input }) => listStates(ctx, input)),
  start: procedure('run.start')
    .input(startRunInput)
    .mutation(({ ctx, input }) => startRun(ctx, input)),
  restartOptions: procedure('run.start')
    .input(id)
    .query(({ ctx, input }) => restartOptions(ctx, input)),
  restart: procedure('run.start')
    .input(restartInput)
    .mutation(({ ctx, input }) => restartRun(ctx, input)),
  cancel: procedure('run.cancel')
    .input(id.extend({ reason: z.string().trim().max(500).default('') }))
    .mutation(({ ctx, input }) => cancelRun(ctx, input)),
})
