import { createPublicKey, verify } from 'node:crypto'
import { openNote } from '@/domain/record/note'

/** The signed text of a checkpoint. @throws NoteError unless that key signed it */
export const openCheckpoint = (note: string, vkey: string): string =>
  openNote(note, vkey, (publicKey, message, signature) =>
    verify(
      null,
      message,
      createPublicKey({
        key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') },
        format: 'jwk',
      }),
      signature,
    ),
  ).text
