import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts CPU time in hundredths of a second for programs (USER_HZ), whatever it does inside. */
const TICKS = 100

interface Stat {
  parent: number
  /** Own CPU seconds, and those of children that have ended. */
  own: number
  ended: number
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command's name stands in brackets and may hold anything, so what counts is behind the last one.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const at = (number: number) => (fields[number - 3] ?? 0) / TICKS
    return { parent: fields[1] ?? 0, own: at(14) + at(15), ended: at(16) + at(17) }
  } catch {
    return undefined
  }
}

/** CPU seconds that processes have used so far; 0 where there is no /proc. */
export const cpuOf = (pids: readonly number[]): number =>
  pids.reduce((sum, pid) => sum + (statOf(pid)?.own ?? 0), 0)

/** CPU seconds of a process, of the children it has now, and of those that have ended. */
export function cpuOfTree(root: number): number {
  const stat = statOf(root)
  if (!stat) return 0
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => statOf(pid)?.parent === root)
  return stat.own + stat.ended + cpuOf(children)
}

/** Whose child a process is; undefined where there is no /proc. */
export const parentOf = (pid: number): number | undefined => statOf(pid)?.parent
