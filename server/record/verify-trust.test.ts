import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '@/domain/record/canonical'
import { entryBytes, type RecordEntry, recordEntrySchema } from '@/domain/record/entry'
import { leafHash, rootOf } from '@/domain/record/merkle'
import { writeExport } from '@/server/record/export-folder'
import * as fixture from '@/server/record/testing/export-fixture'

const { at, each, entries, Folder, lines, newSigner, ORIGIN, signer, verify, VERIFIER, whole } = fixture
const { work, sound, remove } = fixture.newWorkplace()

beforeAll(() => writeExport(sound, { ...whole, entries: each(lines) }))
afterAll(remove)

describe('a whole history forged with another key', () => {
  it('is sound by its own key, which the report says, and not by the expected one', async () => {
    const [folder, eve] = [new Folder(work, sound), newSigner()]
    folder.lines((l) => (l[46] = l[46]?.replace('Scout', 'Scott') as string))
    folder.resign(eve)
    writeFileSync(folder.path('key'), eve.vkey + '\n')
    const own = await verify(folder.dir)
    expect(own.code).toBe(0)
    expect(own.out).toContain("The key is the folder's own, as a forger's would be")
    const pinned = await verify(folder.dir, '--key', signer.vkey)
    expect(pinned.code).toBe(1)
    expect(pinned.out).toContain(`key is ${eve.vkey}, not ${signer.vkey}`)
    expect(pinned.out).toContain('checkpoint is signed by another key')
  })

  it('with the right key, too, is found by a checkpoint that was kept', async () => {
    const folder = new Folder(work, sound)
    folder.lines((l) => (l[46] = l[46]?.replace('Scout', 'Scott') as string))
    folder.resign()
    expect((await verify(folder.dir, '--key', signer.vkey)).code).toBe(0)
    const kept = await verify(folder.dir, '--kept', join(sound, at(60)))
    expect(kept.code).toBe(1)
    expect(kept.out).toContain('is signed over 60 entries of another history')
  })
})

it('asks for no shape that the schema does not ask for, and for the same', async () => {
  const base = { ...entries[0], causes: ['ent_1'] }
  const changes: object[] = [
    { id: '' },
    { id: 'x'.repeat(257) },
    { id: 7 },
    { at: '2026-01-01T00:00:00Z' },
    { at: '2026-02-30T00:00:00.000Z' },
    { at: 0 },
    { workspace: null },
    { kind: 'step' },
    { kind: ['step.done'] },
    { actor: null },
    { actor: { kind: 'robot', id: 'r' } },
    { actor: { kind: 'agent' } },
    { actor: { kind: 'agent', id: 'a', name: 5 } },
    { actor: { kind: 'agent', id: 'a', role: 'x' } },
    { actor: { kind: 'person', id: 'a', name: { $hmac: 'AAAA' } } },
    { iteration: -1 },
    { attempt: 1.5 },
    { run: '' },
    { subject: 'x'.repeat(1025) },
    { subject: 5 },
    { causes: 'ent_1' },
    { causes: [''] },
    { data: [] },
    { data: { deep: [{ $hmac: 'short' }] } },
    { data: { s: { $hmac: (entries[0]?.data['e/mail'] as { $hmac: string }).$hmac, hint: 'a' } } },
    { extra: 1 },
  ]
  const good = [
    { at: '1970-01-01T00:00:00.000Z' },
    { actor: { kind: 'nobody', id: 'nobody' } },
    { attempt: 0 },
  ]
  const folder = new Folder(work, sound)
  const all = [...good, ...changes].map((change, i) => ({ ...base, id: `e_${i}`, ...change }))
  writeFileSync(folder.path('entries.jsonl'), all.map((entry) => canonicalJson(entry) + '\n').join(''))
  const { findings } = JSON.parse((await verify(folder.dir, '--json')).out) as {
    findings: { message: string }[]
  }
  const refused = findings.flatMap(({ message }) => /^line (\d+) /.exec(message)?.[1] ?? []).map(Number)
  const expected = all.flatMap((entry, i) => (recordEntrySchema.safeParse(entry).success ? [] : [i + 1]))
  expect(refused).toEqual(expected)
  expect(expected).toEqual(changes.map((_, i) => good.length + i + 1))
})

