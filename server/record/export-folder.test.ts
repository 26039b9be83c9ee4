import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { NoteError } from '@/domain/record/note'
import { checkpointFileName, writeExport } from '@/server/record/export-folder'
import * as fixture from '@/server/record/testing/export-fixture'

const { checkpoints, each, lines, newWorkplace, privates, verify, whole } = fixture
const { work, remove } = newWorkplace()
afterAll(remove)

/** A place of its own, so that whatever is left beside the target shows. */
let places = 0
function place(): { dir: string; beside: () => string[] } {
  const parent = join(work, `place-${places++}`)
  mkdirSync(parent)
  return { dir: join(parent, 'export'), beside: () => readdirSync(parent) }
}

it('writes every file of the format', async () => {
  const { dir, beside } = place()
  expect(await writeExport(dir, { ...whole, entries: each(lines), privates: each(privates) })).toEqual({
    entries: 100,
  })
  expect(readdirSync(dir).sort()).toEqual([
    'checkpoint',
    'checkpoints',
    'entries.jsonl',
    'key',
    'private.jsonl',
    'verify.mjs',
  ])
  expect(readdirSync(join(dir, 'checkpoints')).sort()).toEqual([20, 40, 60, 80, 100].map(checkpointFileName))
  expect(readFileSync(join(dir, 'entries.jsonl'))).toEqual(
    Buffer.from(lines.map((line) => `${line.toString()}\n`).join('')),
  )
  expect(beside()).toEqual(['export'])
})

it('takes text as well as bytes, and makes the folders above', async () => {
  const dir = join(place().dir, 'a', 'b')
  await writeExport(dir, { ...whole, entries: each(lines.map(String)) })
  expect(await verify(dir)).toMatchObject({ code: 0 })
})

it('adds the newest checkpoint to a history without it', async () => {
  const { dir } = place()
  await writeExport(dir, { ...whole, checkpoints: checkpoints.slice(0, 2), entries: each(lines) })
  expect(readdirSync(join(dir, 'checkpoints'))).toHaveLength(3)
  expect(await verify(dir)).toMatchObject({ code: 0 })
})

it('replaces an empty folder and an earlier export, of which nothing stays', async () => {
  const { dir, beside } = place()
  mkdirSync(dir)
  await writeExport(dir, { ...whole, entries: each(lines), privates: each(privates) })
  const [first] = checkpoints as [{ size: number; note: string }]
  const early = { ...whole, checkpoint: first.note, checkpoints: [], entries: each(lines.slice(0, 20)) }
  await writeExport(dir, early)
  expect(readdirSync(join(dir, 'checkpoints'))).toEqual([checkpointFileName(20)])
  expect(readdirSync(dir)).not.toContain('private.jsonl')
  expect(beside()).toEqual(['export'])
  expect(await verify(dir)).toMatchObject({ code: 0 })
})

// eslint-disable-next-line require-yield -- that is the point
async function* unread(): AsyncGenerator<string> {
  throw new Error('The database was read in vain')
}

it('leaves alone what is no export', async () => {
  const refused = async (prepare: (dir: string) => void) => {
    const { dir, beside } = place()
    prepare(dir)
    const before = beside()
    await expect(writeExport(dir, { ...whole, entries: unread() })).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(beside()).toEqual(before)
  }
  await refused((dir) => writeFileSync(dir, 'a file'))
  await refused((dir) => symlinkSync(work, dir))
  await refused((dir) => {
    mkdirSync(dir)
    writeFileSync(join(dir, 'thesis.txt'), '')
  })
  const { dir } = place()
  await writeExport(dir, { ...whole, entries: each(lines) })
  writeFileSync(join(dir, 'thesis.txt'), 'mine')
  await expect(writeExport(dir, { ...whole, entries: each(lines) })).rejects.toMatchObject({
    code: 'conflict',
  })
  expect(readFileSync(join(dir, 'thesis.txt'), 'utf8')).toBe('mine')
})

it('leaves the earlier export whole when the new one fails half-way', async () => {
  const { dir, beside } = place()
  await writeExport(dir, { ...whole, entries: each(lines) })
  async function* broken() {
    yield* lines.slice(0, 50)
    throw new Error('connection lost')
  }
  await expect(writeExport(dir, { ...whole, entries: broken() })).rejects.toThrow('connection lost')
  expect(beside()).toEqual(['export'])
  expect(await verify(dir)).toMatchObject({ code: 0 })
})

it('refuses parts that do not belong together, and leaves nothing behind', async () => {
  const { dir, beside } = place()
  const attempt = (change: object) => writeExport(dir, { ...whole, entries: each(lines), ...change })
  const [, second] = checkpoints as [unknown, { size: number; note: string }]
  await expect(attempt({ entries: each(lines.slice(1)) })).rejects.toMatchObject({ code: 'invalid' })
  await expect(attempt({ entries: each([...lines.slice(1), 'a\nb']) })).rejects.toMatchObject({
    code: 'invalid',
  })
  await expect(attempt({ checkpoints: [{ size: 39, note: second.note }] })).rejects.toMatchObject({
    code: 'invalid',
  })
  await expect(attempt({ checkpoint: second.note, entries: each(lines.slice(0, 40)) })).rejects.toMatchObject(
    { code: 'invalid' },
  )
  await expect(attempt({ key: 'x' })).rejects.toThrow(NoteError)
  await expect(attempt({ checkpoint: 'x' })).rejects.toThrow(NoteError)
  await expect(attempt({ verifier: join(work, 'nowhere.mjs') })).rejects.toThrow('ENOENT')
  expect(beside()).toEqual([])
})
