import type { Environment } from '@/domain/team/environment'
import { BatonError, brief } from '@/domain/problem'
import type { Tx } from '@/server/db/client'

/** The workspace's environments in their order; there is always one. */
export function environmentsOf(tx: Tx, workspaceId: string): Promise<Environment[]> {
  return tx.environment.findMany({
    where: { workspaceId },
    orderBy: { position: 'asc' },
    select: { slug: true, name: true },
  })
}

/** @throws BatonError not_found */
export function environmentOf(environments: readonly Environment[], slug: string): Environment {
  const found = environments.find((each) => each.slug === slug)
  if (found) return found
  const names = environments.map((each) => each.slug).join(', ')
  throw new BatonError('not_found', `There is no environment “${brief(slug)}”. There is ${names}.`)
}

/** Whoever orders, adds and removes environments, and whoever makes a version current, take turns. */
export async function lockEnvironments(tx: Tx, workspaceId: string, how: 'share' | 'update'): Promise<void> {
  if (how === 'share') await tx.$queryRaw`SELECT 1 FROM workspace WHERE id = ${workspaceId} FOR SHARE`
  else await tx.$queryRaw`SELECT 1 FROM workspace WHERE id = ${workspaceId} FOR NO KEY UPDATE`
}
