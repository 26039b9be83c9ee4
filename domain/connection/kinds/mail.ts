import { z } from 'zod'
import { ArgumentsError, type Prepared } from '../prepared'

type Mail = Extract<Prepared, { kind: 'smtp' }>

const MOST_RECIPIENTS = 50
/** Control characters, among them the line breaks by which a header would end and another begin (RFC 5322, 2.2). */
// eslint-disable-next-line no-control-regex -- control characters are what is refused
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
/** A bare address of RFC 5321 without quoting, comments, groups or a display name: what cannot mean two things. */
const ADDRESS =
  /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+$/

const many = z.union([z.string(), z.array(z.string())])
const mailSchema = z.object({
  to: many,
  cc: many.nullish(),
  subject: z.string().max(500),
  text: z.string().max(200_000),
})

/** JSON Schema of what a mail is sent of. */
export const MAIL_INPUT = {
  type: 'object',
  properties: {
    to: {
      description: 'One address, or a list of up to 50.',
      anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 50 }],
    },
    cc: {
      description: 'Who gets a copy.',
      anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, maxItems: 50 }],
    },
    subject: { type: 'string', minLength: 1, maxLength: 500 },
    text: { type: 'string', maxLength: 200_000, description: 'Plain text.' },
  },
  required: ['to', 'subject', 'text'],
  additionalProperties: false,
} as const

/**
 * A mail of these arguments. Addresses are bare ones, one each; nothing can begin another header.
 * @throws ArgumentsError
 */
export function mailFrom(args: Record<string, unknown>): Mail {
  const parsed = mailSchema.safeParse(args)
  if (!parsed.success) throw new ArgumentsError('A mail needs to, subject and text.')
  const { to, cc, subject, text } = parsed.data
  if (CONTROL.test(subject))
    throw new ArgumentsError('The subject holds a line break or a control character.')
  if (subject.trim() === '') throw new ArgumentsError('The subject is empty.')
  const mail = { to: addresses(to, 'to'), cc: addresses(cc ?? [], 'cc') }
  if (mail.to.length === 0) throw new ArgumentsError('Nobody is named to send it to.')
  if (mail.to.length + mail.cc.length > MOST_RECIPIENTS)
    throw new ArgumentsError(`A mail goes to ${MOST_RECIPIENTS} people at most.`)
  return { kind: 'smtp', ...mail, subject, text }
}

function addresses(given: string | readonly string[], field: string): string[] {
  const list = [given].flat().map((address) => address.trim())
  for (const address of list)
    if (address.length > 254 || !ADDRESS.test(address))
      throw new ArgumentsError(`${field} holds something that is no single e-mail address.`)
  return [...new Set(list)]
}
