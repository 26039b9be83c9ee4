import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { readJson, writeJson } from '@/server/db/embedded/files'

const processSchema = z.object({ pid: z.number(), since: z.string() })
const runtimeSchema = processSchema.extend({
  address: z.string(),
  children: z.array(processSchema.extend({ name: z.string() })),
})

export type Runtime = z.infer<typeof runtimeSchema>

function runtimeFile(stateDir: string): string {
  return join(stateDir, 'runtime.json')
}

/**
 * Claims the state directory for this process and ends what a killed predecessor left running.
 * @throws Error when another one is alive
 */
export function claim(stateDir: string): void {
  const last = readJson(runtimeFile(stateDir), runtimeSchema)
  if (!last) return
  if (isAlive(last)) {
    throw new Error(`Baton is already running at ${last.address} (process ${last.pid}); end that one first.`)
  }
  for (const child of last.children.filter(isAlive)) signalGroup(child.pid, 'SIGKILL')
  rmSync(runtimeFile(stateDir), { force: true })
}

/** Writes down who we are and whom we started, for the next start. */
export function record(stateDir: string, address: string, children: { name: string; pid: number }[]): void {
  writeJson(runtimeFile(stateDir), {
    pid: process.pid,
    since: startOf(process.pid) ?? '',
    address,
    children: children.map((child) => ({ ...child, since: startOf(child.pid) ?? '' })),
  } satisfies Runtime)
}

export function release(stateDir: string): void {
  rmSync(runtimeFile(stateDir), { force: true })
}

/** To a child and all that it started; it leads a process group of its own. */
export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // Already gone.
  }
}

/** Process numbers are reused: it is the same one only if it began at the same moment. */
function isAlive({ pid, since }: { pid: number; since: string }): boolean {
  return startOf(pid) === since
}

/** When a process began, in whatever the system counts; undefined when it is gone, if only as a zombie. */
export function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name may contain blanks, so count from behind it: state is the 1st field there, the start the 20th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : fields[19]
  } catch {
    const shown = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
    return shown.status === 0 ? shown.stdout.trim() || undefined : undefined
  }
}
