import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '')

export interface Ended {
  code: number | null
  out: string
  err: string
}

export interface Typed {
  cwd?: string
  env?: Record<string, string>
  input?: string
}

/** A program as somebody would start it, with nothing of this process's environment but the path to Node. */
export function launch(
  program: string,
  args: string[],
  { cwd = ROOT, env = {}, input }: Typed,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { PATH = '', HOME = '' } = process.env
    const child = spawn(program, args, {
      cwd,
      env: { NODE_ENV: 'production', PATH, HOME, ...env },
      stdio: 'pipe',
    })
    let [out, err] = ['', '']
    child.stdout.on('data', (chunk) => (out += String(chunk)))
    child.stderr.on('data', (chunk) => (err += String(chunk)))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input ?? '')
  })
}

/** `baton …` as it is typed, with no database to be found. */
export const baton = (args: string[], typed: Typed = {}): Promise<Ended> =>
  launch(process.execPath, [join(ROOT, 'server/cli/baton.mjs'), ...args], typed)
