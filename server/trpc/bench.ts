import { z } from 'zod'
import { verdictSchema } from '@/domain/run/review'
import { teamCaseSchema } from '@/domain/team/case'
import { slugSchema } from '@/domain/team/slug'
import { int4 } from '@/server/services/limits'
import { answerTrial } from '@/server/services/trial/answer'
import { readBench } from '@/server/services/trial/bench'
import { readHanded } from '@/server/services/trial/handed'
import { readCaseResults } from '@/server/services/trial/history'
import { readKnown } from '@/server/services/trial/known'
import { proposeCase } from '@/server/services/trial/propose'
import { putCase } from '@/server/services/trial/put-case'
import { removeCase } from '@/server/services/trial/remove-case'
import { startCases, startTrial } from '@/server/services/trial/start'
import { stopTrials } from '@/server/services/trial/stop'
import { procedure, router } from './init'

const bySlug = z.object({ slug: slugSchema })
const id = z.string().max(60)
const name = z.string().max(80)
const tried = teamCaseSchema.pick({ input: true, pins: true, from: true, to: true })

export const benchRouter = router({
  get: procedure('team.read')
    .input(bySlug)
    .query(({ ctx, input }) => readBench(ctx, input)),
  known: procedure('team.read')
    .input(bySlug)
    .query(({ ctx, input }) => readKnown(ctx, input)),
  results: procedure('team.read')
    .input(bySlug.extend({ name }))
    .query(({ ctx, input }) => readCaseResults(ctx, input)),
  handed: procedure('run.read')
    .input(bySlug.extend({ run: id.optional() }))
    .query(({ ctx, input }) => readHanded(ctx, input)),
  propose: procedure('run.read')
    .input(bySlug.extend({ trial: id }))
    .query(({ ctx, input }) => proposeCase(ctx, input)),
  start: procedure('run.start')
    .input(bySlug.extend({ tried, revision: int4.optional() }))
    .mutation(({ ctx, input }) => startTrial(ctx, input)),
  startCases: procedure('run.start')
    .input(bySlug.extend({ names: z.array(name).max(200).optional() }))
    .mutation(({ ctx, input }) => startCases(ctx, input)),
  stop: procedure('run.start')
    .input(bySlug.extend({ ids: z.array(id).max(500).optional() }))
    .mutation(({ ctx, input }) => stopTrials(ctx, input)),
  answer: procedure('run.start')
    .input(z.object({ id, verdict: verdictSchema }))
    .mutation(({ ctx, input }) => answerTrial(ctx, input)),
  putCase: procedure('team.edit')
    .input(bySlug.extend({ case: z.unknown(), was: name.optional() }))
    .mutation(({ ctx, input }) => putCase(ctx, input)),
  removeCase: procedure('team.edit')
    .input(bySlug.extend({ name }))
    .mutation(({ ctx, input }) => removeCase(ctx, input)),
})
