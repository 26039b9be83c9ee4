import type { Db } from '@/server/db/client'
import type { Arrived } from '@/server/engine/entered'
import { sayAnswered, stopsOver } from '../stop/over-runs'

/** What a run stands still for while nothing of it works. */
export interface RunPause {
  /** turn: to be let in by a model or a service · retry: the next attempt · call: the run of a team that it called */
  for: 'person' | 'budget' | 'stop' | 'event' | 'time' | 'turn' | 'retry' | 'call'
  /** Until when it sleeps, or waits at most. */
  until?: Date
  /** The event's name. */
  event?: string
  /** Of one that waits for a person: which switch is off all the same, in a sentence. */
  stopped?: string
}

/**
 * By run what it waits for, in the order in which somebody can do something about it; a run of which any branch is worked
 * on, or may be at once, is left out. Called by services that have asked for run.read.
 */
export async function pausesOf(db: Db, runIds: string[], now = new Date()): Promise<Map<string, RunPause>> {
  const { prisma } = db
  if (runIds.length === 0) return new Map()
  const [branches, reviews, events] = await Promise.all([
    prisma.branch.findMany({
      where: { runId: { in: runIds }, status: { in: ['ready', 'waiting'] } },
      select: {
        runId: true,
        branch: true,
        status: true,
        heldBy: true,
        driver: true,
        readyAt: true,
        arrived: true,
        wakeAt: true,
      },
    }),
    prisma.review.findMany({
      where: { runId: { in: runIds }, status: 'open' },
      select: { runId: true, kind: true },
    }),
    prisma.awaitedEvent.findMany({
      where: { runId: { in: runIds } },
      orderBy: { number: 'asc' },
      select: { runId: true, event: true, until: true },
    }),
  ])
  const stops = await stopsOver(db, [...new Set(reviews.map(({ runId }) => runId))])
  type Branch = (typeof branches)[number]
  const isHeld = ({ status, heldBy }: Branch) => status === 'ready' && heldBy !== null
  const isLater = ({ status, heldBy, driver, readyAt }: Branch) =>
    status === 'ready' && heldBy === null && driver === null && readyAt > now
  const pauseOf = (runId: string): RunPause | undefined => {
    const own = branches.filter((branch) => branch.runId === runId)
    if (own.length === 0 || own.some((one) => one.status === 'ready' && !isHeld(one) && !isLater(one)))
      return undefined
    const asked = reviews.filter((review) => review.runId === runId)
    const stop = stops.get(runId)
    const stopped = stop ? { stopped: sayAnswered(stop) } : {}
    if (asked.some(({ kind }) => kind !== 'budget')) return { for: 'person', ...stopped }
    if (asked.length > 0) return { for: 'budget', ...stopped }
    if (own.some(isHeld)) return { for: 'stop' }
    const awaited = events.find((event) => event.runId === runId)
    if (awaited) return { for: 'event', event: awaited.event, ...(awaited.until && { until: awaited.until }) }
    const later = own.filter(isLater)
    const next = earliest(later.map(({ readyAt }) => readyAt))
    const isTurn = later.some(({ arrived }) => (arrived as Arrived).waits)
    if (next) return { for: isTurn ? 'turn' : 'retry', until: next }
    const woken = earliest(own.flatMap(({ wakeAt }) => wakeAt ?? []))
    return woken ? { for: 'time', until: woken } : { for: 'call' }
  }
  return new Map(
    runIds.flatMap((id) => {
      const pause = pauseOf(id)
      return pause ? [[id, pause] as const] : []
    }),
  )
}

const earliest = (times: readonly Date[]): Date | undefined =>
  times.reduce<Date | undefined>((first, time) => (first && first <= time ? first : time), undefined)
