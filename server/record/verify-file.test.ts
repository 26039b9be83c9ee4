import { cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { canonicalJson } from '@/domain/record/canonical'
import { leafHash, rootOf } from '@/domain/record/merkle'
import { writeExport } from '@/server/record/export-folder'
import * as fixture from '@/server/record/testing/export-fixture'

const {
  at,
  each,
  entries,
  Folder,
  lines,
  newSigner,
  ORIGIN,
  privates,
  salts,
  signer,
  verify,
  VERIFIER,
  whole,
} = fixture
const { work, sound, remove } = fixture.newWorkplace()

beforeAll(async () => {
  await writeExport(sound, { ...whole, entries: each(lines), privates: each(privates) })
})
afterAll(remove)

describe('a sound export', () => {
  it('is found sound, with its own key and with the expected one', async () => {
    const own = await verify(sound)
    expect(own).toMatchObject({ code: 0, err: '' })
    expect(own.out).toContain('SOUND')
    expect(own.out).toContain("the folder's own")
    expect(own.out).toContain('10 values: 10 opened and right')
    const pinned = await verify(sound, '--key', signer.vkey, '--json')
    expect(pinned.code).toBe(0)
    expect(JSON.parse(pinned.out)).toMatchObject({
      sound: true,
      entries: 100,
      checkpoints: 5,
      opened: 10,
      findings: [],
    })
    const root = Buffer.from(rootOf(lines.map(leafHash)))
    expect(JSON.parse(pinned.out)).toMatchObject({ root: root.toString('base64') })
    expect(own.out).toContain(`${root.toString('base64')}, hex ${root.toString('hex')}`)
  })

  it('stays sound when personal values are erased', async () => {
    const folder = new Folder(work, sound)
    folder.lines((list) => list.splice(2, 5), 'private.jsonl')
    expect((await verify(folder.dir)).out).toContain('10 values: 5 opened and right')
    rmSync(folder.path('private.jsonl'))
    expect(await verify(folder.dir)).toMatchObject({ code: 0 })
  })

  it('is sound with no entries, and grows from a checkpoint that was kept', async () => {
    const dir = join(work, 'empty')
    const note = signer.note(0, rootOf([]))
    await writeExport(dir, { ...whole, checkpoint: note, checkpoints: [], entries: each<string>([]) })
    expect(await verify(dir)).toMatchObject({ code: 0 })
    expect(await verify(sound, '--kept', join(dir, 'checkpoint'))).toMatchObject({ code: 0 })
    expect(await verify(sound, '--kept', join(sound, at(60)))).toMatchObject({ code: 0 })
  })

  it('brings its verifier along', async () => {
    expect(readFileSync(join(sound, 'verify.mjs'))).toEqual(readFileSync(VERIFIER))
  })
})

/** Each tampering, and what the report must say. */
const TAMPERINGS: Record<
  string,
  [tamper: (folder: fixture.Folder) => unknown, ...says: (string | RegExp)[]]
> = {
  'a changed value': [
    (f) => f.lines((l) => (l[46] = l[46]?.replace('Scout', 'Scott') as string)),
    'entries 41..60 do not match checkpoint 60. At least one line there was changed. Entries 1..40 match checkpoint 40.',
  ],
  'a changed byte that breaks the JSON': [
    (f) => f.lines((l) => (l[46] = l[46]?.replace('"at"', "'at'") as string)),
    'line 47 is no JSON',
    'entries 41..60 do not match checkpoint 60. Line 47, which is not even a canonical entry, was changed.',
  ],
  'a line removed from the middle': [
    (f) => f.lines((l) => l.splice(46, 1)),
    'entries 41..60 do not match checkpoint 60. The first missing line belongs there',
    'has 99 lines and checkpoint 100 is over 100',
    'Line 47 names the cause ent_47, which is not in this record',
  ],
  'lines removed from the end': [
    (f) => f.lines((l) => l.splice(95)),
    'entries.jsonl has 95 lines and checkpoint 100 is over 100: lines are missing. Entries 1..80 match checkpoint 80.',
  ],
  'the file cut off within the last line': [
    (f) => f.edit('entries.jsonl', (text) => text.slice(0, -5)),
    'line 100, the last, does not end in a newline',
    'line 100 is no JSON',
    'entries 81..100 do not match checkpoint 100',
  ],
  'only the last newline removed': [
    (f) => f.edit('entries.jsonl', (text) => text.slice(0, -1)),
    'line 100, the last, does not end in a newline',
  ],
  'a line added in the middle': [
    (f) => f.lines((l) => l.splice(46, 0, canonicalJson({ ...entries[0], id: 'ent_x' }))),
    'entries 41..60 do not match checkpoint 60. 1 line added: from line 47 on.',
  ],
  'three lines added in the middle': [
    (f) =>
      f.lines((l) =>
        l.splice(46, 0, ...[1, 2, 3].map((i) => canonicalJson({ ...entries[0], id: `x_${i}` }))),
      ),
    '3 lines added: from line 47 on.',
  ],
  'a line added at the end': [
    (f) => f.lines((l) => l.push(canonicalJson({ ...entries[0], id: 'ent_x' }))),
    'has 101 lines and checkpoint 100 is over 100: nobody has signed the lines at the end.',
  ],
  'an empty line': [
    (f) => f.lines((l) => l.splice(10, 0, '')),
    'line 11 is empty',
    '1 line added: from line 11 on',
  ],
  'a line repeated': [
    (f) => f.lines((l) => l.splice(46, 0, l[5] as string)),
    'line 47 repeats the id ent_6 of line 6',
    '1 line added: from line 47 on',
  ],
  'two neighbours exchanged': [
    (f) => f.lines((l) => l.splice(46, 2, l[47] as string, l[46] as string)),
    'Reordered: lines 47 and 48 have changed places.',
  ],
  'two lines exchanged': [
    (f) => f.lines((l) => ([l[42], l[57]] = [l[57] as string, l[42] as string])),
    'entries 41..60 do not match checkpoint 60. Reordered: lines 43 and 58 have changed places.',
  ],
  'a trailing blank': [(f) => f.lines((l) => (l[4] += ' ')), 'line 5 ends in a blank or a carriage return'],
  'Windows line ends': [
    (f) => f.edit('entries.jsonl', (text) => text.replaceAll('\n', '\r\n')),
    'line 1 ends in a blank or a carriage return',
    'entries 1..20 do not match checkpoint 20',
    '... 11 more: --json lists all',
  ],
  'bytes that are no UTF-8': [
    (f) => {
      const bytes = readFileSync(f.path('entries.jsonl'))
      bytes[bytes.indexOf(Buffer.from('Zoë')) + 2] = 0xff
      writeFileSync(f.path('entries.jsonl'), bytes)
    },
    /line 1 is not in canonical form from byte \d+ on/,
  ],
  'a byte order mark': [(f) => f.edit('entries.jsonl', (text) => '\ufeff' + text), 'line 1 is no JSON'],
  'a changed checkpoint': [
    (f) => f.edit('checkpoint', (text) => text.replace('\n100\n', '\n99\n')),
    `checkpoint was changed or forged: the signature of ${ORIGIN}`,
  ],
  'a changed checkpoint of the history': [
    (f) =>
      f.edit(at(40), (text) =>
        text.replace(/\n(.)(.{43})\n/, (_, a, b) => `\n${a === 'A' ? 'B' : 'A'}${b}\n`),
      ),
    `${at(40)} was changed or forged`,
  ],
  'a checkpoint that is no note': [
    (f) => f.edit(at(40), (text) => text.replace('\n\n', '\n')),
    `${at(40)} is no signed note`,
  ],
  'a changed signature line': [
    (f) => f.edit('checkpoint', (text) => text.replace('— ', '- ')),
    'checkpoint has a broken signature line',
  ],
  'a signature line without a signature': [
    (f) => f.edit('checkpoint', (text) => text + '— k AAAA\n'),
    'checkpoint has a broken signature line',
  ],
  'a checkpoint under another name': [
    (f) => renameSync(f.path(at(40)), f.path(at(41))),
    `${at(41)} is misnamed: it is checkpoint 40`,
  ],
  'a checkpoint of another key': [
    (f) =>
      writeFileSync(f.path('checkpoint'), newSigner('eve.example').note(100, rootOf(lines.map(leafHash)))),
    /checkpoint is signed by another key: eve\.example\+[0-9a-f]{8}, not baton\.example/,
  ],
  'a checkpoint of another log': [
    (f) =>
      writeFileSync(
        f.path('checkpoint'),
        signer.note(100, rootOf(lines.map(leafHash)), 'baton.example/other'),
      ),
    `${at(20)} is of another log: ${ORIGIN}, not baton.example/other`,
  ],
  'an older checkpoint put back': [
    (f) => {
      cpSync(f.path(at(80)), f.path('checkpoint'))
      f.lines((l) => l.splice(80))
    },
    `checkpoint ends at 80, but ${at(100)} at 100`,
  ],
  'the newest history cut off': [(f) => rmSync(f.path(at(100))), 'checkpoints/ ends before 100'],
  'a history that was signed twice': [
    (f) => writeFileSync(f.path(at(40)), signer.note(40, rootOf([]))),
    `${at(40)} is signed over 40 entries of another history. Entries 1..100 match checkpoint 100.`,
  ],
  'the key replaced': [
    (f) => writeFileSync(f.path('key'), newSigner().vkey + '\n'),
    /checkpoint is signed by another key/,
    'Nothing signed by the key is left to compare the entries with',
  ],
  'the key broken': [
    (f) => f.edit('key', (text) => text.replace('AX', 'AY').replace('+', '-')),
    'key is no verifier key',
  ],
  'the key emptied': [(f) => writeFileSync(f.path('key'), ''), 'key is no verifier key'],
  'files missing': [
    (f) =>
      ['key', 'checkpoint', 'checkpoints', 'entries.jsonl'].map((name) =>
        rmSync(f.path(name), { recursive: true }),
      ),
    ...['key', 'checkpoint', 'checkpoints', 'entries.jsonl'].map((name) => `${name} is missing`),
  ],
  'a sealed value changed': [
    (f) => f.edit('private.jsonl', (text) => text.replace('p30@', 'q30@')),
    'private.jsonl line 4 does not fit the seal of /data/e~1mail in line 31',
  ],
  'a salt changed': [
    (f) => f.edit('private.jsonl', (text) => text.replace(salts[2]?.toString('base64') as string, 'AAAA')),
    'private.jsonl line 3 does not fit the seal',
  ],
  'a private value of no entry': [
    (f) => f.edit('private.jsonl', (text) => text.replace('ent_31', 'ent_310')),
    'private.jsonl line 4 is of a field that is not sealed: /data/e~1mail in line of the missing entry ent_310',
  ],
  'a private value of an open field': [
    (f) => f.edit('private.jsonl', (text) => text.replace('/data/e~1mail', '/data/costMicros')),
    'private.jsonl line 1 is of a field that is not sealed',
  ],
  'a private value twice, and one that is no JSON': [
    (f) => f.lines((l) => l.push(l[0] as string, '{'), 'private.jsonl'),
    'private.jsonl line 11 repeats /data/e~1mail in line 1',
    'private.jsonl line 12 is no JSON',
  ],
  'a wrong entry signed by the holder of the key': [
    (f) => {
      f.lines((l) => (l[7] = l[7]?.replace('"v":1', '"v":2') as string))
      f.resign()
    },
    'line 8 is no entry: "v" is missing or not as it must be',
    'NOT SOUND: 1 finding\n',
  ],
}

describe('a tampering is found and named', () => {
  it.concurrent.each(Object.entries(TAMPERINGS))('%s', async (_, [tamper, ...says]) => {
    const folder = new Folder(work, sound)
    tamper(folder)
    const { code, out, err } = await verify(folder.dir)
    expect(err).toBe('')
    for (const sentence of says) expect(out).toMatch(sentence)
    expect(code).toBe(1)
  })
})
