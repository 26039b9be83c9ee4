import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Context } from '../context'
import { exportRecord } from './export'
import { tarOf } from './tar'

/**
 * The workspace's record as one archive to download. It is written whole before its first byte goes out, so what
 * arrives is complete or visibly broken off; the folder is removed when the stream ends, however it ends.
 * @throws BatonError as `exportRecord` does
 */
export async function downloadRecord(
  ctx: Context,
  { privates }: { privates: boolean },
): Promise<{ name: string; archive: AsyncGenerator<Uint8Array> }> {
  const work = await mkdtemp(join(tmpdir(), 'baton-export-'))
  const clean = () => rm(work, { recursive: true, force: true })
  try {
    const { entries } = await exportRecord(ctx, { dir: join(work, 'record'), privates })
    const name = `baton-record-${ctx.workspace?.slug ?? 'record'}-${entries}`
    return { name, archive: stream(join(work, 'record'), name, clean) }
  } catch (error) {
    await clean()
    throw error
  }
}

async function* stream(dir: string, name: string, clean: () => Promise<void>): AsyncGenerator<Uint8Array> {
  try {
    yield* tarOf(dir, name, new Date())
  } finally {
    await clean()
  }
}
