import { join } from 'node:path'
import { checkSettings } from '@/server/env'
import { type ChildPlan, planChildren } from './children'
import { endCommands } from './command'
import { openDatabase } from './database'
import { addressOf, untilHealthy } from './health'
import { build, generateClient, seed } from './prepare'
import { claim, record, release } from './runtime'
import { oldSecretKey, secretKey, sessionSecret } from './secrets'
import type { StartOptions, Step } from './start-options'
import { Supervisor } from './supervisor'

/** From installed packages to a running installation; returns when it answers, the process lives on. */
export async function start(options: StartOptions, step: Step): Promise<void> {
  checkSettings(process.env)
  const { stateDir, dev, only } = options
  const address = addressOf(options.host, options.port)
  const ending = new Ending(stateDir, !only)
  if (!only) claim(stateDir)
  try {
    await generateClient(options.root, step)
    const { connections } = await openDatabase(options, step, process.env, (stop) => (ending.database = stop))
    const env = environment(options, connections.app)
    if (!only) {
      record(stateDir, address, [])
      const said = await seed(options, step, env)
      if (said) console.log(`\n  ${said}\n`)
    }
    if (!dev && only !== 'worker') await build(options.root, step, env)

    const { plans, missing } = planChildren(options, env, connections)
    for (const name of missing) console.log(`  (there is no ${name} process in this tree yet)`)
    const where = dev || only ? 'terminal' : { logs: join(stateDir, 'logs') }
    const supervisor = new Supervisor(plans, where, (children) => {
      if (!only) record(stateDir, address, children)
    })
    ending.supervisor = supervisor
    await run(supervisor, plans, address, where === 'terminal' ? aloud : step)
    // Of the whole process, so that installing the packages counts too.
    const seconds = process.uptime().toFixed(1)
    const what = only === 'worker' ? 'A worker is running' : `Baton is ready at ${address}`
    console.log(`\n  ${what} (${seconds} s, process ${process.pid}; Ctrl-C ends it)\n`)
  } catch (error) {
    if (ending.asked) return
    await ending.tidy()
    throw error
  }
}

async function run(supervisor: Supervisor, plans: ChildPlan[], address: string, step: Step): Promise<void> {
  if (!plans.some(({ name }) => name === 'web')) return supervisor.start()
  let remark: string | undefined
  await step('Starting', async () => {
    supervisor.start()
    remark = await untilHealthy(address, supervisor)
  })
  if (remark) console.log(`  (${remark})`)
}

/** For when the children write to the terminal too, so that no line can be kept open. */
const aloud: Step = (label, work) => {
  console.log(`  ${label} …`)
  return work()
}

function environment(options: StartOptions, databaseUrl: string): NodeJS.ProcessEnv {
  const { stateDir, dev, host, port } = options
  const key = secretKey(stateDir, process.env)
  const oldKey = oldSecretKey(stateDir, process.env)
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: dev ? 'development' : 'production',
    DATABASE_URL: databaseUrl,
    BATON_SECRET_KEY: key,
    ...(oldKey !== undefined && { BATON_OLD_SECRET_KEY: oldKey }),
    BATON_STATE_DIR: stateDir,
    HOST: host,
    PORT: String(port),
    // Without a published address people come by any name of this machine (localhost, 127.0.0.1), and stay on it.
    ...(process.env['BATON_URL'] ? { NEXTAUTH_URL: process.env['BATON_URL'] } : { AUTH_TRUST_HOST: 'true' }),
    NEXTAUTH_SECRET: sessionSecret(key),
    NEXT_TELEMETRY_DISABLED: '1',
  }
  delete env['MIGRATION_DATABASE_URL']
  delete env['SEQUENCER_DATABASE_URL']
  return env
}

/** The way out: on Ctrl-C or SIGTERM everything in order, on the second one at once. */
class Ending {
  supervisor: Supervisor | undefined
  database: (() => Promise<void>) | undefined
  asked = false

  constructor(
    private readonly stateDir: string,
    private readonly claimed: boolean,
  ) {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => void this.onSignal())
    if (process.env['npm_lifecycle_event']) this.endWithShell()
  }

  /**
   * npm starts us through a shell and tells only that to end, which on many systems does not tell us. So a shell that is
   * gone is as good as a signal. Where a process keeps the number of its parent (Windows) this does nothing.
   */
  private endWithShell(): void {
    const shell = process.ppid
    const watch = setInterval(() => {
      if (process.ppid === shell) return
      clearInterval(watch)
      if (!this.asked) void this.onSignal()
    }, 500)
    watch.unref()
  }

  async tidy(): Promise<void> {
    endCommands()
    await this.supervisor?.end()
    await this.database?.()
    if (this.claimed) release(this.stateDir)
  }

  private async onSignal(): Promise<void> {
    if (this.asked) {
      this.supervisor?.kill()
      // Told to end before its first await; it does so by itself.
      void this.database?.()
      process.exit(130)
    }
    this.asked = true
    console.log('\n  Ending …')
    await this.tidy()
    process.exit(0)
  }
}
