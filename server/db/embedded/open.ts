import { chmodSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Account, postgresAccount } from './account'
import { installedBinaries } from './binaries'
import { answers, type Cluster, dataDirIn, initialise, launch, stop, superuserUrl } from './cluster'
import { newPassword, readJson, writeJson } from './files'
import { chooseHome } from './home'
import { freePort, isFree } from './port'
import { removeStaleLock, runningPostmaster } from './postmaster'

/** One for each login of the cluster. */
const secretsSchema = z.object({ postgres: z.string(), app: z.string(), sequencer: z.string() })
export type EmbeddedSecrets = z.infer<typeof secretsSchema>

const placeSchema = z.object({ port: z.number(), home: z.string() })

export interface EmbeddedPostgres {
  /** Superuser's connection to the database `postgres`. */
  adminUrl: string
  port: number
  secrets: EmbeddedSecrets
  /** created: a new cluster; started: an existing one; adopted: it was still running. */
  how: 'created' | 'started' | 'adopted'
  dataDir: string
  /** Where its data and programs lie, when not under the state directory. */
  elsewhere?: string
  isRunning: () => boolean
  /** Starts it again on its port, should it have died. */
  restart: () => Promise<void>
  stop: () => Promise<void>
}

const settings = {
  max_connections: '200',
  shared_buffers: '256MB',
  synchronous_commit: 'on',
  max_wal_size: '1GB',
  wal_compression: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
}

/**
 * The installation's own PostgreSQL: made on the first call, started when it is not running, joined when it is
 * (it survives a kill -9 of whoever started it).
 * @param stateDir `.baton`
 */
export async function openEmbeddedPostgres(stateDir: string): Promise<EmbeddedPostgres> {
  mkdirSync(stateDir, { recursive: true, mode: 0o711 })
  const account = postgresAccount()
  if (account) chmodSync(stateDir, 0o711)
  const home = chooseHome(stateDir, account, installedBinaries())
  const dataDir = dataDirIn(home.directory)
  const cluster = { binaries: home.binaries, account, dataDir, logFile: join(stateDir, 'postgres.log') }
  const placeFile = join(stateDir, 'postgres.json')

  const known = readJson(placeFile, placeSchema)
  // Outside the state directory the data may belong to a `.baton` that was deleted to start anew.
  const orphaned = home.elsewhere && !existsSync(join(stateDir, 'secrets.json'))
  const fresh = orphaned || !existsSync(dataDir)
  if (orphaned) await discard(dataDir)
  if (!fresh) mustBeOurs(account, dataDir)
  const secrets = fresh ? newSecrets(stateDir) : knownSecrets(stateDir)
  if (fresh) initialise(cluster, secrets.postgres)
  const port = await come(cluster, secrets.postgres, known?.port)
  writeJson(placeFile, { port: port.number, home: home.directory })
  return {
    adminUrl: superuserUrl(port.number, secrets.postgres),
    port: port.number,
    secrets,
    how: fresh ? 'created' : port.adopted ? 'adopted' : 'started',
    dataDir,
    ...(home.elsewhere ? { elsewhere: home.directory } : {}),
    isRunning: () => runningPostmaster(dataDir) !== undefined,
    restart: () => relaunch(cluster, secrets.postgres, port.number),
    stop: () => stop(dataDir),
  }
}

/** The embedded server another process started, without starting anything; undefined when none runs. */
export function findEmbeddedPostgres(
  stateDir: string,
): { adminUrl: string; port: number; secrets: EmbeddedSecrets } | undefined {
  const place = readJson(join(stateDir, 'postgres.json'), placeSchema)
  const server = place && runningPostmaster(dataDirIn(place.home))
  if (!server) return undefined
  const secrets = knownSecrets(stateDir)
  return { adminUrl: superuserUrl(server.port, secrets.postgres), port: server.port, secrets }
}

async function come(cluster: Cluster, password: string, preferred: number | undefined) {
  const running = runningPostmaster(cluster.dataDir)
  if (running) {
    // It may be in the middle of coming up or recovering.
    for (let waited = 0; waited < 60_000; waited += 100) {
      if (await answers(running.port, password)) return { number: running.port, adopted: true }
      if (!runningPostmaster(cluster.dataDir)) break
      await sleep(100)
    }
    await stop(cluster.dataDir)
  }
  removeStaleLock(cluster.dataDir)
  const number = preferred && (await isFree(preferred)) ? preferred : await freePort()
  await launch(cluster, number, password, settings)
  return { number, adopted: false }
}

async function discard(dataDir: string): Promise<void> {
  await stop(dataDir)
  rmSync(dataDir, { recursive: true, force: true })
}

async function relaunch(cluster: Cluster, password: string, port: number): Promise<void> {
  removeStaleLock(cluster.dataDir)
  await launch(cluster, port, password, settings)
}

function mustBeOurs(account: Account, dataDir: string): void {
  const owner = statSync(dataDir).uid
  if (owner === (account?.uid ?? process.getuid?.() ?? owner)) return
  throw new Error(
    `The database in ${dataDir} belongs to another account (it was created ${account ? 'by a normal user' : 'by root'}); start as that account again.`,
  )
}

function newSecrets(stateDir: string): EmbeddedSecrets {
  const secrets = { postgres: newPassword(), app: newPassword(), sequencer: newPassword() }
  writeJson(join(stateDir, 'secrets.json'), secrets)
  return secrets
}

function knownSecrets(stateDir: string): EmbeddedSecrets {
  const secrets = readJson(join(stateDir, 'secrets.json'), secretsSchema)
  if (!secrets) {
    throw new Error(
      `${join(stateDir, 'secrets.json')}, the passwords of the embedded database, is missing or unreadable; restore it, or delete ${stateDir} to start anew.`,
    )
  }
  return secrets
}
