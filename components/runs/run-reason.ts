import { formatCoarse, formatUtc } from '@/components/ui/format-time'
import type { RunDetail } from './run-types'
import { pauseNote } from './timeline/pauses'
import { visitsOf } from './timeline/visits'

export interface RunReason {
  tone: 'queued' | 'waiting' | 'blocked' | 'failed' | 'cancelled'
  /** Why it does not go on, in one sentence. */
  says: string
  /** The review that someone has to answer. */
  review?: string
  /** The visit at which it happened. */
  visit?: string
}

/** Why a run waits, is blocked or ended badly; null while it goes as it should. */
export function reasonOf(run: RunDetail, now: number): RunReason | null {
  const nameOf = (node: string) => run.bundle.nodes[node]?.name ?? node
  const open = run.reviews.find(({ status }) => status === 'open')
  if (open && (run.status === 'waiting' || run.status === 'blocked' || run.status === 'running')) {
    const since = formatCoarse(Math.max(0, now - open.createdAt.getTime()))
    return {
      tone: open.kind === 'budget' ? 'blocked' : 'waiting',
      says: [
        `${nameOf(open.node)} has waited ${since} for a person: ${sentence(open.reason || open.question)}`,
        run.stopped,
      ]
        .filter(Boolean)
        .join(' '),
      review: open.id,
      visit: `${open.node}.${open.iteration}`,
    }
  }
  if (run.queue) {
    const { position, maxInFlight } = run.queue
    const before =
      position === 1 ? 'it is next' : `${position - 1} ${position === 2 ? 'run is' : 'runs are'} before it`
    const room = maxInFlight === null ? '' : ` ${run.team.name} has at most ${maxInFlight} in flight.`
    return { tone: 'queued', says: `It waits in the queue: ${before}.${room}` }
  }
  const [held] = run.held
  if (held)
    return {
      tone: 'blocked',
      says: `Held at ${nameOf(held.node)}: ${held.says} It goes on by itself once that is resumed.`,
      visit: `${held.node}.${held.iteration}`,
    }
  const pause = pauseIn(run)
  if (pause) return pause
  const [wait, ...others] = run.status === 'waiting' ? run.waits : []
  if (wait)
    return {
      tone: 'waiting',
      says: sayWait(wait, others.length, nameOf),
      visit: `${wait.node}.${wait.iteration}`,
    }
  if (run.status === 'blocked')
    return { tone: 'blocked', says: sentence(run.outcome?.reason ?? 'A budget is used up') }
  if (run.status === 'cancelled')
    return {
      tone: 'cancelled',
      says: run.outcome?.reason
        ? `It was cancelled: ${sentence(run.outcome.reason)}`
        : 'It was cancelled before it was done. What went out until then stays out.',
    }
  if (run.status !== 'failed') return null
  const failed = run.steps.findLast(({ status }) => status === 'failed')
  if (run.outcome?.result === 'given up') {
    // Its reason begins with who it was.
    return {
      tone: 'failed',
      says: `Ended by ${sentence(run.outcome.reason ?? 'a person')}`,
      ...(failed && { visit: `${failed.node}.${failed.iteration}` }),
    }
  }
  const message = failed?.result.failure?.message ?? run.outcome?.reason ?? 'No step says why'
  if (!failed) return { tone: 'failed', says: sentence(message) }
  return {
    tone: 'failed',
    says: `${nameOf(failed.node)} failed: ${sentence(message)}`,
    visit: `${failed.node}.${failed.iteration}`,
  }
}

const sentence = (text: string): string =>
  /[.!?…][”’"')]*$/.test(text.trim()) ? text.trim() : `${text.trim()}.`

function sayWait(
  { node, event, key, openedAt, until }: RunDetail['waits'][number],
  others: number,
  nameOf: (node: string) => string,
): string {
  const end = until ? `, until ${formatUtc(until)}` : ''
  const more = others === 0 ? '' : ` ${others === 1 ? 'One more wait is' : `${others} more waits are`} open.`
  return `${nameOf(node)} waits for ${event} with key ${key} since ${formatUtc(openedAt)}${end}.${more}`
}

/** Where it waits for no person but for a time, an event, another team's run, or its turn at a model or a service. */
function pauseIn(run: RunDetail): RunReason | undefined {
  const paused = visitsOf(run).filter((visit) => pauseNote(visit, run) !== undefined)
  if (run.status !== 'waiting' && !paused.some(({ turn }) => turn)) return undefined
  const [first] = paused
  if (!first) return undefined
  const others = paused.length > 1 ? `, and ${paused.length - 1} more wait` : ''
  return {
    tone: 'queued',
    says: `${first.name} ${pauseNote(first, run) ?? 'waits'}${others}. It goes on by itself.`,
    visit: first.key,
  }
}
