import { z } from 'zod'
import { nameSchema } from '@/domain/name'
import { slugSchema } from '@/domain/team/slug'
import { int4 } from '@/server/services/limits'
import { applyEdits } from '@/server/services/team/apply'
import { archiveTeam } from '@/server/services/team/archive'
import { editsSince, recentEdits } from '@/server/services/team/edits-since'
import { bePresent, presenceInput } from '@/server/services/team/presence'
import { createTeam } from '@/server/services/team/create'
import { exportTeam } from '@/server/services/team/export'
import { getDrawnTeam } from '@/server/services/team/get'
import { getVersion } from '@/server/services/team/get-version'
import { importTeam } from '@/server/services/team/import'
import { listTeams } from '@/server/services/team/list'
import { listVersions } from '@/server/services/team/list-versions'
import { promoteVersion } from '@/server/services/team/promote'
import { publishOrPropose } from '@/server/services/team/publish'
import { putTeam } from '@/server/services/team/put'
import { getSurroundings } from '@/server/services/team/surroundings'
import { getTemplate, listTemplates } from '@/server/services/team/templates'
import { procedure, router } from './init'

const bySlug = z.object({ slug: slugSchema })
const batchId = z.string().regex(/^[\w-]{8,64}$/)

export const teamsRouter = router({
  list: procedure('team.read')
    .input(z.object({ archived: z.boolean().optional() }))
    .query(({ ctx, input }) => listTeams(ctx, input)),
  get: procedure('team.read')
    .input(bySlug)
    .query(({ ctx, input }) => getDrawnTeam(ctx, input)),
  surroundings: procedure('team.read').query(({ ctx }) => getSurroundings(ctx)),
  templates: procedure('team.read').query(({ ctx }) => listTemplates(ctx)),
  template: procedure('team.read')
    .input(z.object({ key: z.string().max(60) }))
    .query(({ ctx, input }) => getTemplate(ctx, input)),
  versions: procedure('team.read')
    .input(
      bySlug.extend({
        text: z.string().max(100).optional(),
        before: int4.optional(),
        limit: z.number().int().min(1).max(200).optional(),
      }),
    )
    .query(({ ctx, input }) => listVersions(ctx, input)),
  version: procedure('team.read')
    .input(bySlug.extend({ number: int4 }))
    .query(({ ctx, input }) => getVersion(ctx, input)),
  create: procedure('team.edit')
    .input(
      z.object({
        name: nameSchema().optional(),
        slug: slugSchema.optional(),
        document: z.unknown().optional(),
        template: z.string().max(60).optional(),
      }),
    )
    .mutation(({ ctx, input }) => createTeam(ctx, input)),
  applyEdits: procedure('team.edit')
    .input(bySlug.extend({ revision: int4, commands: z.unknown(), batch: batchId.optional() }))
    .mutation(({ ctx, input }) => applyEdits(ctx, input)),
  editsSince: procedure('team.read')
    .input(bySlug.extend({ revision: z.union([int4, z.literal(0)]) }))
    .query(({ ctx, input }) => editsSince(ctx, input)),
  recentEdits: procedure('team.read')
    .input(bySlug)
    .query(({ ctx, input }) => recentEdits(ctx, input)),
  bePresent: procedure('team.read')
    .input(presenceInput.extend(bySlug.shape))
    .mutation(({ ctx, input }) => bePresent(ctx, input)),
  put: procedure('team.edit')
    .input(bySlug.extend({ revision: int4.optional(), document: z.unknown() }))
    .mutation(({ ctx, input }) => putTeam(ctx, input)),
  publish: procedure('team.publish')
    .input(
      bySlug.extend({
        revision: int4.optional(),
        note: z.string().trim().max(1000).optional(),
        untested: z.string().trim().min(1).max(500).optional(),
      }),
    )
    .mutation(({ ctx, input }) => publishOrPropose(ctx, input)),
  promote: procedure('team.publish')
    .input(
      bySlug.extend({
        number: int4,
        environment: slugSchema,
        instead: int4.nullable().optional(),
        note: z.string().trim().max(1000).optional(),
      }),
    )
    .mutation(({ ctx, input }) => promoteVersion(ctx, input)),
  archive: procedure('team.edit')
    .input(bySlug.extend({ archived: z.boolean() }))
    .mutation(({ ctx, input }) => archiveTeam(ctx, input)),
  export: procedure('team.read')
    .input(bySlug)
    .query(({ ctx, input }) => exportTeam(ctx, input)),
  import: procedure('team.edit')
    .input(z.object({ yaml: z.string().min(1).max(2_000_000), slug: slugSchema.optional() }))
    .mutation(({ ctx, input }) => importTeam(ctx, input)),
})
