import { z } from 'zod'
import type { Operation } from '../operation'
import { urlProblem, type ConnectionKindEntry } from './kind'
import { MAIL_INPUT } from './mail'

const settings = z.object({
  /** Whom mails are from: nobody who calls chooses it. */
  from: z.email('the address mails are from'),
  /** Who signs in; without it nobody does. */
  username: z.string().trim().max(200).default(''),
  /** `required`: nothing is said before the line is encrypted. `none` only within one's own network. */
  tls: z.enum(['required', 'none']).default('required'),
})

const SEND: Operation = {
  name: 'send',
  title: 'Send a mail',
  description: 'A mail in plain text.',
  effect: 'write',
  idempotent: false,
  input: MAIL_INPUT,
  output: {
    type: 'object',
    properties: {
      message_id: { type: 'string' },
      accepted: { type: 'integer', minimum: 0 },
      refused: { type: 'integer', minimum: 0 },
    },
    required: ['message_id', 'accepted', 'refused'],
  },
  request: { kind: 'smtp' },
}

export const smtpKind: ConnectionKindEntry<typeof settings> = {
  title: 'Mail server',
  summary: 'Sends mail by SMTP, always from one address.',
  address: {
    label: 'Server',
    placeholder: 'smtp://mail.example:587',
    hint: 'smtps:// where it is encrypted from the first byte',
  },
  secret: { label: 'Password', hint: 'Of the account that signs in' },
  settings,
  guards: { tls: 'required' },
  operations: 'fixed',
  fixed: [SEND],
  addressProblem: (address) => urlProblem(address, ['smtp:', 'smtps:'], 'smtp://mail.example:587'),
}
