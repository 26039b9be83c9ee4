import { equalBytes, fromBase64, fromHex, sha256, toBase64, toHex } from '@/domain/record/digest'

/**
 * Signed notes and checkpoints as transparency logs exchange them.
 * Sources: https://c2sp.org/signed-note (note, key id, Ed25519 type 0x01), https://c2sp.org/tlog-checkpoint
 * (body), golang.org/x/mod/sumdb/note (verifier key). Signing and verifying Ed25519 is injected.
 */
export type Checkpoint = {
  /** Who keeps this log: a schema-less URL such as `baton.example/acme`. */
  origin: string
  /** Number of entries. */
  size: number
  /** RFC 6962 root over them, 32 bytes. */
  root: Uint8Array
  /** Opaque further lines; not recommended. */
  extensions?: readonly string[]
}

export type VerifierKey = { name: string; id: Uint8Array; publicKey: Uint8Array }
export type NoteSignature = { name: string; id: Uint8Array; signature: Uint8Array }
export type Sign = (message: Uint8Array) => Uint8Array
export type Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean

export type NoteErrorCode =
  'malformed' | 'bad-name' | 'bad-key' | 'unknown-key' | 'bad-signature' | 'bad-checkpoint'

export class NoteError extends Error {
  override readonly name = 'NoteError'
  readonly code: NoteErrorCode

