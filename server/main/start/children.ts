import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Connections } from '@/server/db/logins'
import type { StartOptions } from './start-options'

/** A process that is kept running. */
export interface ChildPlan {
  name: 'practice' | 'worker' | 'web'
  args: string[]
  env: NodeJS.ProcessEnv
  /** How long it may take to end before it is killed. */
  graceMs: number
  /** It tells its parent once it does its work; the start waits for that. */
  saysReady?: boolean
}

const leash = ['--import', './server/main/start/leash.mjs']
const peer = ['--import', './server/main/start/peer.mjs']
const address = ['--import', './server/main/start/address.mjs']

/**
 * Which processes make up the installation, and what each is told: only the worker learns the sequencer's login,
 * none the owner's.
 * @returns the plans, and the names of those whose source is not there
 */
export function planChildren(
  { root, dev, only, host, port }: StartOptions,
  common: NodeJS.ProcessEnv,
  connections: Connections,
): { plans: ChildPlan[]; missing: string[] } {
  const web = ['node_modules/next/dist/bin/next', dev ? 'dev' : 'start', '-H', host, '-p', String(port)]
  const worker = { ...common, SEQUENCER_DATABASE_URL: connections.sequencer }
  const plans: ChildPlan[] = [
    // What is watched speaks to its watcher, not to us.
    {
      name: 'practice',
      args: typescript('server/main/practice.ts', dev),
      env: common,
      graceMs: 5000,
      saysReady: !dev,
    },
    { name: 'worker', args: typescript('server/main/worker.ts', dev), env: worker, graceMs: 25_000 },
    { name: 'web', args: [...leash, ...peer, ...address, ...web], env: common, graceMs: 5000 },
  ]
  const wanted = plans.filter(({ name }) => !only || name === only)
  const exists = ({ name }: ChildPlan) =>
    name === 'web' ? existsSync(join(root, 'app')) : existsSync(join(root, `server/main/${name}.ts`))
  return {
    plans: wanted.filter(exists),
    missing: wanted.filter((plan) => !exists(plan)).map(({ name }) => name),
  }
}

function typescript(file: string, dev: boolean): string[] {
  return dev
    ? [...leash, 'node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', file]
    : [...leash, '--import', 'tsx', file]
}
