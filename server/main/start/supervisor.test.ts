import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ChildPlan } from './children'
import { startOf } from './runtime'
import { Supervisor } from './supervisor'

let logs: string
let started: number[][]
let supervisor: Supervisor

beforeEach(() => {
  logs = mkdtempSync(join(tmpdir(), 'baton-supervisor-'))
  started = []
  vi.spyOn(console, 'log').mockImplementation(() => undefined)
})

afterEach(async () => {
  supervisor.kill()
  vi.restoreAllMocks()
  rmSync(logs, { recursive: true, force: true })
})

function supervise(script: string, graceMs = 5000, saysReady = false): void {
  const plan: ChildPlan = { name: 'worker', args: ['-e', script], env: process.env, graceMs, saysReady }
  supervisor = new Supervisor([plan], { logs }, (children) => started.push(children.map(({ pid }) => pid)))
  supervisor.start()
}

const pidOf = (index: number) => started[index]?.[0] ?? 0
const alive = (pid: number) => startOf(pid) !== undefined
const untilLogged = (text: string) =>
  vi.waitFor(() => expect(readFileSync(join(logs, 'worker.log'), 'utf8')).toContain(text), 10_000)

describe('a kept process', { timeout: 20_000 }, () => {
  it('is started again when it dies, and says so', async () => {
    supervise('console.log("last words"); setInterval(() => {}, 1000)')
    await untilLogged('last words')
    process.kill(pidOf(0), 'SIGKILL')
    await vi.waitFor(() => expect(started).toHaveLength(2), 10_000)
    expect(pidOf(1)).not.toBe(pidOf(0))
    expect(supervisor.failuresOf('worker')).toBe(1)
    expect(supervisor.lastWords('worker')).toContain('last words')
    expect(vi.mocked(console.log).mock.calls.flat().join()).toMatch(/worker process ended \(SIGKILL/)
  })

  it('ends when it is asked to, and is not started again', async () => {
    supervise('process.on("SIGTERM", () => process.exit(0)); console.log("up"); setInterval(() => {}, 1000)')
    await untilLogged('up')
    await supervisor.end()
    expect(alive(pidOf(0))).toBe(false)
    expect(started).toHaveLength(1)
  })

  it('is ready once it says so, where it is one that does', async () => {
    supervise('process.on("message", () => process.send("ready")); console.log("up")', 5000, true)
    await untilLogged('up')
    expect(supervisor.isReady('worker')).toBe(false)
    expect(supervisor.isReady('web')).toBe(true)
    supervisor.kill()
    supervise('process.send("ready"); setInterval(() => {}, 1000)', 5000, true)
    await vi.waitFor(() => expect(supervisor.isReady('worker')).toBe(true), 10_000)
  })

  it('is killed when it does not end within its grace', async () => {
    supervise('process.on("SIGTERM", () => {}); console.log("up"); setInterval(() => {}, 1000)', 100)
    await untilLogged('up')
    await supervisor.end()
    expect(alive(pidOf(0))).toBe(false)
  })
})

describe('the leash', { timeout: 20_000 }, () => {
  it('ends a process whose parent was killed', async () => {
    supervisor = new Supervisor([], { logs }, () => undefined)
    const child = `
      const { spawn } = require('node:child_process')
      const args = ['--import', './server/main/start/leash.mjs', '-e', 'setInterval(() => {}, 1000)']
      const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
      console.log(child.pid)`
    const parent = spawn(process.execPath, ['-e', child], { stdio: ['ignore', 'pipe', 'inherit'] })
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())))
    })
    expect(alive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(alive(pid)).toBe(false), 10_000)
  })
})
