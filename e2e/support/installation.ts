import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { teamToYaml } from '@/domain/team/yaml'
import type { Example } from '@/prisma/seed/examples/example'
import { freePort } from '@/server/db/embedded/port'
import { type Api, openApi, type Role } from './api'
import { type Crm, openCrm } from './crm'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const GRACE_MS = 30_000

/** Where an installation is and which process it is: all that another process needs to use it. */
export interface Place {
  address: string
  stateDir: string
  pid: number
}

const runtimeSchema = z.object({ children: z.array(z.object({ name: z.string(), pid: z.number() })) })

/** A whole installation as people have it: web server, worker, Postgres, sandbox model and practice CRM. */
export class Installation {
  private readonly tokens = new Map<Role, Promise<Api>>()

  constructor(readonly place: Place) {}

  get address(): string {
    return this.place.address
  }

  /**
   * Runs the command line of this installation.
   * @returns what it printed
   * @throws when it ends with an error, with what it said
   */
  async baton(...args: string[]): Promise<string> {
    const { stdout } = await promisify(execFile)(process.execPath, ['server/cli/baton.mjs', ...args], {
      cwd: ROOT,
      env: environment(this.place.stateDir),
    })
    return stdout.trim()
  }

  /** The REST interface with a token of that role, made on the command line. */
  api(role: Role): Promise<Api> {
    const made =
      this.tokens.get(role) ??
      this.baton('token', 'create', '--role', role).then((token) => openApi(this.address, token))
    this.tokens.set(role, made)
    return made
  }

  /** Makes a team with its agents, by the command line, and publishes it. */
  async makeTeam(team: Example): Promise<void> {
    await this.drawTeam(team)
    const api = await this.api('operator')
    await api.publish(team.key)
  }

  /** Makes a team's draft with its agents, by the command line. */
  async drawTeam({ key, document, agents }: Pick<Example, 'key' | 'document' | 'agents'>): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'baton-team-'))
    try {
      const file = join(folder, 'team.yaml')
      writeFileSync(file, teamToYaml({ document, agents }))
      await this.baton('team', 'import', file, '--slug', key)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }

  /** The practice CRM with the key that the connection holds. */
  crm(): Promise<Crm> {
    return openCrm(this.place.stateDir)
  }

  /** The process that drives the runs, as it is now. */
  workerPid(): number {
    const file = join(this.place.stateDir, 'runtime.json')
    const { children } = runtimeSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
    const worker = children.find(({ name }) => name === 'worker')
    if (!worker) throw new Error('The installation has no worker.')
    return worker.pid
  }
}

/**
 * Starts an installation of its own in a new folder, from the production build, and waits until it says it is ready.
 * @param settings environment on top of ours, as BATON_SANDBOX_DELAY_MS
 */
export async function startInstallation(settings: Record<string, string> = {}): Promise<Started> {
  for (let tries = 1; ; tries++) {
    try {
      return await startAt(await freePort(), settings)
    } catch (error) {
      // The port was free when it was asked for; by the time the console listens another may have it.
      if (tries === 3 || !String(error).includes('EADDRINUSE')) throw error
    }
  }
}

interface Started {
  place: Place
  stop: () => Promise<void>
}

async function startAt(port: number, settings: Record<string, string>): Promise<Started> {
  const stateDir = mkdtempSync(join(tmpdir(), 'baton-e2e-'))
  const child = spawn(process.execPath, ['server/main/start.mjs'], {
    cwd: ROOT,
    env: {
      ...environment(stateDir),
      HOST: '127.0.0.1',
      PORT: String(port),
      BATON_SANDBOX_DELAY_MS: '0',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stop = async () => {
    await end(child)
    rmSync(stateDir, { recursive: true, force: true })
  }
  try {
    await untilReady(child)
    return { place: { address: `http://127.0.0.1:${port}`, stateDir, pid: child.pid ?? 0 }, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Ours, without what would lead to another database, another address, or a real model. */
function environment(stateDir: string): NodeJS.ProcessEnv {
  const apart = /^(BATON_|DATABASE_URL|MIGRATION_DATABASE_URL|SEQUENCER_DATABASE_URL|OPENAI_|OIDC_|NODE_ENV)/
  const ours = Object.fromEntries(Object.entries(process.env).filter(([name]) => !apart.test(name)))
  return { ...ours, NODE_ENV: 'production', BATON_STATE_DIR: stateDir }
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (said.includes('Baton is ready at')) resolve()
      })
    }
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`npm start ended (${code}):\n${said.trim()}`)))
  })
}

/** As Ctrl-C does; killed when it takes too long, whereupon its children end by themselves. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const killer = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
  await gone
  clearTimeout(killer)
}
