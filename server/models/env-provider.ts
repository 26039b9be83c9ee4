import { system } from '@/domain/actor'
import { secretBox } from '@/server/auth/secret-box'
import type { Db } from '@/server/db/client'
import { env } from '@/server/env'
import { appendEntries } from '@/server/record/append'
import { discoverModels } from './discover'
import { saveProvider } from './save-provider'

export const OPENAI_URL = 'https://api.openai.com/v1'
const NAME = 'Environment'

/**
 * OPENAI_API_KEY and OPENAI_BASE_URL as a provider of every workspace, with its models. Called at each start: a changed key or
 * address is taken over, what people set for its models stays.
 * @returns whether there is such a provider now
 * @throws ProviderError when it cannot be asked for its models
 */
export async function ensureEnvProvider(db: Db, settings = env(), box = secretBox()): Promise<boolean> {
  const { OPENAI_API_KEY: key, OPENAI_BASE_URL: given } = settings
  if (!key && !given) return false
  const baseUrl = given ?? OPENAI_URL
  const workspaces = await db.prisma.workspace.findMany({ select: { id: true } })
  const models = await discoverModels(baseUrl, key)
  for (const { id: workspaceId } of workspaces) {
    await db.prisma.$transaction(async (tx) => {
      const before = await tx.provider.findUnique({
        where: { workspaceId_name: { workspaceId, name: NAME } },
      })
      const saved = await saveProvider(tx, {
        workspaceId,
        id: before?.id,
        name: NAME,
        baseUrl,
        keySealed: key ? box.seal(key) : null,
        models,
      })
      if (before?.baseUrl === baseUrl && saved.added.length === 0) return
      await appendEntries(tx, workspaceId, [
        {
          kind: before ? 'provider.changed' : 'provider.added',
          actor: system('seed'),
          subject: NAME,
          data: { provider: saved.id, base_url: baseUrl, models: saved.added },
        },
      ])
    })
  }
  return true
}
