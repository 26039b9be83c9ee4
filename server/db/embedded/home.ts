import { createHash } from 'node:crypto'
import { chmodSync, cpSync, existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Account, canEnter } from './account'
import { type Binaries, binariesIn } from './binaries'

/** Where the server's data and programs lie. */
export interface Home {
  directory: string
  binaries: Binaries
  /** The state directory was out of the account's reach. */
  elsewhere: boolean
}

/**
 * PostgreSQL lives under the state directory. When we are root and its account cannot get there (a clone
 * in /root), data and a copy of the programs go to /var/lib/baton, in a directory named after the clone.
 */
export function chooseHome(stateDir: string, account: Account, installed: Binaries): Home {
  if (canEnter(account, stateDir) && canEnter(account, installed.root)) {
    const directory = join(stateDir, 'postgres')
    mkdirSync(directory, { recursive: true, mode: 0o711 })
    return { directory, binaries: installed, elsewhere: false }
  }
  const directory = homeElsewhere(stateDir)
  mkdirSync(directory, { recursive: true, mode: 0o755 })
  for (const path of ['/var/lib/baton', directory]) chmodSync(path, 0o755)
  if (!canEnter(account, directory)) {
    throw new Error(
      `PostgreSQL's own account can enter neither ${stateDir} nor ${directory}; move the clone out of a private directory, start as a normal user, or set DATABASE_URL.`,
    )
  }
  return { directory, binaries: copied(installed, join(directory, 'programs')), elsewhere: true }
}

export function homeElsewhere(stateDir: string): string {
  return join('/var/lib/baton', createHash('sha256').update(stateDir).digest('hex').slice(0, 12))
}

/** A copy that follows the package: another size of the server program means another version. */
function copied(installed: Binaries, target: string): Binaries {
  const binaries = binariesIn(target)
  const size = (path: string) => (existsSync(path) ? statSync(path).size : -1)
  if (size(binaries.postgres) !== size(installed.postgres)) {
    rmSync(target, { recursive: true, force: true })
    cpSync(installed.root, target, { recursive: true, verbatimSymlinks: true })
  }
  return binaries
}
