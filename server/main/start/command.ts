import { type ChildProcess, spawn } from 'node:child_process'

const running = new Set<ChildProcess>()

/**
 * Runs one of our own tools to its end.
 * @returns what it printed
 * @throws Error with `failure` and the end of its output
 */
export function runNode(
  args: string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; failure: string },
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    running.add(child)
    let printed = ''
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      output += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.once('error', reject)
    child.once('close', (code) => {
      running.delete(child)
      if (code === 0) resolve(printed)
      else reject(new Error(`${options.failure}:\n${output.trim().slice(-4000)}`))
    })
  })
}

/** For when we are told to end in the middle of the preparations. */
export function endCommands(): void {
  for (const child of running) child.kill('SIGTERM')
}
