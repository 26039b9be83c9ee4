import { secretBox, type SecretBox } from '@/server/auth/secret-box'
import type { Db } from '@/server/db/client'
import { servePractice, type Served, type ServeOptions } from '@/server/practice/serve'

export interface Practice extends Served {
  /** Writes the addresses into the rows of practice services, also those that were added since. */
  announce(): Promise<void>
}

export interface PracticeOptions extends Omit<ServeOptions, 'isKey'> {
  db: Db
  secrets?: () => SecretBox
}

const KEYS_FRESH_MS = 2000

/** Starts the practice services for the workspaces of a database: their keys come in, their rows learn the addresses. */
export async function startPractice({
  db,
  secrets = secretBox,
  ...options
}: PracticeOptions): Promise<Practice> {
  const keys = connectionKeys(db, secrets)
  const served = await servePractice({
    ...options,
    isKey: async (key) => key !== '' && (await keys()).has(key),
  })
  const announce = async () => {
    await db.prisma.provider.updateMany({ where: { kind: 'sandbox' }, data: { baseUrl: served.modelUrl } })
    await db.prisma.connection.updateMany({ where: { practice: true }, data: { baseUrl: served.crmUrl } })
  }
  await announce()
  return { ...served, announce }
}

/** The keys of all practice connections, read again when they may have changed. */
function connectionKeys({ prisma }: Db, secrets: () => SecretBox): () => Promise<Set<string>> {
  let kept: { until: number; keys: Promise<Set<string>> } | undefined
  const read = async () => {
    const rows = await prisma.connection.findMany({ where: { practice: true, secretSealed: { not: null } } })
    return new Set(rows.flatMap(({ secretSealed }) => (secretSealed ? [secrets().open(secretSealed)] : [])))
  }
  return () => {
    if (!kept || kept.until < Date.now()) {
      kept = { until: Date.now() + KEYS_FRESH_MS, keys: read() }
      kept.keys.catch(() => (kept = undefined))
    }
    return kept.keys
  }
}
