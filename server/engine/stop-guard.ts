import { outage } from '@/server/db/away'
import type { Db } from '@/server/db/client'
import { log } from '@/server/log'
import { Callers } from './callers'
import { FRESH_MS, KnownStops, readStops, sayStop, stopFor, type Stop } from './stops'

/** Why an activation ends before its time: a switch is off. Its branch is held and goes on when it is turned on. */
export class Stopped extends Error {
  constructor(readonly stop: Stop) {
    super(sayStop(stop))
    this.name = 'Stopped'
  }
}

/** Why an activation ends before its time: its run is over. Nothing is to be done about its branch. */
export class RunOver extends Error {
  constructor() {
    super('The run was cancelled.')
    this.name = 'RunOver'
  }
}

/** Why an activation ends before its time: this worker stops. Another worker goes on. */
export class Leaving extends Error {
  constructor() {
    super('The worker stops.')
    this.name = 'Leaving'
  }
}

/** What one activation does, as far as switches go. */
export interface Work {
  workspaceId: string
  teamId: string
  runId: string
  /** Agents that work in it, by slug. */
  agents: string[]
  /**
   * It may be broken off half-way. A write to the outside may not: once its request is out its outcome is needed, so it
   * is left to finish, and what comes after it is held.
   */
  breakable: boolean
}

interface Watched extends Work {
  controller: AbortController
}

/**
 * The kill switches of agents, teams and workspaces, cancelled runs, and the end of this worker: asked before every
 * activation, and watched while it lasts. The truth is in the database. While anything is under way it is read once a
 * second, and at once when `look` is called (on NOTIFY, which may be lost): so a switch takes effect within some ten
 * milliseconds, at worst within two seconds, inside calls of models and reads of connections too.
 */
export class StopGuard {
  private readonly watched = new Map<AbortSignal, Watched>()
  private readonly known: KnownStops
  private readonly callers: Callers
  private timer: NodeJS.Timeout | undefined
  private leaving = false

  constructor(private readonly db: Pick<Db, 'lanes'>) {
    this.known = new KnownStops(db)
    this.callers = new Callers(db)
  }

  /** @returns the activation's own signal; its reason says what stopped it. To be given back with `release`. */
  watch(work: Work): AbortSignal {
    const controller = new AbortController()
    this.watched.set(controller.signal, { ...work, controller })
    this.timer ??= setTimeout(() => void this.tick(), FRESH_MS).unref()
    return controller.signal
  }

  release(signal: AbortSignal): void {
    this.watched.delete(signal)
  }

  /** Before an activation begins. @throws Stopped | Leaving */
  async admit(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.leaving) throw new Leaving()
    const work = this.watched.get(signal)
    if (!work) return
    const stops = await this.known.of(work.workspaceId)
    const callers = await this.callersOf(stops, [work.runId])
    const stop = stopFor(stops, { ...work, callers: callers.get(work.runId) ?? [] })
    if (stop) throw new Stopped(stop)
    signal.throwIfAborted()
  }

  /**
   * One more agent works in an activation: a stand-in, or one that a hub calls on.
   * @throws Stopped when it may not
   */
  async engage(signal: AbortSignal, slug: string): Promise<void> {
    this.watched.get(signal)?.agents.push(slug)
    await this.admit(signal)
  }

  /** A sentence when the agent may not work now, else undefined: for who can choose another. */
  async stoppedReason(workspaceId: string, slug: string): Promise<string | undefined> {
    const stops = await this.known.of(workspaceId)
    const stop = stops.find(({ scope, subject }) => scope === 'agent' && subject === slug)
    return stop && sayStop(stop)
  }

  /** A switch was turned: reads them all now, and stops what they stop. What cannot be read is read again in a second. */
  async look(): Promise<void> {
    this.known.clear()
    await this.read().catch(unread)
  }

  private async read(): Promise<void> {
    const under = [...this.watched.values()]
    if (!under.length) return
    const workspaces = [...new Set(under.map(({ workspaceId }) => workspaceId))]
    const at = Date.now()
    const runs = [...new Set(under.map(({ runId }) => runId))]
    const { stops, over } = await readStops(this.db, workspaces, runs)
    for (const id of workspaces) {
      const here = stops.filter(({ workspaceId }) => workspaceId === id)
      this.known.put(id, here, at)
    }
    const callers = await this.callersOf(stops, runs)
    for (const { controller, breakable, ...work } of under) {
      if (!breakable || controller.signal.aborted) continue
      const stop = over.has(work.runId)
        ? new RunOver()
        : stopFor(stops, { ...work, callers: callers.get(work.runId) ?? [] })
      if (stop) controller.abort(stop instanceof RunOver ? stop : new Stopped(stop))
    }
  }

  /** For which teams these runs work: asked for only while one is stopped, which is nearly never. */
  private async callersOf(
    stops: readonly Stop[],
    runIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    return stops.some(({ scope }) => scope === 'team') ? this.callers.of(runIds) : new Map()
  }

  /** What is known of this workspace's switches is not so any more. */
  forget(workspaceId: string): void {
    this.known.forget(workspaceId)
  }

  /** This worker stops: nothing new begins. */
  leave(): void {
    this.leaving = true
  }

  /** Breaks off what has not ended in time, but for writes to the outside. */
  cut(): void {
    this.leave()
    for (const { controller, breakable } of this.watched.values())
      if (breakable) controller.abort(new Leaving())
  }

  private async tick(): Promise<void> {
    await this.read().catch(unread)
    this.timer = this.watched.size ? setTimeout(() => void this.tick(), FRESH_MS).unref() : undefined
  }
}

/** While the database is away, what runs goes on and nothing can begin. Anything else is a fault that people must see. */
function unread(error: unknown): void {
  if (!outage.note(error))
    log.error({ err: error }, 'the kill switches cannot be read: they do not take effect')
}
