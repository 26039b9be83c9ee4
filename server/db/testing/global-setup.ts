import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { postgresAccount } from '../embedded/account'
import { installedBinaries } from '../embedded/binaries'
import { dataDirIn, initialise, launch, stop, superuserUrl } from '../embedded/cluster'
import { newPassword } from '../embedded/files'
import { chooseHome, homeElsewhere } from '../embedded/home'
import { freePort } from '../embedded/port'
import { ensureLogins } from '../logins'
import { migrateDatabase } from '../migrate'

const prefix = 'baton-test-'
const template = 'baton_template'

/** What test files get: a connection of the superuser and the passwords of the logins. */
export interface TestCluster {
  adminUrl: string
  template: string
  passwords: { app: string; sequencer: string }
}

declare module 'vitest' {
  export interface ProvidedContext {
    cluster: TestCluster
  }
}

const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  shared_buffers: '128MB',
  timezone: 'UTC',
}

/** One throwaway PostgreSQL for all integration tests, with one migrated database to clone. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep()
  const account = postgresAccount()
  const directory = mkdtempSync(join(tmpdir(), prefix))
  chmodSync(directory, 0o711)
  writeFileSync(join(directory, 'owner'), String(process.pid))
  const home = chooseHome(directory, account, installedBinaries())
  const dataDir = dataDirIn(home.directory)
  const cluster = { binaries: home.binaries, account, dataDir, logFile: join(directory, 'postgres.log') }
  const password = newPassword()
  const port = await freePort()
  initialise(cluster, password)
  await launch(cluster, port, password, settings)

  const passwords = { app: newPassword(), sequencer: newPassword() }
  const templateUrl = superuserUrl(port, password, template)
  await migrateDatabase(templateUrl)
  await ensureLogins(templateUrl, passwords)
  project.provide('cluster', { adminUrl: superuserUrl(port, password), template, passwords })

  return async () => {
    await stop(dataDir)
    rmSync(directory, { recursive: true, force: true })
    if (home.elsewhere) rmSync(home.directory, { recursive: true, force: true })
  }
}

/** Ends clusters whose test run was killed. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const directory = join(tmpdir(), name)
    try {
      process.kill(Number(readFileSync(join(directory, 'owner'), 'utf8')), 0)
    } catch (error) {
      // No such process; a run of another account (EPERM) is left alone.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) continue
      for (const home of [join(directory, 'postgres'), homeElsewhere(directory), directory]) {
        await stop(dataDirIn(home))
        rmSync(home, { recursive: true, force: true })
      }
    }
  }
}
