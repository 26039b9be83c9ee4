import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Errand, ErrandDone } from './pool-process'

/** A pool in an operating system's process of its own. */
export interface PoolProcess {
  run(errand: Errand): Promise<ErrandDone>
  /** As a crash: nothing is given back. */
  kill(): void
  stop(): Promise<void>
}

const path = (from: string) => fileURLToPath(new URL(from, import.meta.url))

export async function startPoolProcess(databaseUrl: string, secretKey: string): Promise<PoolProcess> {
  const child: ChildProcess = fork(path('./pool-process.ts'), {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      TSX_TSCONFIG_PATH: path('../../../tsconfig.json'),
      POOL_DATABASE_URL: databaseUrl,
      POOL_SECRET_KEY: secretKey,
    },
    serialization: 'advanced',
  })
  await once(child, 'message')
  return {
    async run(errand) {
      child.send(errand)
      const [done] = (await once(child, 'message')) as [ErrandDone]
      return done
    },
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.disconnect()
      await once(child, 'exit')
    },
  }
}
