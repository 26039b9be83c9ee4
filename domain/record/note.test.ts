import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { expect, it } from 'vitest'
import { sha256, toBase64 } from '@/domain/record/digest'
import {
  formatCheckpoint,
  formatVerifierKey,
  NoteError,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  signNote,
  type Verify,
} from '@/domain/record/note'

const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const ed25519: Verify = (publicKey, message, signature) => {
  const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' })
  return verify(null, message, key, signature)
}

const NAME = 'baton.example/acme'
const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  return { raw: rawKey(publicKey), sign: (message: Uint8Array) => sign(null, message, privateKey) }
}
const rawKey = (key: KeyObject) => new Uint8Array(key.export({ format: 'der', type: 'spki' }).subarray(-32))
const mine = pair()
const vkey = formatVerifierKey(NAME, mine.raw)
const body = formatCheckpoint({ origin: NAME, size: 42, root: sha256(Uint8Array.of(1)) })
const note = signNote(body, NAME, mine.raw, mine.sign)

function code(act: () => unknown): string {
  try {
    act()
    return 'accepted'
  } catch (error) {
    if (!(error instanceof NoteError)) throw error
    return error.code
  }
}

it('opens a note that another implementation signed', () => {
  // The example of golang.org/x/mod/sumdb/note.
  const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
  const foreign =
    'If you think cryptography is the answer to your problem,\n' +
    "then you don't know what your problem is.\n\n" +
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
  const { text } = openNote(foreign, key, ed25519)
  expect(text).toBe(
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  )
  expect(code(() => openNote(foreign.replace('answer', 'Answer'), key, ed25519))).toBe('bad-signature')
  expect(formatVerifierKey('PeterNeumann', parseVerifierKey(key).publicKey)).toBe(key)
})

it('writes what it reads', () => {
  expect(body).toBe(`${NAME}\n42\n${toBase64(sha256(Uint8Array.of(1)))}\n`)
  expect(note).toMatch(/^[^\n]+\n42\n[^\n]{44}\n\n— baton\.example\/acme [A-Za-z0-9+/=]+\n$/)
  const opened = openNote(note, vkey, ed25519)
  expect(opened.text).toBe(body)
  expect(parseCheckpoint(opened.text)).toEqual({ origin: NAME, size: 42, root: sha256(Uint8Array.of(1)) })
})

it('reads the checkpoint of the specification', () => {
  const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
  expect(formatCheckpoint(parseCheckpoint(text))).toBe(text)
  expect(formatCheckpoint(parseCheckpoint(text + 'more\n'))).toBe(text + 'more\n')
})

it('keeps an empty line inside a text', () => {
  const text = 'a\n\nb\n'
  expect(openNote(signNote(text, NAME, mine.raw, mine.sign), vkey, ed25519).text).toBe(text)
})

it('ignores signatures of unknown keys, but believes none of them', () => {
  const other = pair()
  const both = note + (signNote(body, 'witness.example/w1', other.raw, other.sign).split('\n\n')[1] as string)
  expect(openNote(both, vkey, ed25519).signatures).toHaveLength(2)
  expect(code(() => openNote(note, formatVerifierKey(NAME, other.raw), ed25519))).toBe('unknown-key')
  expect(code(() => openNote(note, formatVerifierKey('other.example', mine.raw), ed25519))).toBe(
    'unknown-key',
  )
})

it('rejects the note when any signature of its key fails', () => {
  const wrong = signNote(body, NAME, mine.raw, () => new Uint8Array(64)).split('\n\n')[1] as string
  expect(code(() => openNote(note + wrong, vkey, ed25519))).toBe('bad-signature')
})

it.each([
  ['no blank line', 'a\n— k AAAAAAA=\n'],
  ['no signature', 'a\n\n'],
  ['a hyphen for the dash', note.replace('— ', '- ')],
  ['no last newline', note.slice(0, -1)],
  ['a carriage return', note.replaceAll('\n', '\r\n')],
  ['a second space', note.replace('— ', '—  ')],
  ['loose base64', note.replace(/=\n$/, '\n')],
  ['an id without signature', 'a\n\n— k AAAAAA==\n'],
  ['101 signatures', 'a\n\n' + '— k AAAAAAA=\n'.repeat(101)],
])('refuses a note with %s', (_, text) => {
  expect(code(() => openNote(text, vkey, ed25519))).toBe('malformed')
})

it.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\u0085b', 'a\nb'])('refuses the key name %j', (name) => {
  expect(code(() => signNote(body, name, mine.raw, mine.sign))).toBe('bad-name')
})

it.each(['no newline', '', 'tab\there\n', '\ud800\n'])('refuses the body %j', (text) => {
  expect(code(() => signNote(text, NAME, mine.raw, mine.sign))).toBe('malformed')
})

it('signs nothing that could not be opened', () => {
  expect(code(() => signNote(body, NAME, mine.raw, () => new Uint8Array()))).toBe('malformed')
  expect(code(() => signNote('a'.repeat(1 << 20) + '\n', NAME, mine.raw, mine.sign))).toBe('malformed')
})

it('believes no short signature, whatever the verifier says', () => {
  const short = signNote(body, NAME, mine.raw, () => new Uint8Array(63))
  expect(code(() => openNote(short, vkey, () => true))).toBe('bad-signature')
})

it.each([
  { origin: '', size: 1, root: new Uint8Array(32) },
  { origin: `a\n1\n${toBase64(new Uint8Array(32))}`, size: 1, root: new Uint8Array(32) },
  { origin: 'a', size: -1, root: new Uint8Array(32) },
  { origin: 'a', size: 1, root: new Uint8Array(31) },
  { origin: 'a', size: 1, root: new Uint8Array(32), extensions: [''] },
])('does not write the checkpoint %j', (checkpoint) => {
  expect(code(() => formatCheckpoint(checkpoint))).toBe('bad-checkpoint')
})

it('does not take signature lines inside a text for its own', () => {
  const text = note + '\n' + note + '\n'
  expect(openNote(signNote(text, NAME, mine.raw, mine.sign), vkey, ed25519).text).toBe(text)
})

it.each([
  `a\n1\n`,
  `\n1\n${toBase64(new Uint8Array(32))}\n`,
  `a\n01\n${toBase64(new Uint8Array(32))}\n`,
  `a\n+1\n${toBase64(new Uint8Array(32))}\n`,
  `a\n9007199254740992\n${toBase64(new Uint8Array(32))}\n`,
  `a\n1\n${toBase64(new Uint8Array(31))}\n`,
  `a\n1\n${toBase64(new Uint8Array(32))}`,
  `a\n1\n${toBase64(new Uint8Array(32))}\n\nx\n`,
])('refuses the checkpoint %j', (text) => {
  expect(code(() => parseCheckpoint(text))).toBe('bad-checkpoint')
})

it.each([
  'x',
  vkey.replace('+', '-'),
  vkey.toUpperCase(),
  vkey + 'A',
  vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+'),
  `n+00000000+${toBase64(Uint8Array.of(2, ...mine.raw))}`,
  vkey.replace(NAME, 'other.example'),
  vkey.slice(0, NAME.length + 10) + toBase64(Uint8Array.of(2, ...mine.raw)),
])('refuses the verifier key %j', (text) => {
  expect(code(() => parseVerifierKey(text))).toBe('bad-key')
})
