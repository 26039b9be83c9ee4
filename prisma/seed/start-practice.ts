import { secretBox, type SecretBox } from '@/server/auth/secret-box'
import type { Db } from '@/server/db/client'
import { servePractice, type Holder, type Served, type ServeOptions } from '@/server/practice/serve'
import { systemPath } from '@/domain/template/systems'
import { answerBook, templateFolders } from '@/server/templates/folders'

export interface Practice extends Served {
  /** Writes the addresses into the rows of practice services, also those that were added since. */
  announce(): Promise<void>
}

export interface PracticeOptions extends Pick<ServeOptions, 'dir' | 'port' | 'delayMs'> {
  db: Db
  secrets?: () => SecretBox
}

const KEYS_FRESH_MS = 2000
/** A key that is not known may be a moment old; but nobody makes us read the table for each wrong one. */
const KEYS_STALE_MS = 100

/** Starts the practice services for the workspaces of a database: their keys come in, their rows learn the addresses. */
export async function startPractice({
  db,
  secrets = secretBox,
  ...options
}: PracticeOptions): Promise<Practice> {
  const systems = templateFolders().flatMap((template) => template.systems)
  const served = await servePractice({
    ...options,
    answers: answerBook(),
    systems,
    holderOf: keyHolders(db, secrets),
  })
  const announce = async () => {
    await db.prisma.provider.updateMany({ where: { kind: 'sandbox' }, data: { baseUrl: served.modelUrl } })
    for (const system of systems)
      await db.prisma.connection.updateMany({
        where: { practice: true, slug: system.slug },
        data: { baseUrl: served.base + systemPath(system), privateReach: [new URL(served.base).host] },
      })
  }
  await announce()
  return { ...served, announce }
}

/** The holders of all practice connections by their keys, read again when they may have changed. */
function keyHolders({ prisma }: Db, secrets: () => SecretBox): (key: string) => Promise<Holder | undefined> {
  let kept: { at: number; holders: Promise<Map<string, Holder>> } | undefined
  const read = async () => {
    const rows = await prisma.connection.findMany({ where: { practice: true, secretSealed: { not: null } } })
    return new Map(
      rows.flatMap(({ id, slug, secretSealed }) =>
        secretSealed ? [[secrets().open(secretSealed), { id, slug }] as const] : [],
      ),
    )
  }
  const holdersWithin = (ms: number) => {
    if (!kept || kept.at + ms < Date.now()) {
      kept = { at: Date.now(), holders: read() }
      kept.holders.catch(() => (kept = undefined))
    }
    return kept.holders
  }
  return async (key) => {
    if (key === '') return undefined
    return (await holdersWithin(KEYS_FRESH_MS)).get(key) ?? (await holdersWithin(KEYS_STALE_MS)).get(key)
  }
}
