import { z } from 'zod'
import { BatonError } from '@/domain/problem'
import { RUN_STATUSES } from '@/domain/run/history'
import { PRIORITIES } from '@/domain/run/priority'
import { RESTART_FROM, RESTART_VERSIONS } from '@/domain/run/restart'
import { verdictSchema } from '@/domain/run/review'
import { teamDocumentSchema } from '@/domain/team/document'
import { costSummary, costSummaryInput } from '@/server/services/cost/summary'
import { sendEvent, sendEventInput } from '@/server/services/event/send'
import { int4 } from '@/server/services/limits'
import { decideReview } from '@/server/services/review/decide'
import { getReview } from '@/server/services/review/get'
import { listReviews } from '@/server/services/review/list'
import { cancelRun } from '@/server/services/run/cancel'
import { getRun } from '@/server/services/run/get'
import { listRuns } from '@/server/services/run/list'
import { restartRun } from '@/server/services/run/restart'
import { startRun } from '@/server/services/run/start'
import { getTeam } from '@/server/services/team/get'
import { listTeams } from '@/server/services/team/list'
import { publishOrPropose } from '@/server/services/team/publish'
import { putTeam } from '@/server/services/team/put'
import { caseRoutes } from './case-routes'
import { route, type Route } from './route'
import { versionRoutes } from './version-routes'

const micros = z.string().describe('micro-dollars')
const time = z.string().describe('UTC, ISO 8601')
const actor = z.object({ kind: z.string(), id: z.string(), name: z.string() })

const team = z.looseObject({ slug: z.string(), name: z.string() })
const run = z.looseObject({
  id: z.string(),
  title: z.string(),
  status: z.enum(RUN_STATUSES),
  priority: z.enum(PRIORITIES),
  environment: z.string(),
  spentMicros: micros,
  createdAt: time,
  startedBy: actor,
})
const review = z.looseObject({
  id: z.string(),
  kind: z.string(),
  question: z.string(),
  reason: z.string(),
  runId: z.string(),
  createdAt: time,
})
const LONGEST_KEY = 200
const LONGEST_MESSAGE_ID = 120

/** Cut short, two keys would be one, and the second deed would never be done; blank, it would be done each time. */
function idempotencyKey(headers: Headers, longest: number): string | undefined {
  const key = headers.get('idempotency-key')?.trim()
  if (key === undefined || (key !== '' && key.length <= longest)) return key
  const message = key ? `is longer than ${longest} characters` : 'is blank'
  throw new BatonError('invalid', `The Idempotency-Key ${message}.`, [
    { pointer: '/headers/idempotency-key', message },
  ])
}

/** The service's pointers start at what it was given; the caller's at the body they sent. */
async function within<T>(place: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof BatonError) || error.code !== 'invalid') throw error
    const problems = error.problems.map((problem) => ({ ...problem, pointer: place + problem.pointer }))
    throw new BatonError(error.code, error.message, problems)
  }
}

