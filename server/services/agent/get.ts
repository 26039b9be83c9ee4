import { authorize, type Context } from '@/server/services/context'
import { findAgent, type StoredAgent } from './find'

/** One agent by its slug. @throws BatonError not_found */
export async function getAgent(ctx: Context, input: { slug: string }): Promise<StoredAgent> {
  const { db, workspace } = await authorize(ctx, 'agent.read')
  return findAgent(db.prisma, workspace.id, input.slug)
}