const spelt = (member: string) =>
  canonicalJson({ ...entries[9], data: {} }).replace('"data":{}', `"data":{${member}}`)
const DEEP = '['.repeat(600) + ']'.repeat(600)
it.each([
  ['an integer that may have been another', spelt('"n":9007199254740992'), 'has an integer beyond 2^53-1'],
  ['a number that is none', spelt('"n":1e400'), 'is not in canonical form from byte'],
  ['minus nothing', spelt('"n":-0'), 'is not in canonical form from byte'],
  ['half a character', spelt('"s":"\\ud800"'), 'has a lone surrogate'],
  ['a needless escape', spelt('"s":"\\u0041"'), 'is not in canonical form from byte'],
  ['a member twice', spelt('"a":1,"a":1'), 'is not in canonical form from byte'],
  ['members out of order', spelt('"b":1,"a":1'), 'is not in canonical form from byte'],
  ['a pit', spelt(`"p":${DEEP}`), 'is nested too deep'],
  ['no object', '"entry"', 'is no entry: it is no object'],
])('refuses %s in a line, even a signed one', async (_, line, says) => {
  const folder = new Folder(work, sound)
  folder.lines((l) => (l[9] = line))
  folder.resign()
  const { code, out } = await verify(folder.dir)
  expect(code).toBe(1)
  expect(out).toContain(`1. line 10 ${says}`)
  expect(out).toContain('NOT SOUND: 1 finding\n')
})

const ROOT = Buffer.alloc(32).toString('base64')
it.each([
  ['a size with a nought before', `${ORIGIN}\n0100\n${ROOT}\n`],
  ['a size that a float cannot hold', `${ORIGIN}\n9007199254740993\n${ROOT}\n`],
  ['no size', `${ORIGIN}\n${ROOT}\n`],
  ['a short root', `${ORIGIN}\n100\n${Buffer.alloc(31).toString('base64')}\n`],
])('refuses a checkpoint with %s, even a signed one', async (_, body) => {
  const folder = new Folder(work, sound)
  writeFileSync(folder.path('checkpoint'), signer.signBody(body))
  const { code, out } = await verify(folder.dir)
  expect(code).toBe(1)
  expect(out).toContain('checkpoint is no checkpoint')
})

it('checks more entries than fit its first buffer', async () => {
  const dir = join(work, 'many')
  const many = Array.from({ length: 5000 }, (_, i) =>
    Buffer.from(entryBytes({ ...(entries[1] as RecordEntry), id: `e_${i}` })),
  )
  const checkpoint = signer.note(5000, rootOf(many.map(leafHash)))
  await writeExport(dir, { ...whole, checkpoint, checkpoints: [], entries: each(many) })
  expect(await verify(dir, '--key', signer.vkey)).toMatchObject({ code: 0, err: '' })
})

const typed = (type: number) => Buffer.from([type, ...signer.raw]).toString('base64')
const idOf = (type: number) =>
  createHash('sha256')
    .update(`${ORIGIN}\n`)
    .update(Buffer.from([type, ...signer.raw]))
    .digest('hex')
    .slice(0, 8)

it.each([
  [[join(work, 'nowhere')]],
  [[VERIFIER]],
  [[sound, sound]],
  [[sound, '--help']],
  [[sound, '--key']],
  [[sound, '--key', 'x']],
  [[sound, '--key', `${ORIGIN}+00000000+${typed(1)}`]],
  [[sound, '--key', `${ORIGIN}+${idOf(2)}+${typed(2)}`]],
  [[sound, '--kept', join(work, 'nowhere')]],
])('says how it is used for %j', async (args) => {
  const { code, out, err } = await verify(...args)
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain('usage: node verify.mjs')
})
