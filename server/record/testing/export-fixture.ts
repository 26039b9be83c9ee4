import { execFile } from 'node:child_process'
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { entryBytes, type RecordEntry, sealField } from '@/domain/record/entry'
import { appendToFrontier, type Hash, leafHash, rootOfFrontier } from '@/domain/record/merkle'
import { formatCheckpoint, formatVerifierKey, signNote } from '@/domain/record/note'
import { checkpointFileName, type PrivateValue } from '@/server/record/export-folder'

export const VERIFIER = fileURLToPath(new URL('../../../public/verify.mjs', import.meta.url))
export const ORIGIN = 'baton.example/acme'
const SIZES = [20, 40, 60, 80, 100]

/** A log with a key of its own. */
export function newSigner(name = ORIGIN) {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const raw = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32))
  const signBody = (body: string) => signNote(body, name, raw, (message) => sign(null, message, privateKey))
  const note = (size: number, root: Hash, origin = ORIGIN) =>
    signBody(formatCheckpoint({ origin, size, root }))
  return { raw, vkey: formatVerifierKey(name, raw), note, signBody }
}
export const signer = newSigner()

/** A hundred entries; every tenth has a sealed value. */
export const salts = Array.from({ length: 10 }, () => randomBytes(16))
export const entries = Array.from({ length: 100 }, (_, i): RecordEntry => {
  const salt = i % 10 === 0 ? salts[i / 10] : undefined
  return {
    v: 1,
    id: `ent_${i + 1}`,
    at: new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString(),
    workspace: 'ws_1',
    kind: 'step.completed',
    actor: { kind: 'agent', id: 'agt_1', name: 'Scout' },
    run: 'run_1',
    iteration: i,
    subject: 'Zoë’s lead',
    data: { costMicros: String(i * 100), ...(salt && { 'e/mail': sealField(`p${i}@example.com`, salt) }) },
    ...(i > 0 && { causes: [`ent_${i}`] }),
  }
})
export const lines = entries.map((entry) => Buffer.from(entryBytes(entry)))
export const privates = salts.map((salt, i): PrivateValue => {
  return { id: `ent_${i * 10 + 1}`, field: '/data/e~1mail', value: `p${i * 10}@example.com`, salt }
})

export async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

export function checkpointsOver(all: readonly Uint8Array[], by = signer) {
  let frontier: Hash[] = []
  const notes: { size: number; note: string }[] = []
  all.forEach((line, i) => {
    frontier = appendToFrontier(frontier, i, leafHash(line))
    if (SIZES.includes(i + 1)) notes.push({ size: i + 1, note: by.note(i + 1, rootOfFrontier(frontier)) })
  })
  return notes
}

export const checkpoints = checkpointsOver(lines)
export const whole = {
  checkpoint: checkpoints.at(-1)?.note as string,
  checkpoints,
  key: signer.vkey,
  verifier: VERIFIER,
}

/** Where the tests of one file work; `sound` in it is for the sound export. */
export function newWorkplace() {
  const work = mkdtempSync(join(tmpdir(), 'baton-record-'))
  return { work, sound: join(work, 'sound'), remove: () => rmSync(work, { recursive: true }) }
}

export const at = (size: number) => `checkpoints/${checkpointFileName(size)}`

export const verify = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
  new Promise((done) => {
    execFile(
      process.execPath,
      [VERIFIER, ...args],
      { env: { NODE_ENV: 'test' }, cwd: tmpdir() },
      (error, out, err) => done({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })

/** A copy of a sound folder, to be tampered with. */
export class Folder {
  readonly dir: string

  constructor(work: string, sound: string) {
    this.dir = mkdtempSync(join(work, 'case-'))
    cpSync(sound, this.dir, { recursive: true })
  }

  path = (name: string): string => join(this.dir, name)

  edit(name: string, change: (text: string) => string): void {
    const before = readFileSync(this.path(name), 'utf8')
    const after = change(before)
    if (after === before) throw new Error('The tampering changes nothing')
    writeFileSync(this.path(name), after)
  }

  lines(change: (lines: string[]) => unknown, name = 'entries.jsonl'): void {
    this.edit(name, (text) => {
      const list = text.split('\n').slice(0, -1)
      change(list)
      return list.map((line) => line + '\n').join('')
    })
  }

  /** Signs what stands in entries.jsonl now, as somebody who holds the key could. */
  resign(by = signer): void {
    const now = readFileSync(this.path('entries.jsonl'), 'utf8').split('\n').slice(0, -1)
    const notes = checkpointsOver(
      now.map((line) => Buffer.from(line)),
      by,
    )
    for (const { size, note } of notes) writeFileSync(this.path(at(size)), note)
    writeFileSync(this.path('checkpoint'), notes.at(-1)?.note as string)
  }
}
