import { isAbsolute, join } from 'node:path'

/**
 * @param {string[]} args `--dev`, `--only=web`, `--only=worker`
 * @returns {{ root: string, stateDir: string, dev: boolean, only?: 'web' | 'worker', host: string, port: number }}
 */
export function readOptions(args, env, root) {
  const options = { root, dev: false, host: env.HOST || '127.0.0.1', port: Number(env.PORT || 3000) }
  for (const arg of args) {
    if (arg === '--dev') options.dev = true
    else if (arg === '--only=web' || arg === '--only=worker') options.only = arg.slice('--only='.length)
    else throw new Error(`Unknown option ${arg}; there are --dev, --only=web and --only=worker.`)
  }
  if (!Number.isInteger(options.port) || options.port < 1 || options.port > 65_535) {
    throw new Error(`PORT must be a number from 1 to 65535, not '${env.PORT}'.`)
  }
  const stateDir = env.BATON_STATE_DIR || '.baton'
  return { ...options, stateDir: isAbsolute(stateDir) ? stateDir : join(root, stateDir) }
}
