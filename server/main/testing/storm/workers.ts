import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'

/** A worker as an installation starts it, and every line it wrote. */
export interface Worker {
  lines: string[]
  ready: Promise<void>
  stop(): Promise<void>
}

const GONE_MS = 25_000

export function startWorkerProcess(env: Record<string, string>): Worker {
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', 'server/main/worker.ts'], {
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const ready = new Promise<void>((resolve, reject) => {
    void ended.then(() => reject(new Error(`a worker ended: ${lines.slice(-5).join('\n')}`)))
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line)
        if (line.includes('"msg":"worker ready"')) resolve()
      })
    }
  })
  ready.catch(() => undefined)
  return {
    lines,
    ready,
    async stop() {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), GONE_MS)
      await ended
      clearTimeout(late)
    },
  }
}
