import { createHash, randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { createTransport } from 'nodemailer'
import type { z } from 'zod'
import { smtpKind } from '@/domain/connection/kinds/smtp'
import { pinnedAddress } from './address'
import { ConnectorError } from './connector-error'
import { portOf, reachOf } from './dispatcher'
import { connectorError } from './http'
import { answered, within, type Exact, type OperationTarget, type Sender } from './sender'

/** Before the message itself was begun, nothing was sent (RFC 5321, 3.3). */
const BEFORE_DATA = /^(CONN|EHLO|HELO|STARTTLS|AUTH|MAIL|RCPT|API)\b/

/**
 * One mail. The address of the server is resolved, checked and pinned; nothing is said before the line is encrypted
 * unless the connection says so. A mail that may have gone out is never sent again by itself.
 */
export const sendMail: Sender<'smtp'> = async (target, call) => {
  const settings = settingsOf(target)
  const { name } = target
  const began = performance.now()
  let socket: Socket | undefined
  try {
    const sent = await within(
      name,
      call,
      async (signal) => {
        socket = await dial(target, signal)
        return transportOver(socket, target, settings, call.timeoutMs).sendMail(messageOf(target, call))
      },
      (seconds) => new ConnectorError('timeout', `${name} did not take the mail within ${seconds} s.`, true),
    )
    const { messageId, accepted, rejected } = sent
    const body = { message_id: messageId, accepted: accepted.length, refused: rejected.length }
    return answered(200, body, began)
  } catch (error) {
    if (call.signal.aborted) throw call.signal.reason as Error
    return refusal(target, error, began)
  } finally {
    socket?.destroy()
  }
}

type Settings = z.infer<typeof smtpKind.settings>

const settingsOf = ({ settings }: Pick<OperationTarget, 'settings'>): Settings =>
  smtpKind.settings.parse(settings)

async function dial(target: OperationTarget, signal: AbortSignal): Promise<Socket> {
  const url = new URL(target.baseUrl)
  const host = await pinnedAddress(url.hostname, reachOf(target, url), target.resolver)
  const port = portOf(url)
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port })
    signal.addEventListener('abort', () => socket.destroy(signal.reason as Error), { once: true })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      // Until the library listens, and after it no longer does.
      socket.on('error', () => undefined)
      resolve(socket)
    })
  })
}

function transportOver(
  connection: Socket,
  { baseUrl, secret }: OperationTarget,
  { tls, username }: Settings,
  timeoutMs: number,
) {
  const url = new URL(baseUrl)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return createTransport({
    connection,
    host,
    secure: url.protocol === 'smtps:',
    requireTLS: tls === 'required',
    ignoreTLS: tls === 'none',
    tls: { servername: host, minVersion: 'TLSv1.2' },
    ...(username && secret && { auth: { user: username, pass: secret.value } }),
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // What a message is made of comes from data: it must not make the library read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
}

/** The message as it is handed to the server, which sees nothing else of it. */
export const exactMail: Exact<'smtp'> = (target, call) => {
  const { from, to, cc, subject, messageId, text } = messageOf(target, call)
  const headers = {
    From: from,
    To: to.join(', '),
    Cc: cc.join(', '),
    Subject: subject,
    'Message-ID': messageId,
  }
  return {
    method: 'MAIL',
    url: target.baseUrl,
    headers: Object.entries(headers).flatMap(([name, value]) => (value ? [{ name, value }] : [])),
    body: text,
  }
}

function messageOf(
  target: Pick<OperationTarget, 'settings'>,
  { prepared, idempotencyKey }: Parameters<Exact<'smtp'>>[1],
): { from: string; to: string[]; cc: string[]; subject: string; text: string; messageId: string } {
  const { from } = settingsOf(target)
  const { to, cc, subject, text } = prepared
  // The same for every attempt, so that a mailbox that looks at it keeps one.
  const id = idempotencyKey ? createHash('sha256').update(idempotencyKey).digest('hex') : randomUUID()
  return { from, to, cc, subject, text, messageId: `<${id}@${from.split('@')[1] ?? 'baton'}>` }
}

/** What the server refused is its answer; what kept it from answering is an error. */
function refusal(target: OperationTarget, error: unknown, began: number) {
  if (error instanceof ConnectorError) throw error
  const { responseCode, command, code } = (error ?? {}) as {
    responseCode?: number
    command?: string
    code?: string
  }
  if (code === 'ETLS')
    throw new ConnectorError('misconfigured', `The line to ${target.name} could not be encrypted.`, false)
  if (code === 'EAUTH') return answered(401, { error: `${target.name} refused to sign in.` }, began)
  if (responseCode !== undefined && responseCode >= 500)
    return answered(422, { error: `${target.name} refused the mail with ${responseCode}.` }, began)
  if (responseCode !== undefined && responseCode >= 400)
    throw new ConnectorError(
      'limited',
      `${target.name} takes no mail for now (${responseCode}).`,
      false,
      60_000,
    )
  const failure = connectorError(target, error)
  const sent = failure.sent && !(command !== undefined && BEFORE_DATA.test(command))
  throw new ConnectorError(failure.code, failure.message, sent)
}
