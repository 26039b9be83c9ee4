import { z } from 'zod'
import { urlProblem, type ConnectionKindEntry } from './kind'

const settings = z.object({})

/** `whsec_` and 24 to 64 bytes in base64, as Standard Webhooks writes a symmetric key. */
const KEY = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/

export const webhookKind: ConnectionKindEntry<typeof settings> = {
  title: 'Webhook',
  summary: 'Signed messages to another system, which can check that they are from here.',
  address: { label: 'Address', placeholder: 'https://events.example/baton' },
  secret: {
    label: 'Signing key',
    hint: 'whsec_ and 24 to 64 bytes in base64; the receiver has the same',
    needed: true,
  },
  settings,
  operations: 'declared',
  addressProblem: (address) => urlProblem(address, ['http:', 'https:'], 'https://events.example/baton'),
  secretProblem: (secret) =>
    KEY.test(secret) ? undefined : 'A signing key is whsec_ and 24 to 64 bytes in base64: make one here',
}
