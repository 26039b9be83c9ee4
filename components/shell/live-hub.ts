import type { QueryClient } from '@tanstack/react-query'
import type { Topic } from '@/server/trpc/live'

export interface LiveChange {
  topic: Topic
  id: string
  at: Date
}
export type LiveListener = (change: LiveChange) => void
/** A draft moved: it has that revision, or who is at it changed. Null: perhaps one did. */
export type DraftSignal = { team: string; revision?: number | undefined } | null
export type DraftListener = (signal: DraftSignal) => void

/** Which routers' answers a change may alter. The record grows with every one of them. */
const TOUCHES: Record<Topic, readonly string[]> = {
  run: ['runs', 'overview', 'session', 'teams', 'costs', 'agents', 'reviews', 'record'],
  review: ['reviews', 'overview', 'session', 'runs', 'teams', 'record'],
  team: ['teams', 'publishing', 'overview', 'contracts', 'agents', 'record'],
  agent: ['agents', 'overview', 'teams', 'record'],
  budget: ['budgets', 'costs', 'agents', 'overview', 'record'],
  comment: ['comments', 'record'],
  record: [
    'record',
    'members',
    'tokens',
    'models',
    'connections',
    'publishing',
    'policies',
    'secondPerson',
    'session',
  ],
}
/** What a switch is told of: it concerns every run and every review, not only those that moved. */
const TURNED = /^(team|agent|workspace)\.(stopped|resumed)$/
const CONCERNED = ['runs', 'reviews', 'teams', 'agents', 'overview', 'stops']
/** What is asked for and proposed about permissions and second persons: who decides sees it counted. */
const PERMITTED = /^(access|policy|second_person)\.|\.second_person$/
/** What of those routers a run leaves as it is: drawings and versions, the largest answers of all. */
const STAYS: Partial<Record<Topic, readonly string[]>> = {
  run: ['teams.get', 'teams.surroundings', 'teams.version', 'teams.templates'],
}
const FIRST_MS = 50
const THROTTLE_MS = 1000

/** Gathers changes and has the answers they touch read again: soon for the first after a pause, then once a second. */
export class LiveHub {
  private readonly listeners = new Set<LiveListener>()
  private readonly draftListeners = new Set<DraftListener>()
  private gathered: LiveChange[] = []
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(private readonly queryClient: QueryClient) {}

  /** @returns the way to stop listening */
  listen = (listener: LiveListener): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** @returns the way to stop listening */
  listenDrafts = (listener: DraftListener): (() => void) => {
    this.draftListeners.add(listener)
    return () => this.draftListeners.delete(listener)
  }

  tellDraft = (signal: DraftSignal): void => {
    for (const listener of this.draftListeners) listener(signal)
  }

  tell = (change: LiveChange): void => {
    for (const listener of this.listeners) listener(change)
    this.gathered.push(change)
    this.timer ??= setTimeout(this.flush, FIRST_MS)
  }

  /** After a break everything shown is read again. */
  catchUp = (): void => {
    this.tellDraft(null)
    void this.queryClient.invalidateQueries()
  }

  private flush = (): void => {
    const changes = this.gathered
    this.gathered = []
    this.timer = changes.length ? setTimeout(this.flush, THROTTLE_MS) : undefined
    if (changes.length === 0) return
    const routers = new Set(changes.flatMap(({ topic }) => TOUCHES[topic]))
    const topics = [...new Set(changes.map(({ topic }) => topic))]
    const stays = (path: string) =>
      topics.every(
        (topic) => !TOUCHES[topic].includes(path.split('.')[0] ?? '') || STAYS[topic]?.includes(path),
      )
    const turned = new Set([
      ...(changes.some(({ id }) => TURNED.test(id)) ? CONCERNED : []),
      ...(changes.some(({ id }) => PERMITTED.test(id)) ? ['overview'] : []),
    ])
    const runs = new Set(changes.map(({ id }) => id))
    void this.queryClient.invalidateQueries({
      predicate: ({ queryKey }) => {
        const [path, options] = queryKey as [string[] | undefined, { input?: unknown } | undefined]
        const name = path?.[0] ?? ''
        return (
          turned.has(name) ||
          (routers.has(name) && !stays((path ?? []).join('.')) && !ofAnotherRun(options?.input, runs))
        )
      },
    })
  }
}

/** A query about one run need not be asked again when only others moved. */
function ofAnotherRun(input: unknown, changed: ReadonlySet<string>): boolean {
  if (typeof input !== 'object' || input === null) return false
  const { id, runId } = input as { id?: unknown; runId?: unknown }
  const run = [id, runId].find((each) => typeof each === 'string' && each.startsWith('run_'))
  return typeof run === 'string' && !changed.has(run)
}
