import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export interface Postmaster {
  pid: number
  port: number
}

/** The living server of a data directory, as its postmaster.pid tells: line 1 is its process, line 4 its port. */
export function runningPostmaster(dataDir: string): Postmaster | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  const port = Number(lines[3])
  return pid > 0 && isPostgres(pid) ? { pid, port } : undefined
}

/**
 * After a power cut or a new container the number in postmaster.pid may belong to some other process, and
 * PostgreSQL would refuse to start for it. Removes the file unless its process is a PostgreSQL.
 */
export function removeStaleLock(dataDir: string): void {
  if (!runningPostmaster(dataDir)) rmSync(join(dataDir, 'postmaster.pid'), { force: true })
}

function isPostgres(pid: number): boolean {
  try {
    const zombie = /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    return !zombie && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return process.platform !== 'linux' && isPostgresByPs(pid)
  }
}

function isPostgresByPs(pid: number): boolean {
  const shown = spawnSync('ps', ['-o', 'stat=,args=', '-p', String(pid)], { encoding: 'utf8' })
  return shown.status === 0 && !shown.stdout.trim().startsWith('Z') && shown.stdout.includes('postgres')
}
