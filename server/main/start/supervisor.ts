import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { ChildPlan } from './children'
import { signalGroup } from './runtime'

interface Kept {
  plan: ChildPlan
  process?: ChildProcess
  ready?: boolean
  since: number
  failures: number
  timer?: NodeJS.Timeout
}

/** Keeps children running: one that dies is started again, after a pause that doubles while it keeps dying. */
export class Supervisor {
  private readonly kept: Kept[]
  private ending = false

  /**
   * @param where `logs`: each child writes a file there; `terminal`: lines with the child's name
   * @param onChange called whenever a process was started
   */
  constructor(
    plans: ChildPlan[],
    private readonly where: { logs: string } | 'terminal',
    private readonly onChange: (children: { name: string; pid: number }[]) => void,
  ) {
    this.kept = plans.map((plan) => ({ plan, since: 0, failures: 0 }))
  }

  start(): void {
    for (const kept of this.kept) this.spawn(kept)
  }

  /** How often a child has died in a row. */
  failuresOf(name: ChildPlan['name']): number {
    return this.kept.find(({ plan }) => plan.name === name)?.failures ?? 0
  }

  /** Whether a child that says when it is ready has said so; of others nothing is known, nor waited for. */
  isReady(name: ChildPlan['name']): boolean {
    const kept = this.kept.find(({ plan }) => plan.name === name)
    return !kept?.plan.saysReady || kept.ready === true
  }

  /** The end of what a child has written. */
  lastWords(name: ChildPlan['name']): string {
    if (this.where === 'terminal') return 'see above'
    const file = join(this.where.logs, `${name}.log`)
    return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-12).join('\n') : ''
  }

  /** Asks all to end, and kills those that have not within their grace. */
  async end(): Promise<void> {
    this.ending = true
    await Promise.all(
      this.kept.map(async ({ plan, process: child, timer }) => {
        clearTimeout(timer)
        if (!isRunning(child)) return
        const gone = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGTERM')
        const killer = setTimeout(() => child.pid && signalGroup(child.pid, 'SIGKILL'), plan.graceMs)
        await gone
        clearTimeout(killer)
        // What a child has started itself (next dev's server) ends with it.
        if (child.pid) signalGroup(child.pid, 'SIGKILL')
      }),
    )
  }

  kill(): void {
    this.ending = true
    for (const { process: child } of this.kept) if (child?.pid) signalGroup(child.pid, 'SIGKILL')
  }

  private spawn(kept: Kept): void {
    const { name, args, env } = kept.plan
    const file = this.where === 'terminal' ? undefined : openLog(this.where.logs, name)
    const out = file ?? 'pipe'
    // A group of its own: Ctrl-C in the terminal reaches us alone, and we end the children in order.
    const child = spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', out, out, 'ipc'] })
    if (file !== undefined) closeSync(file)
    for (const stream of [child.stdout, child.stderr]) {
      if (stream)
        createInterface({ input: stream }).on('line', (line) => console.log(`${name.padEnd(8)} │ ${line}`))
    }
    kept.process = child
    kept.ready = false
    kept.since = Date.now()
    child.on('message', (message) => {
      if (message === 'ready') kept.ready = true
    })
    child.once('exit', (code, signal) => this.restart(kept, signal ?? `code ${code}`))
    this.onChange(
      this.kept.flatMap(({ plan, process: one }) =>
        one?.pid && isRunning(one) ? [{ name: plan.name, pid: one.pid }] : [],
      ),
    )
  }

  private restart(kept: Kept, how: string): void {
    if (this.ending) return
    kept.failures = Date.now() - kept.since > 60_000 ? 1 : kept.failures + 1
    const pause = Math.min(30_000, 500 * 2 ** (kept.failures - 1))
    const log = this.where === 'terminal' ? '' : `, see ${join(this.where.logs, `${kept.plan.name}.log`)}`
    console.log(
      `  The ${kept.plan.name} process ended (${how}${log}); starting it again in ${pause / 1000} s.`,
    )
    if (kept.process?.pid) signalGroup(kept.process.pid, 'SIGKILL')
    kept.timer = setTimeout(() => this.spawn(kept), pause)
  }
}

function isRunning(child: ChildProcess | undefined): child is ChildProcess {
  return child !== undefined && child.exitCode === null && child.signalCode === null
}

/** Appends; a file that has grown large is put aside once. */
function openLog(directory: string, name: string): number {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const file = join(directory, `${name}.log`)
  if (existsSync(file) && statSync(file).size > 10_000_000) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}
