import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Account } from './account'
import type { Binaries } from './binaries'
import { chownTo } from './files'
import { runningPostmaster } from './postmaster'

export interface Cluster {
  binaries: Binaries
  account: Account
  dataDir: string
  logFile: string
}

/** Connection of the cluster's superuser, named `postgres`. */
export function superuserUrl(port: number, password: string, database = 'postgres'): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`
}

/**
 * Makes an empty cluster: passwords by scram only, UTF-8, sorting that is the same on every machine.
 * @param password of the superuser `postgres`
 */
export function initialise(cluster: Cluster, password: string): void {
  const { binaries, account, dataDir } = cluster
  // Under its final name only when complete: an interrupted start leaves nothing that looks like a database.
  const draft = `${dataDir}.new`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  chownTo(account, draft)
  const passwordFile = `${dataDir}.password`
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  chownTo(account, passwordFile)
  try {
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
    const args = ['-D', draft, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256']
    const made = spawnSync(binaries.initdb, [...args, ...locale], {
      ...account,
      cwd: draft,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? cause(made.stderr)}`)
    renameSync(draft, dataDir)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/**
 * Starts the server and waits until it answers. It is a process of its own session, so neither Ctrl-C in the
 * terminal nor the end of this process takes it down half-way, and it holds none of our file descriptors.
 * @throws Error with the last line of its log when it does not come up
 */
export async function launch(
  cluster: Cluster,
  port: number,
  password: string,
  settings: Record<string, string>,
): Promise<void> {
  const { binaries, account, dataDir, logFile } = cluster
  const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(port), ...settings }
  const args = ['-D', dataDir, ...Object.entries(all).flatMap(([key, value]) => ['-c', `${key}=${value}`])]
  const log = openSync(logFile, 'a', 0o600)
  const server = spawn(binaries.postgres, args, {
    ...account,
    cwd: dataDir,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  server.unref()
  await untilReady(server, port, password, logFile)
}

async function untilReady(server: ChildProcess, port: number, password: string, logFile: string) {
  let ended: string | undefined
  server.once('error', (error) => (ended = error.message))
  server.once('exit', () => (ended ??= cause(readFileSync(logFile, 'utf8'))))
  for (let waited = 0; waited < 60_000; waited += 50) {
    if (ended !== undefined) throw new Error(`PostgreSQL did not start: ${ended} (log: ${logFile})`)
    if (await answers(port, password)) return void server.removeAllListeners('exit')
    await sleep(50)
  }
  throw new Error(`PostgreSQL did not answer within a minute (log: ${logFile})`)
}

/** Whether a server on this port lets our superuser in. */
export async function answers(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: superuserUrl(port, password),
    connectionTimeoutMillis: 5000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Ends the server of a data directory: open transactions are rolled back, the data is flushed. */
export async function stop(dataDir: string): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 20_000],
    ['SIGQUIT', 5000],
  ] as const) {
    const server = runningPostmaster(dataDir)
    if (!server) return
    process.kill(server.pid, signal)
    for (let waited = 0; waited < patience; waited += 50) {
      if (!runningPostmaster(dataDir)) return
      await sleep(50)
    }
  }
}

export function dataDirIn(home: string): string {
  return join(home, 'data')
}

/** The last complaint in a log, without its time stamp. */
function cause(text: string): string {
  const lines = text.trimEnd().split('\n')
  const complaint = lines.findLast((line) => /FATAL|PANIC|error:/.test(line)) ?? lines.at(-1) ?? ''
  return complaint.replace(/^.*?(FATAL|PANIC|error): */, '')
}
