import { formatMoney } from '@/domain/budget/money'
import { formatCoarse, formatDuration } from '@/components/ui/format-time'
import type { Status } from '@/components/ui/status-chip'
import type { RunDetail, RunFacts } from './run-types'
import { pauseNote } from './timeline/pauses'
import { lastAttempt, visitsOf, type Visit } from './timeline/visits'

export interface NodeStatus {
  status: Status
  /** Beside the icon on its card: `6.2 s · $0.0188`, `D-3 stops it`. */
  detail: string
  /** Whether time and money say it all. */
  plain: boolean
  /** How often the node was activated. */
  count: number
  /** The visit that selecting the node shows. */
  visit: string
}

/** What became of each node that was reached, by node id. */
export function nodeStatuses(run: RunFacts, now: number): Record<string, NodeStatus> {
  const statuses: Record<string, NodeStatus> = {}
  for (const visit of visitsOf(run)) {
    const count = (statuses[visit.node]?.count ?? 0) + 1
    statuses[visit.node] = { ...visitStatus(visit, run, now), count, visit: visit.key }
  }
  return statuses
}

const SAID: Record<string, string> = {
  approve: 'approved',
  reject: 'rejected',
  send_back: 'sent back',
  retry: 'once more',
  raise: 'raised',
}

/** What became of one visit, and the few words that say so. */
export function visitStatus(
  visit: Visit,
  run: RunFacts,
  now: number,
): Pick<NodeStatus, 'status' | 'detail' | 'plain'> {
  // Its input is written when it is asked for; it starts when it is let in.
  if (run.status === 'queued' && run.steps.every(({ node }) => node === visit.node))
    return { status: 'queued', detail: 'in the queue', plain: false }
  const last = lastAttempt(visit)
  const open = visit.reviews.find(({ status }) => status === 'open')
  if (open) {
    const waited = formatCoarse(Math.max(0, now - open.createdAt.getTime()))
    const status = open.kind === 'budget' ? 'blocked' : 'waiting'
    return { status, detail: `for a person, ${waited}`, plain: false }
  }
  if (visit.held) return { status: 'blocked', detail: 'held', plain: false }
  if (visit.at === 'ready' && !visit.turn)
    return { status: 'running', detail: formatDuration(Math.max(0, now - visit.since)), plain: false }
  const pause = pauseNote(visit, run)
  if (pause !== undefined) return { status: 'queued', detail: pause, plain: false }
  if (!last) return { status: 'cancelled', detail: 'withdrawn', plain: false }
  if (last.status === 'failed')
    return {
      status: run.status === 'cancelled' ? 'cancelled' : 'failed',
      detail: last.result.failure?.code.replaceAll('_', ' ') ?? 'failed',
      plain: false,
    }
  const stopped = last.result.rules?.find(({ held }) => !held)
  if (stopped) return { status: 'blocked', detail: `${stopped.id} stops it`, plain: false }
  const verdict = last.result.verdict
  if (verdict)
    return {
      status: 'done',
      detail: `${SAID[verdict.decision] ?? verdict.decision}, ${verdict.by}`,
      plain: false,
    }
  const cost = visit.attempts.reduce((total, step) => total + step.costMicros, 0n)
  const ms = visit.attempts.reduce(
    (total, { startedAt, endedAt }) => total + endedAt.getTime() - startedAt.getTime(),
    0,
  )
  return {
    status: 'done',
    detail: [formatDuration(ms), cost > 0n && formatMoney(cost)].filter(Boolean).join(' · '),
    plain: true,
  }
}

/** What someone who opens the run wants to see first: what it waits at, what broke, else where it is. */
export function firstVisit(run: RunFacts & Partial<Pick<RunDetail, 'outcome'>>): string | null {
  const visits = visitsOf(run)
  const open = visits.find(({ reviews }) => reviews.some(({ status }) => status === 'open'))
  const broken =
    run.status === 'failed' ? visits.findLast((visit) => lastAttempt(visit)?.status === 'failed') : undefined
  // Where it was turned away, that is what is looked for, not what it read before.
  const effect =
    run.outcome?.result === 'rejected' ? undefined : visits.findLast(({ kind }) => kind === 'action')
  return (open ?? broken ?? effect ?? visits.findLast(({ kind }) => kind !== 'end') ?? visits[0])?.key ?? null
}
