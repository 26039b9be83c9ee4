import { hkdfSync, randomBytes } from 'node:crypto'
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/** The installation's key (32 bytes in base64): given by the environment, or made once and kept. */
export function secretKey(stateDir: string, env: NodeJS.Dict<string>): string {
  if (env['BATON_SECRET_KEY']) return env['BATON_SECRET_KEY']
  const file = join(stateDir, 'secret.key')
  if (!existsSync(file)) {
    mkdirSync(stateDir, { recursive: true })
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(file, 'utf8').trim()
}

/** The key before it, while not everything is sealed anew; undefined where there is none. */
export function oldSecretKey(stateDir: string, env: NodeJS.Dict<string>): string | undefined {
  if (env['BATON_SECRET_KEY']) return env['BATON_OLD_SECRET_KEY'] || undefined
  const file = oldKeyFile(stateDir)
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined
}

/**
 * Puts a new key in the place of the installation's own; the old one stays beside it.
 * @throws Error where the key is given by the environment, or an old one is still beside it
 */
export function renewSecretKey(stateDir: string, env: NodeJS.Dict<string>): void {
  if (env['BATON_SECRET_KEY'])
    throw new Error(
      'BATON_SECRET_KEY is set where Baton is started: change it there, and set BATON_OLD_SECRET_KEY to the old one.',
    )
  const file = join(stateDir, 'secret.key')
  const old = oldKeyFile(stateDir)
  if (!existsSync(file)) throw new Error('There is no key yet: run `npm start` once.')
  if (existsSync(old))
    throw new Error('The key was changed already. Restart Baton, then run `baton secrets rotate`.')
  // In this order a crash leaves a key by which everything opens.
  copyFileSync(file, old, constants.COPYFILE_EXCL)
  chmodSync(old, 0o600)
  const next = join(stateDir, 'secret.key.next')
  writeFileSync(next, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 })
  renameSync(next, file)
}

/** Once nothing is sealed with it any more. */
export const forgetOldKey = (stateDir: string): void => rmSync(oldKeyFile(stateDir), { force: true })

const oldKeyFile = (stateDir: string): string => join(stateDir, 'secret.key.old')

/** What session cookies are sealed with. */
export function sessionSecret(key: string): string {
  return Buffer.from(hkdfSync('sha256', key, '', 'baton session cookies', 32)).toString('base64')
}
