import { BatonError } from '@/domain/problem'
import type { JsonValue } from '@/domain/record/canonical'
import { writeExport } from '@/server/record/export-folder'
import { authorize, transact, type Context, type Scope } from '../context'
import { sightIn } from '../sight'
import { unsealedFor } from './unsealed'

const PAGE = 5000

/**
 * Writes the workspace's record up to its latest checkpoint into a folder that `verify.mjs` checks offline. That it
 * was handed out is itself put on the record, before anything is written.
 * @throws BatonError conflict when nothing is sequenced yet, or the folder is taken
 */
export async function exportRecord(
  ctx: Context,
  { dir, privates = false, verifier }: { dir: string; privates?: boolean; verifier?: string },
) {
  const scope = await authorize(ctx, 'record.export')
  const workspaceId = scope.workspace.id
  const { prisma } = scope.db
  const checkpoints = await prisma.recordCheckpoint.findMany({
    where: { workspaceId },
    orderBy: { size: 'asc' },
    select: { size: true, note: true },
  })
  const latest = checkpoints.at(-1)
  const key = await prisma.recordKey.findUnique({ where: { workspaceId }, select: { verifier: true } })
  if (!latest || !key)
    throw new BatonError('conflict', 'Nothing is on the record yet, or no worker has numbered it.')
  await transact(scope, (_tx, record) =>
    record({ kind: 'record.exported', data: { size: Number(latest.size), privates } }),
  )
  await writeExport(dir, {
    entries: entriesOf(scope.db, workspaceId, Number(latest.size)),
    checkpoint: latest.note,
    checkpoints: checkpoints.map(({ size, note }) => ({ size: Number(size), note })),
    key: key.verifier,
    ...(verifier ? { verifier } : {}),
    ...(privates ? { privates: privatesOf(scope, Number(latest.size)) } : {}),
  })
  return { entries: Number(latest.size), checkpoints: checkpoints.length }
}

async function* entriesOf(db: Context['db'], workspaceId: string, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < size; from += PAGE) {
    const page = await db.prisma.recordEntry.findMany({
      where: { workspaceId, seq: { gte: from, lt: Math.min(size, from + PAGE) } },
      orderBy: { seq: 'asc' },
      select: { body: true },
    })
    for (const { body } of page) yield Buffer.from(body)
  }
}

/** Those that the caller may see: the rest stays sealed, and the export is proven all the same. */
async function* privatesOf(scope: Scope, size: number) {
  const { db, workspace } = scope
  const sight = await sightIn(scope)
  for (let from = 0; from < size; from += PAGE) {
    const page = await db.prisma.recordEntry.findMany({
      where: { workspaceId: workspace.id, seq: { gte: from, lt: Math.min(size, from + PAGE) } },
      orderBy: { seq: 'asc' },
      select: { entryId: true, kind: true, runId: true },
    })
    const of = new Map(page.map(({ entryId, kind, runId }) => [entryId, { kind, run: runId }]))
    const unsealed = await unsealedFor(
      sight,
      page.map(({ runId }) => runId),
    )
    const values = await db.prisma.recordPrivate.findMany({
      where: { entryId: { in: page.map(({ entryId }) => entryId) } },
    })
    for (const { entryId, field, value, salt } of values) {
      const { kind = '', run = null } = of.get(entryId) ?? {}
      if (unsealed({ field, kind, run })) yield { id: entryId, field, value: value as JsonValue, salt }
    }
  }
}
