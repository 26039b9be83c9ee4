import { z } from 'zod'
import { teamCaseSchema } from '@/domain/team/case'
import { readBench } from '@/server/services/trial/bench'
import { readCaseResults } from '@/server/services/trial/history'
import { putCase } from '@/server/services/trial/put-case'
import { removeCase } from '@/server/services/trial/remove-case'
import { startCases } from '@/server/services/trial/start'
import { route, type Route } from './route'

const name = z.string().max(80)
const result = z.looseObject({
  id: z.string(),
  run: z.string().nullable(),
  status: z.string().describe('queued, running, passed, failed, refused (it could not start) or stopped'),
  current: z.boolean().describe('it was of this draft and of this case as both stand now'),
  checked: z.array(
    z.object({ pointer: z.string(), expects: z.string(), held: z.boolean(), seen: z.string() }),
  ),
  costMicros: z.string().describe('micro-dollars'),
  startedAt: z.string().describe('UTC, ISO 8601'),
  endedAt: z.string().nullable(),
})

/** A team's test cases: kept beside its draft, run on it in shadow. */
export const caseRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/teams/{slug}/cases',
    requires: 'team.read',
    tag: 'cases',
    summary: 'Test cases of a team, each with what came of it last',
    status: 200,
    answers: z.object({
      digest: z.string(),
      errors: z.number(),
      cases: z.array(
        z.object({
          case: teamCaseSchema,
          hidden: z
            .array(z.object({ path: z.string(), visibility: z.string() }))
            .describe('fields that are not shown to the caller as they are'),
          last: result.nullable(),
        }),
      ),
    }),
    run: async (ctx, { params }) => {
      const { tries: _tries, ...bench } = await readBench(ctx, { slug: params['slug'] ?? '' })
      return bench
    },
  }),
  route({
    method: 'PUT',
    path: '/teams/{slug}/cases/{name}',
    requires: 'team.edit',
    tag: 'cases',
    summary:
      'Keep a test case under this name, in the place of the one that has it; another `name` renames it',
    body: teamCaseSchema.partial({ name: true }),
    status: 200,
    answers: z.object({ name: z.string() }),
    run: (ctx, { params: { slug = '', name: was = '' }, body }) =>
      putCase(ctx, { slug, was, orNew: true, case: { name: was, ...body } }),
  }),
  route({
    method: 'DELETE',
    path: '/teams/{slug}/cases/{name}',
    requires: 'team.edit',
    tag: 'cases',
    summary: 'Remove a test case',
    status: 200,
    answers: z.object({ name: z.string() }),
    run: (ctx, { params: { slug = '', name: of = '' } }) => removeCase(ctx, { slug, name: of }),
  }),
  route({
    method: 'GET',
    path: '/teams/{slug}/cases/{name}/results',
    requires: 'team.read',
    tag: 'cases',
    summary: 'What came of a test case of late, newest first',
    status: 200,
    answers: z.object({
      results: z.array(
        result.extend({
          draft: z.object({ digest: z.string(), version: z.number().nullable(), current: z.boolean() }),
        }),
      ),
    }),
    run: (ctx, { params: { slug = '', name: of = '' } }) => readCaseResults(ctx, { slug, name: of }),
  }),
  route({
    method: 'POST',
    path: '/teams/{slug}/test',
    requires: 'run.start',
    tag: 'cases',
    summary: 'Run test cases on the draft as it stands, in shadow; read what came of them under `cases`',
    body: z.object({ cases: z.array(name).max(200).optional().describe('all where none are named') }),
    status: 201,
    answers: z.object({ trials: z.array(z.object({ id: z.string(), name: z.string() })) }),
    run: (ctx, { params, body: { cases } }) =>
      startCases(ctx, { slug: params['slug'] ?? '', ...(cases && { names: cases }) }),
  }),
]
