import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgresAccount } from '@/server/db/embedded/account'
import { installedBinaries } from '@/server/db/embedded/binaries'
import { dataDirIn, initialise, launch, stop, superuserUrl } from '@/server/db/embedded/cluster'
import { newPassword } from '@/server/db/embedded/files'
import { chooseHome } from '@/server/db/embedded/home'
import { freePort } from '@/server/db/embedded/port'
import { ensureLogins } from '@/server/db/logins'
import { migrateDatabase } from '@/server/db/migrate'
import { inDatabase } from '@/server/db/url'

/** A PostgreSQL for one measurement, as durable as a real one: fsync and synchronous_commit on. */
export async function startCluster() {
  process.env['BATON_SECRET_KEY'] ??= randomBytes(32).toString('base64')
  const account = postgresAccount()
  const directory = mkdtempSync(join(tmpdir(), 'baton-bench-'))
  chmodSync(directory, 0o711)
  const home = chooseHome(directory, account, installedBinaries())
  const dataDir = dataDirIn(home.directory)
  const password = newPassword()
  const port = await freePort()
  const cluster = { binaries: home.binaries, account, dataDir, logFile: join(directory, 'postgres.log') }
  initialise(cluster, password)
  await launch(cluster, port, password, {
    shared_buffers: '256MB',
    max_connections: '200',
    max_wal_size: '2GB',
    timezone: 'UTC',
  })
  const admin = superuserUrl(port, password)
  return {
    admin,
    /** A migrated database with Baton's logins. */
    async baton(name: string) {
      const url = inDatabase(admin, name)
      await migrateDatabase(url)
      const { app, sequencer } = await ensureLogins(url, { app: newPassword(), sequencer: newPassword() })
      return { admin: url, app, sequencer }
    },
    async close() {
      await stop(dataDir)
      rmSync(directory, { recursive: true, force: true })
      if (home.elsewhere) rmSync(home.directory, { recursive: true, force: true })
    },
  }
}
