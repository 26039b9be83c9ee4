import { z } from 'zod'
import { slugSchema } from '@/domain/team/slug'
import { int4 } from '@/server/services/limits'
import { agreeToVersion } from '@/server/services/team/agree-to-version'
import { decideProposal } from '@/server/services/team/decide-proposal'
import { listProposals } from '@/server/services/team/list-proposals'
import { promoteVersion } from '@/server/services/team/promote'
import { route, type Route } from './route'

const note = z.string().trim().max(1000)

/** How a published version goes on: by a second person's word, and from one environment to the next. */
export const versionRoutes: Route[] = [
  route({
    method: 'GET',
    path: '/teams/{slug}/proposals',
    requires: 'team.read',
    tag: 'versions',
    summary: 'Versions that wait for a second person, and those that were declined or withdrawn of late',
    status: 200,
    answers: z.object({
      proposals: z.array(
        z.looseObject({
          id: z.string(),
          digest: z.string(),
          note: z.string(),
          status: z.string(),
          mayDecide: z.boolean().describe('the caller may, and had no hand in it'),
        }),
      ),
    }),
    run: async (ctx, { params }) => ({
      proposals: await listProposals(ctx, { slug: params['slug'] ?? '' }),
    }),
  }),
  route({
    method: 'POST',
    path: '/proposals/{id}/decision',
    requires: 'team.approve',
    tag: 'versions',
    summary: 'Agree to a proposed version, which publishes it, or decline it, which takes a reason',
    body: z.object({
      digest: z.string().max(100).describe('of what was looked at'),
      decision: z.enum(['approve', 'decline']),
      reason: note.optional(),
    }),
    status: 200,
    answers: z.object({
      version: z.looseObject({ number: z.number(), digest: z.string() }).nullable(),
    }),
    run: (ctx, { params, body }) => decideProposal(ctx, { id: params['id'] ?? '', ...body }),
  }),
  route({
    method: 'POST',
    path: '/teams/{slug}/agreement',
    requires: 'team.approve',
    tag: 'versions',
    summary: 'Agree, as the second person, to a version that one person published alone',
    body: z.object({ number: int4, digest: z.string().max(100).describe('of what was looked at') }),
    status: 200,
    answers: z.object({ approvedBy: z.looseObject({ id: z.string(), name: z.string() }) }),
    run: (ctx, { params, body }) => agreeToVersion(ctx, { slug: params['slug'] ?? '', ...body }),
  }),
  route({
    method: 'POST',
    path: '/teams/{slug}/promote',
    requires: 'team.publish',
    tag: 'versions',
    summary: 'Make a published version current in an environment',
    body: z.object({
      number: int4,
      environment: slugSchema,
      instead: int4
        .nullable()
        .optional()
        .describe('what is current there now, null for nothing; when another is, nothing happens'),
      note: note.optional(),
    }),
    status: 200,
    answers: z.object({
      number: z.number(),
      environment: z.string(),
      was: z.number().nullable(),
    }),
    run: (ctx, { params, body }) => promoteVersion(ctx, { slug: params['slug'] ?? '', ...body }),
  }),
]
