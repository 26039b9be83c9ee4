import { execFileSync, spawnSync } from 'node:child_process'
import { userInfo } from 'node:os'

/** Whom PostgreSQL runs as: an account of its own when we are root (it refuses root), else ourselves. */
export type Account = { uid: number; gid: number } | undefined

const name = 'postgres'

/** @throws Error when we are root and the account can be neither found nor made */
export function postgresAccount(): Account {
  if (userInfo().uid !== 0) return undefined
  const found = lookUp()
  if (found) return found
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', name], { stdio: 'ignore' })
  } catch {
    // Alpine and other systems without useradd.
    spawnSync('adduser', ['-S', '-D', '-H', name], { stdio: 'ignore' })
  }
  const made = lookUp()
  if (!made) {
    throw new Error(
      `PostgreSQL does not run as root and the account '${name}' could not be created; create it, start as a normal user, or set DATABASE_URL.`,
    )
  }
  return made
}

/** Whether the account can enter this directory, asked of the system itself rather than read from mode bits. */
export function canEnter(account: Account, directory: string): boolean {
  if (!account) return true
  return (
    spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', directory], { ...account, cwd: '/', stdio: 'ignore' })
      .status === 0
  )
}

function lookUp(): Account {
  const id = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' })
  const [uid, gid] = [id('-u'), id('-g')]
  return uid.status === 0 && gid.status === 0
    ? { uid: Number(uid.stdout), gid: Number(gid.stdout) }
    : undefined
}
