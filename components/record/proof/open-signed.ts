import { toHex } from '@/domain/record/digest'
import { openNote, parseCheckpoint, parseNote, parseVerifierKey, type Checkpoint } from '@/domain/record/note'

/** The browser has no Ed25519 (or the page came over plain HTTP from another machine): nothing is known either way. */
export class CannotVerify extends Error {
  override readonly name = 'CannotVerify'
}

const opened = new Map<string, Checkpoint>()
const KEPT = 500

/**
 * The checkpoint in a signed note, its signature checked here by the browser's own Ed25519.
 * @throws NoteError when it is not signed by that key · CannotVerify when this browser cannot tell
 */
export async function openSigned(note: string, vkey: string): Promise<Checkpoint> {
  const name = `${vkey}\n${note}`
  const known = opened.get(name)
  if (known) return known
  const key = parseVerifierKey(vkey)
  const { text, signatures } = parseNote(note)
  const good = new Set<string>()
  const message = new TextEncoder().encode(text)
  const imported = await importKey(key.publicKey)
  for (const { signature } of signatures)
    if (await crypto.subtle.verify('Ed25519', imported, plain(signature), message)) good.add(toHex(signature))
  const checkpoint = parseCheckpoint(
    openNote(note, vkey, (_publicKey, _message, signature) => good.has(toHex(signature))).text,
  )
  if (opened.size >= KEPT) opened.clear()
  opened.set(name, checkpoint)
  return checkpoint
}

async function importKey(publicKey: Uint8Array): Promise<CryptoKey> {
  // Absent on plain HTTP from another machine, whatever the types say.
  const subtle = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle
  if (!subtle)
    throw new CannotVerify('This page did not come over HTTPS, so the browser offers no signatures.')
  try {
    return await subtle.importKey('raw', plain(publicKey), 'Ed25519', false, ['verify'])
  } catch {
    throw new CannotVerify('This browser knows no Ed25519 signatures; use a newer one, or verify an export.')
  }
}

/** The same bytes in a buffer of their own, as the browser's interface asks. */
const plain = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(bytes)
