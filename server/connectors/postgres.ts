import { Socket } from 'node:net'
import pg from 'pg'
import type { z } from 'zod'
import { postgresKind } from '@/domain/connection/kinds/postgres'
import { pinnedAddress } from './address'
import { ConnectorError } from './connector-error'
import { portOf, reachOf } from './dispatcher'
import { connectorError } from './http'
import { answered, within, type Exact, type OperationTarget, type Sender } from './sender'

const MAX_BYTES = 1024 * 1024
/** The database ended the statement: it took too long, or somebody called it off. */
const CANCELLED = '57014'

type Settings = z.infer<typeof postgresKind.settings>

const settingsOf = ({ settings }: Pick<OperationTarget, 'settings'>): Settings =>
  postgresKind.settings.parse(settings)

/** Where a statement stands when the line breaks: only from the commit on may it have been carried out. */
interface Progress {
  committing: boolean
}

/**
 * One declared statement, its parameters apart from its text. What reads runs in a transaction that is read only, and is
 * rolled back; what writes is one statement in one transaction. Each call has a line of its own: nothing that a statement
 * sets outlives it.
 */
export const runStatement: Sender<'postgres'> = async (target, call) => {
  const settings = settingsOf(target)
  const { name } = target
  const began = performance.now()
  const progress: Progress = { committing: false }
  const socket = new Socket()
  const done = (status: number, body: unknown) => answered(status, body, began)
  try {
    const rows = await within(
      name,
      call,
      (signal) => {
        signal.addEventListener('abort', () => socket.destroy(), { once: true })
        return onLine(target, settings, socket, signal, (client) => execute(client, call, settings, progress))
      },
      (seconds) =>
        new ConnectorError('timeout', `${name} did not answer within ${seconds} s.`, progress.committing),
    )
    return done(200, { rows, row_count: rows.length })
  } catch (error) {
    if (call.signal.aborted) throw call.signal.reason as Error
    if (error instanceof TooMuch)
      throw new ConnectorError('too_large', `${name} ${error.message}`, progress.committing)
    if (error instanceof pg.DatabaseError && !progress.committing) {
      // The message of the database may hold values of others' rows: its code says enough (PostgreSQL, Appendix A).
      const { code = '' } = error
      if (code === CANCELLED)
        throw new ConnectorError('timeout', `${name} ended the statement: it took too long.`, false)
      if (code.startsWith('28')) return done(401, { error: `${name} refused to sign in (${code}).` })
      if (code.startsWith('53') || code.startsWith('57'))
        throw new ConnectorError('limited', `${name} takes no statement for now (${code}).`, false, 5000)
      return done(422, { error: `${name} refused the statement (${code}).`, code })
    }
    if (error instanceof ConnectorError) throw error
    const failure = connectorError(target, error)
    throw new ConnectorError(failure.code, failure.message, progress.committing)
  } finally {
    socket.destroy()
  }
}

async function onLine<T>(
  target: OperationTarget,
  { username, tls, statementSeconds }: Settings,
  socket: Socket,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const { resolver, secret } = target
  const url = new URL(target.baseUrl)
  const host = await pinnedAddress(url.hostname, reachOf(target, url), resolver)
  signal.throwIfAborted()
  const client = new pg.Client({
    host,
    port: portOf(url),
    database: decodeURIComponent(url.pathname.slice(1)),
    user: username,
    password: secret?.value ?? '',
    ssl: tls === 'required' ? { servername: url.hostname, rejectUnauthorized: true } : false,
    stream: () => socket,
    application_name: 'baton',
    statement_timeout: statementSeconds * 1000,
  })
  // A line that breaks between two statements is told by the next one.
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    socket.destroy()
  }
}

async function execute(
  client: pg.Client,
  call: Parameters<Exact<'postgres'>>[1],
  { maxRows }: Settings,
  progress: Progress,
): Promise<unknown[]> {
  const { begin, end } = transactionOf(call)
  await client.query(begin)
  const rows = await rowsOf(client, call.prepared, maxRows)
  progress.committing = end === 'commit'
  await client.query(end)
  progress.committing = false
  return rows
}

const transactionOf = ({ operation }: Pick<Parameters<Exact<'postgres'>>[1], 'operation'>) =>
  operation.effect === 'read'
    ? { begin: 'begin transaction read only', end: 'rollback' }
    : { begin: 'begin', end: 'commit' }

/** The statement, its parameters apart from it as they are sent, and the transaction that it stands in. */
export const exactStatement: Exact<'postgres'> = (target, call) => {
  const { statement, values } = call.prepared
  const { begin, end } = transactionOf(call)
  return {
    method: 'SQL',
    url: target.baseUrl,
    headers: [
      { name: 'role', value: settingsOf(target).username },
      { name: 'transaction', value: `${begin} … ${end}` },
      ...values.map((value, i) => ({ name: `$${i + 1}`, value: JSON.stringify(value) })),
    ],
    body: statement,
  }
}

class TooMuch extends Error {}

/** Row by row, so that an answer that is too large is given up before it is here. */
function rowsOf(
  client: pg.Client,
  { statement, values }: { statement: string; values: unknown[] },
  maxRows: number,
): Promise<unknown[]> {
  return new Promise((resolve, reject) => {
    const rows: unknown[] = []
    let bytes = 0
    // By a list of values the extended protocol is used, which takes one statement and no second.
    const query = new pg.Query({ text: statement, values, queryMode: 'extended' } as pg.QueryConfig)
    query.on('row', (row: unknown) => {
      const text = JSON.stringify(row)
      bytes += text.length
      if (rows.length >= maxRows) reject(new TooMuch(`answered with more than ${maxRows} rows.`))
      else if (bytes > MAX_BYTES) reject(new TooMuch('answered with more than 1 MiB.'))
      else rows.push(JSON.parse(text))
    })
    query.on('error', reject)
    query.on('end', () => resolve(rows))
    client.query(query)
  })
}