/** The REST interface. What a route needs to know of the outside stands here; the work is the service's. */
export const routes: Route[] = [
  route({
    method: 'GET',
    path: '/teams',
    requires: 'team.read',
    tag: 'teams',
    summary: 'Teams of the workspace',
    status: 200,
    answers: z.object({ teams: z.array(team) }),
    run: async (ctx) => ({ teams: await listTeams(ctx, {}) }),
  }),
  route({
    method: 'GET',
    path: '/teams/{slug}',
    requires: 'team.read',
    tag: 'teams',
    summary: 'A team with its draft document and what is wrong with it',
    status: 200,
    answers: team.extend({ document: teamDocumentSchema, revision: z.number() }),
    run: (ctx, { params }) => getTeam(ctx, { slug: params['slug'] ?? '' }),
  }),
  route({
    method: 'PUT',
    path: '/teams/{slug}',
    requires: 'team.edit',
    tag: 'teams',
    summary: "Replace a team's draft document",
    body: z.object({ document: z.unknown(), revision: int4.optional() }),
    status: 200,
    answers: z.object({ revision: z.number() }),
    run: (ctx, { params, body }) =>
      within('/document', putTeam(ctx, { slug: params['slug'] ?? '', ...body })),
  }),
  route({
    method: 'POST',
    path: '/teams/{slug}/publish',
    requires: 'team.publish',
    tag: 'teams',
    summary: 'Prove the draft sound and make it the version that runs',
    body: z.object({
      note: z.string().trim().max(1000).optional(),
      revision: int4.optional(),
      untested: z
        .string()
        .trim()
        .min(1)
        .max(500)
        .optional()
        .describe('why it is published although test cases failed or were not run on it'),
    }),
    status: 201,
    answers: z.object({
      id: z.string(),
      number: z.number(),
      digest: z.string(),
      proposed: z.boolean().describe('a second person must agree before it is published'),
    }),
    run: async (ctx, { params, body }) => {
      const done = await publishOrPropose(ctx, { slug: params['slug'] ?? '', ...body })
      return 'published' in done
        ? { ...done.published, proposed: false }
        : { ...done.proposed, proposed: true }
    },
  }),
  route({
    method: 'GET',
    path: '/runs',
    requires: 'run.read',
    tag: 'runs',
    summary: 'Runs, newest first, page by page',
    query: z.object({
      team: z.string().optional(),
      environment: z.string().max(60).optional(),
      status: z.enum(RUN_STATUSES).optional(),
      text: z.string().optional(),
      cursor: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
    status: 200,
    answers: z.object({ runs: z.array(run), nextCursor: z.string().optional() }),
    run: (ctx, { query: { status, ...query } }) =>
      listRuns(ctx, { ...query, ...(status ? { statuses: [status] } : {}) }),
  }),
  route({
    method: 'POST',
    path: '/runs',
    requires: 'run.start',
    tag: 'runs',
    summary: 'Start a run of a published team',
    headers: { 'Idempotency-Key': 'The same key starts the same run once.' },
    body: z.object({
      team: z.string(),
      input: z.record(z.string(), z.unknown()),
      mode: z.enum(['live', 'shadow']).optional(),
      priority: z.enum(PRIORITIES).optional().describe('normal where nothing is said'),
      environment: z
        .string()
        .max(60)
        .optional()
        .describe('the version that is current there runs; the last one where nothing is said'),
    }),
    status: 201,
    answers: z.object({ id: z.string(), created: z.boolean() }),
    run: (ctx, { body, headers }) => {
      const key = idempotencyKey(headers, LONGEST_KEY)
      return within(
        '/input',
        startRun(ctx, { ...body, ...(key === undefined ? {} : { idempotencyKey: key }) }),
      )
    },
  }),
  route({
    method: 'GET',
    path: '/runs/{id}',
    requires: 'run.read',
    tag: 'runs',
    summary: 'A run with steps, state and cost',
    status: 200,
    answers: run.extend({ steps: z.array(z.looseObject({ node: z.string() })), state: z.looseObject({}) }),
    run: async (ctx, { params }) => {
      const { bundle: _bundle, document: _document, ...rest } = await getRun(ctx, { id: params['id'] ?? '' })
      return rest
    },
  }),
  route({
    method: 'POST',
    path: '/runs/{id}/cancel',
    requires: 'run.cancel',
    tag: 'runs',
    summary: 'Stop a run before its next effect',
    body: z.object({ reason: z.string().max(500).default('') }),
    status: 200,
    answers: z.object({ id: z.string() }),
    run: (ctx, { params, body }) => cancelRun(ctx, { id: params['id'] ?? '', ...body }),
  }),
  route({
    method: 'POST',
    path: '/runs/{id}/restart',
    requires: 'run.start',
    tag: 'runs',
    summary:
      'Take up a run: `start` is a new run with the same input; `step` goes on where a failed or cancelled one stopped; `person` puts a failed one to a person there',
    headers: { 'Idempotency-Key': 'From the start: the same key starts it once more only once.' },
    body: z.object({
      from: z.enum(RESTART_FROM),
      version: z.enum(RESTART_VERSIONS).default('same').describe('its own, or the one that is published now'),
      reason: z.string().max(500).default(''),
    }),
    status: 200,
    answers: z.object({ id: z.string(), created: z.boolean() }),
    run: (ctx, { params, body, headers }) => {
      const key = idempotencyKey(headers, LONGEST_KEY)
      const asked = { id: params['id'] ?? '', ...body }
      return restartRun(ctx, { ...asked, ...(key === undefined ? {} : { idempotencyKey: key }) })
    },
  }),
  route({
    method: 'POST',
    path: '/events',
    requires: 'event.send',
    tag: 'events',
    summary: 'Send an event to the runs that wait for it; woke 0: it is kept for a week',
    headers: { 'Idempotency-Key': 'The same key sends the same event once.' },
    body: sendEventInput.omit({ idempotencyKey: true }),
    status: 201,
    answers: z.object({ id: z.string(), woke: z.number(), created: z.boolean() }),
    run: (ctx, { body, headers }) => {
      const key = idempotencyKey(headers, LONGEST_MESSAGE_ID)
      return sendEvent(ctx, { ...body, ...(key === undefined ? {} : { idempotencyKey: key }) })
    },
  }),
  route({
    method: 'GET',
    path: '/reviews',
    requires: 'review.read',
    tag: 'reviews',
    summary: 'Reviews by due time',
    query: z.object({ status: z.enum(['open', 'decided']).default('open') }),
    status: 200,
    answers: z.object({ reviews: z.array(review) }),
    run: async (ctx, { query }) => ({ reviews: await listReviews(ctx, query) }),
  }),
  route({
    method: 'GET',
    path: '/reviews/{id}',
    requires: 'review.read',
    tag: 'reviews',
    summary: 'A review as a person is shown it, with the digest a verdict binds to',
    status: 200,
    answers: review.extend({ digest: z.string(), view: z.looseObject({}) }),
    run: (ctx, { params }) => getReview(ctx, { id: params['id'] ?? '' }),
  }),
  route({
    method: 'POST',
    path: '/reviews/{id}/verdict',
    requires: 'review.decide',
    instead: 'budget.edit',
    tag: 'reviews',
    summary:
      'Decide: approve (with an edit), reject, send back or try again; raising the budget asks for `budget.edit` instead',
    body: verdictSchema,
    status: 200,
    answers: z.object({ id: z.string(), runId: z.string() }),
    run: (ctx, { params, body }) => decideReview(ctx, { id: params['id'] ?? '', verdict: body }),
  }),
  route({
    method: 'GET',
    path: '/costs',
    requires: 'cost.read',
    tag: 'costs',
    summary: 'What was spent, grouped, and by day',
    query: costSummaryInput.extend({ by: costSummaryInput.shape.by.default('agent') }),
    status: 200,
    answers: z.looseObject({ totalMicros: micros, calls: z.number() }),
    run: (ctx, { query }) => within('/query', costSummary(ctx, query)),
  }),
  ...caseRoutes,
  ...versionRoutes,
]
