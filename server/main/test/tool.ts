import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ToolResult {
  ok: boolean
  output: string
}

const minute = 60_000
const running = new Set<number>()

/**
 * Runs a program to its end without a terminal, in a group of its own so that nothing it started outlives it.
 * @param limitMs after which it is killed and counts as failed
 */
export function runTool(
  command: string,
  args: string[],
  { env = {}, limitMs = 10 * minute }: { env?: Record<string, string>; limitMs?: number } = {},
): Promise<ToolResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        CI: 'true',
        NO_COLOR: '1',
        FORCE_COLOR: '0',
        NEXT_TELEMETRY_DISABLED: '1',
        ...env,
      },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
    }
    const group = child.pid
    if (group) running.add(group)
    const limit = setTimeout(() => {
      output += `\nNot done after ${limitMs / minute} minutes.\n`
      killGroup(group)
    }, limitMs)
    const done = (ok: boolean) => {
      clearTimeout(limit)
      if (group) running.delete(group)
      killGroup(group)
      resolve({ ok, output })
    }
    child.once('error', (error) => {
      output += error.message
      done(false)
    })
    child.once('exit', (code) => {
      // Not 'close' alone: a server it left behind may keep the pipe open for ever.
      const closed = new Promise((close) => child.once('close', close))
      void Promise.race([closed, sleep(500)]).then(() => done(code === 0))
    })
  })
}

/** One of our packages' programs, without npx. */
export function runScript(script: string, args: string[], options?: Parameters<typeof runTool>[2]) {
  return runTool(process.execPath, [`node_modules/${script}`, ...args], options)
}

/** For Ctrl-C: ends what runs. */
export function killTools(): void {
  for (const group of running) killGroup(group)
}

function killGroup(group: number | undefined): void {
  if (!group) return
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // All gone.
  }
}
