import { formatUtc } from '@/components/ui/format-time'
import type { NodeKind } from '@/domain/team/node'
import type { RunFacts } from '../run-types'
import type { Span } from './axis'
import { lastAttempt, type Visit } from './visits'

/** Kinds that wait without a person, and hold nothing meanwhile. */
const WAITING: readonly NodeKind[] = ['timer', 'wait', 'team']

/** When a visit slept or waited for something other than a person; from the step before it in its path. */
export function pauseOf(visit: Visit, run: RunFacts, now: number): Span | undefined {
  if (visit.held) return { from: visit.held.since.getTime(), to: Math.max(now, visit.held.since.getTime()) }
  if (!WAITING.includes(visit.kind)) return undefined
  if (visit.at === 'waiting') return { from: visit.since, to: Math.max(now, visit.since) }
  const last = lastAttempt(visit)
  if (!last) return undefined
  const to = last.startedAt.getTime()
  const before = run.steps
    .filter(
      ({ path, endedAt, node }) => path === visit.path && node !== visit.node && endedAt.getTime() <= to,
    )
    .reduce((latest, { endedAt }) => Math.max(latest, endedAt.getTime()), run.createdAt.getTime())
  return to - before > 500 ? { from: before, to } : undefined
}

/** What a visit that is not over waits for, where that is no person; undefined for one that does not wait. */
export function pauseNote(visit: Visit, run: RunFacts): string | undefined {
  if (visit.held) return `held since ${formatUtc(visit.held.since)}`
  if (visit.at === 'ready' && visit.turn) {
    const { says, until } = visit.turn
    return `waits for its turn${until ? ` until ${formatUtc(until)}` : ''}: ${says.replace(/\.$/, '')}`
  }
  if (visit.at !== 'waiting' || visit.reviews.some(({ status }) => status === 'open')) return undefined
  const until = visit.until ? formatUtc(visit.until) : undefined
  if (visit.kind === 'timer') return until ? `sleeps until ${until}` : 'sleeps'
  if (visit.kind === 'team') {
    const called = run.family.called.findLast(
      ({ node, iteration }) => node === visit.node && iteration === visit.iteration,
    )
    return called ? `waits for the run of ${called.team}` : 'waits for the team it called'
  }
  const event = run.waits.find(({ node, iteration }) => node === visit.node && iteration === visit.iteration)
  if (event) return `waits for ${event.event}, ${event.key}${until ? `, until ${until}` : ''}`
  return until ? `waits until ${until}` : 'waits'
}