  constructor(code: NoteErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

const ED25519 = 0x01
const MAX_NOTE = 1 << 20
const MAX_SIGNATURES = 100
// U+0085 is a space to Unicode but not to \s.
const SPACE_OR_PLUS = /[\s\u0085+]/u
// eslint-disable-next-line no-control-regex -- the specification names them
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/

/**
 * The verified text of a note, its final newline included, and every signature line found under it.
 * Signatures of other keys are ignored, as the specification demands; every one of this key must verify.
 * @throws NoteError 'malformed', 'bad-key', 'unknown-key' (this key has not signed), 'bad-signature'.
 */
export function openNote(
  note: string,
  vkey: string,
  verify: Verify,
): { text: string; signatures: NoteSignature[] } {
  const key = parseVerifierKey(vkey)
  const { text, signatures } = parseNote(note)
  const own = signatures.filter((s) => s.name === key.name && equalBytes(s.id, key.id))
  if (own.length === 0)
    throw new NoteError('unknown-key', `The note is not signed by ${key.name}+${toHex(key.id)}`)
  const message = new TextEncoder().encode(text)
  for (const { signature } of own)
    if (signature.length !== 64 || !verify(key.publicKey, message, signature))
      throw new NoteError(
        'bad-signature',
        `The signature of ${key.name}+${toHex(key.id)} does not fit the text`,
      )
  return { text, signatures }
}

/**
 * A note: the body, a blank line, one signature line `— name base64(key id || signature)`.
 * @param body ends in a newline; the signature covers it with that newline.
 * @throws NoteError 'malformed' or 'bad-name' for what could not be opened again.
 */
export function signNote(body: string, name: string, publicKey: Uint8Array, sign: Sign): string {
  if (!body.endsWith('\n')) throw new NoteError('malformed', 'The text of a note ends in a newline')
  const id = keyId(name, publicKey)
  const signature = sign(new TextEncoder().encode(body))
  const note = `${body}\n— ${name} ${toBase64(concat(id, signature))}\n`
  parseNote(note)
  return note
}

/** Splits a note without verifying anything: the text is not to be believed. @throws NoteError 'malformed'. */
export function parseNote(note: string): { text: string; signatures: NoteSignature[] } {
  const malformed = (why: string) => new NoteError('malformed', `Not a signed note: ${why}`)
  if (note.length > MAX_NOTE) throw malformed('longer than 1 MiB')
  if (CONTROL.test(note) || /\p{Surrogate}/u.test(note)) throw malformed('control characters')
  const blank = note.lastIndexOf('\n\n')
  if (blank < 0) throw malformed('no blank line before the signatures')
  if (!note.endsWith('\n')) throw malformed('no newline at the end')
  const lines = note.slice(blank + 2, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) throw malformed(`more than ${MAX_SIGNATURES} signatures`)
  return { text: note.slice(0, blank + 1), signatures: lines.map(parseSignatureLine) }
}

/** The body of a checkpoint: origin, size and base64 root, a line each (c2sp.org/tlog-checkpoint, "Note text"). */
export function formatCheckpoint({ origin, size, root, extensions = [] }: Checkpoint): string {
  const body = [origin, String(size), toBase64(root), ...extensions].map((line) => line + '\n').join('')
  if (parseCheckpoint(body).origin !== origin) throw new NoteError('bad-checkpoint', 'An origin is one line')
  return body
}

/**
 * Reads the body of a checkpoint: the text that `openNote` returned.
 * @throws NoteError 'bad-checkpoint': fewer than three lines, an empty one, a size that is not plain decimal or
 * beyond 2^53-1, a root that is not 32 bytes.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const bad = (why: string) => new NoteError('bad-checkpoint', `Not a checkpoint: ${why}`)
  if (!text.endsWith('\n')) throw bad('no newline at the end')
  const lines = text.slice(0, -1).split('\n')
  const [origin, decimal, base64, ...extensions] = lines
  if (origin === undefined || decimal === undefined || base64 === undefined)
    throw bad('fewer than three lines')
  if (lines.includes('')) throw bad('an empty line')
  if (CONTROL.test(text)) throw bad('control characters')
  const size = Number(decimal)
  if (!/^(0|[1-9][0-9]*)$/.test(decimal) || !Number.isSafeInteger(size)) throw bad(`the size is "${decimal}"`)
  const root = decode(base64)
  if (root?.length !== 32) throw bad('the root is not 32 bytes in base64')
  return extensions.length > 0 ? { origin, size, root, extensions } : { origin, size, root }
}

/** `name+hex8+base64(0x01 || public key)`: what is handed to whoever verifies. */
export function formatVerifierKey(name: string, publicKey: Uint8Array): string {
  const id = keyId(name, publicKey)
  return `${name}+${toHex(id)}+${toBase64(concat(Uint8Array.of(ED25519), publicKey))}`
}

/** @throws NoteError 'bad-key': another form, another type than Ed25519, or a key id that is not this key's. */
export function parseVerifierKey(vkey: string): VerifierKey {
  const bad = (why: string) => new NoteError('bad-key', `Not a verifier key: ${why}`)
  // The name has no plus; base64 may have.
  const parts = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey)
  if (!parts) throw bad('expected name+hex8+base64')
  const [, name, hex, base64] = parts as unknown as [string, string, string, string]
  const typed = decode(base64)
  if (!typed || typed[0] !== ED25519 || typed.length !== 33) throw bad('expected an Ed25519 key of 32 bytes')
  const publicKey = typed.slice(1)
  const id = keyId(name, publicKey)
  if (!equalBytes(id, fromHex(hex))) throw bad(`the key id is ${toHex(id)}, not ${hex}`)
  return { name, id, publicKey }
}

/** SHA-256(name || 0x0A || 0x01 || public key)[:4] (c2sp.org/signed-note, "Ed25519 signatures"). */
function keyId(name: string, publicKey: Uint8Array): Uint8Array {
  if (name === '' || SPACE_OR_PLUS.test(name) || CONTROL.test(name) || /\p{Surrogate}/u.test(name))
    throw new NoteError('bad-name', `A key name has no spaces and no plus: "${name}"`)
  if (publicKey.length !== 32) throw new NoteError('bad-key', 'An Ed25519 public key has 32 bytes')
  return sha256(concat(new TextEncoder().encode(name + '\n'), Uint8Array.of(ED25519), publicKey)).slice(0, 4)
}

function parseSignatureLine(line: string): NoteSignature {
  const parts = /^— ([^ ]+) ([^ ]+)$/u.exec(line)
  const bytes = parts && !SPACE_OR_PLUS.test(parts[1] as string) ? decode(parts[2] as string) : null
  if (!parts || !bytes || bytes.length < 5)
    throw new NoteError('malformed', 'Not a signed note: a bad signature line')
  return { name: parts[1] as string, id: bytes.slice(0, 4), signature: bytes.slice(4) }
}

function decode(base64: string): Uint8Array | null {
  try {
    return fromBase64(base64)
  } catch {
    return null
  }
}

function concat(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
