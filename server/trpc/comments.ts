import { z } from 'zod'
import { slugSchema } from '@/domain/team/slug'
import { editComment } from '@/server/services/comment/edit'
import { listThreads } from '@/server/services/comment/list'
import { myMentions, seeThread } from '@/server/services/comment/mentions'
import { placeSchema } from '@/server/services/comment/place'
import { removeComment } from '@/server/services/comment/remove'
import { replyTo } from '@/server/services/comment/reply'
import { resolveThread } from '@/server/services/comment/resolve'
import { startThread } from '@/server/services/comment/start'
import { textSchema } from '@/server/services/comment/write'
import { procedure, router } from './init'

const id = z.string().min(1).max(60)

export const commentsRouter = router({
  list: procedure('team.read')
    .input(z.object({ slug: slugSchema }))
    .query(({ ctx, input }) => listThreads(ctx, input)),
  mentions: procedure('team.read').query(({ ctx }) => myMentions(ctx)),
  start: procedure('team.read')
    .input(z.object({ slug: slugSchema, on: placeSchema, text: textSchema }))
    .mutation(({ ctx, input }) => startThread(ctx, input)),
  reply: procedure('team.read')
    .input(z.object({ thread: id, text: textSchema }))
    .mutation(({ ctx, input }) => replyTo(ctx, input)),
  edit: procedure('team.read')
    .input(z.object({ id, text: textSchema }))
    .mutation(({ ctx, input }) => editComment(ctx, input)),
  remove: procedure('team.read')
    .input(z.object({ id }))
    .mutation(({ ctx, input }) => removeComment(ctx, input)),
  resolve: procedure('team.read')
    .input(z.object({ thread: id, resolved: z.boolean() }))
    .mutation(({ ctx, input }) => resolveThread(ctx, input)),
  see: procedure('team.read')
    .input(z.object({ thread: id }))
    .mutation(({ ctx, input }) => seeThread(ctx, input)),
})
