import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { copyFile, lstat, mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BatonError } from '@/domain/problem'
import type { JsonValue } from '@/domain/record/canonical'
import { toBase64 } from '@/domain/record/digest'
import { parseCheckpoint, parseNote, parseVerifierKey } from '@/domain/record/note'

/** A sealed value that is handed out: `field` is the JSON Pointer of its seal in entry `id`. */
export interface PrivateValue {
  id: string
  field: string
  value: JsonValue
  salt: Uint8Array
}

export interface ExportParts {
  /** The canonical bytes of each entry in the order of the tree, without newline; as many as the checkpoint says. */
  entries: AsyncIterable<Uint8Array | string>
  /** Signed note of the newest checkpoint. */
  checkpoint: string
  /** The history; the newest one is added when it is not among them. */
  checkpoints: readonly { size: number; note: string }[]
  /** Verifier key in signed-note form. */
  key: string
  privates?: AsyncIterable<PrivateValue>
  /** Path of `verify.mjs`; by default the one in `public/` of the working directory. */
  verifier?: string
}

const REQUIRED = ['checkpoint', 'checkpoints', 'entries.jsonl', 'key', 'verify.mjs']
const OPTIONAL = ['private.jsonl']

/**
 * Writes the folder that `verify.mjs` checks, with a copy of it. The folder appears whole or not at all: it is
 * written beside its place and renamed. An earlier export there is replaced, anything else is left alone.
 * @returns how many entries were written
 * @throws BatonError conflict (something else is in the way), invalid (parts that do not belong together)
 */
export async function writeExport(dir: string, parts: ExportParts): Promise<{ entries: number }> {
  const target = resolve(dir)
  const history = checkParts(parts)
  await occupantOf(target)
  await mkdir(dirname(target), { recursive: true })
  const draft = join(dirname(target), `.${basename(target)}.${randomUUID()}`)
  await mkdir(join(draft, 'checkpoints'), { recursive: true })
  try {
    const entries = await writeLines(join(draft, 'entries.jsonl'), parts.entries)
    if (entries !== sizeOf(parts.checkpoint))
      throw new BatonError(
        'invalid',
        `The checkpoint is over ${sizeOf(parts.checkpoint)} entries, not ${entries}.`,
      )
    for (const [size, note] of history)
      await writeFile(join(draft, 'checkpoints', checkpointFileName(size)), note)
    await writeFile(join(draft, 'checkpoint'), parts.checkpoint)
    await writeFile(join(draft, 'key'), `${parts.key}\n`)
    if (parts.privates) await writeLines(join(draft, 'private.jsonl'), privateLines(parts.privates))
    await copyFile(parts.verifier ?? resolve('public/verify.mjs'), join(draft, 'verify.mjs'))
    await moveInto(draft, target)
    return { entries }
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

/** 16 digits hold every size up to 2^53-1, and sort. */
export function checkpointFileName(size: number): string {
  return String(size).padStart(16, '0')
}

function checkParts({ checkpoint, checkpoints, key }: ExportParts): Map<number, string> {
  parseVerifierKey(key)
  const history = new Map([[sizeOf(checkpoint), checkpoint]])
  for (const { size, note } of checkpoints) {
    if (sizeOf(note) !== size)
      throw new BatonError('invalid', `Checkpoint ${size} is over ${sizeOf(note)} entries.`)
    if (size > sizeOf(checkpoint))
      throw new BatonError('invalid', `Checkpoint ${size} is newer than the one the export ends with.`)
    history.set(size, note)
  }
  return history
}

const sizeOf = (note: string): number => parseCheckpoint(parseNote(note).text).size

async function writeLines(file: string, lines: AsyncIterable<Uint8Array | string>): Promise<number> {
  let count = 0
  async function* ended() {
    for await (const line of lines) {
      const bytes = Buffer.from(line as Uint8Array)
      if (bytes.includes(0x0a))
        throw new BatonError('invalid', `Line ${count + 1} of ${basename(file)} has a newline.`)
      count++
      yield Buffer.concat([bytes, Buffer.of(0x0a)])
    }
  }
  await pipeline(Readable.from(ended()), createWriteStream(file, { mode: 0o600, flush: true }))
  return count
}

async function* privateLines(privates: AsyncIterable<PrivateValue>): AsyncIterable<string> {
  for await (const { id, field, value, salt } of privates)
    yield JSON.stringify({ id, field, value, salt: toBase64(salt) })
}

/** What is at the target now. @throws BatonError conflict unless that may be replaced. */
async function occupantOf(target: string): Promise<'nothing' | 'empty' | 'export'> {
  const stats = await lstat(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (!stats) return 'nothing'
  const names = stats.isDirectory() ? await readdir(target) : null
  if (names?.length === 0) return 'empty'
  if (names && REQUIRED.every((name) => names.includes(name)))
    if (names.every((name) => REQUIRED.includes(name) || OPTIONAL.includes(name))) return 'export'
  throw new BatonError('conflict', `${basename(target)} exists and is no export: choose another folder.`)
}

/** Looks again, since writing may have taken long; puts the earlier export back when the new one cannot be placed. */
async function moveInto(draft: string, target: string): Promise<void> {
  const occupant = await occupantOf(target)
  if (occupant === 'nothing') return rename(draft, target)
  if (occupant === 'empty') {
    await rmdir(target)
    return rename(draft, target)
  }
  const earlier = `${draft}.earlier`
  await rename(target, earlier)
  try {
    await rename(draft, target)
  } catch (error) {
    await rename(earlier, target)
    throw error
  }
  await rm(earlier, { recursive: true, force: true })
}
