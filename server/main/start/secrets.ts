import { hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The installation's key (32 bytes in base64): given by the environment, or made once and kept. */
export function secretKey(stateDir: string, env: NodeJS.ProcessEnv): string {
  if (env['BATON_SECRET_KEY']) return env['BATON_SECRET_KEY']
  const file = join(stateDir, 'secret.key')
  if (!existsSync(file)) {
    mkdirSync(stateDir, { recursive: true })
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8').trim()
}

/** What session cookies are sealed with. */
export function sessionSecret(key: string): string {
  return Buffer.from(hkdfSync('sha256', key, '', 'baton session cookies', 32)).toString('base64')
}
