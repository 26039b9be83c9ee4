import { Hourglass, Moon, OctagonPause, Radio, RotateCcw, UsersRound, type LucideIcon } from 'lucide-react'
import { formatMoment, formatUtc } from '@/components/ui/format-time'
import type { Status } from '@/components/ui/status-chip'
import type { RunStatus } from '@/domain/run/history'
import type { RunRow } from './run-types'

type Pause = NonNullable<RunRow['pause']>

/** How a run's state is shown: tone, icon and words. */
export interface Standing {
  status: Status
  icon?: LucideIcon
  word?: string
  /** All of it, for whoever hovers. */
  title?: string
}

/** As much of a run as its state is told from. */
export interface Standable {
  status: RunStatus
  outcome?: { result: string; reason?: string } | null
  pause: RunRow['pause']
}

/** The state in as few words as tell it apart from the others; amber is for what a person has to do. */
export function standingOf({ status, outcome = null, pause }: Standable, now: number): Standing {
  if (pause && (status === 'running' || status === 'waiting')) return pausedBy(pause, now)
  const title = outcome?.reason ? { title: outcome.reason } : {}
  if (status === 'done' && outcome?.result === 'rejected') return { status, word: 'Done, rejected', ...title }
  if (status === 'failed' && outcome?.result === 'given up')
    return { status, word: 'Ended by a person', ...title }
  if (status === 'blocked') return { status, word: 'Blocked by a budget', ...title }
  if (status === 'waiting') return { status: 'queued', word: 'Waiting', ...title }
  return { status, ...title }
}

function pausedBy(pause: Pause, now: number): Standing {
  const until = pause.until && { short: formatMoment(pause.until, now), exact: formatUtc(pause.until) }
  switch (pause.for) {
    case 'person':
      return asked({ status: 'waiting', word: 'Waiting for a person' }, pause)
    case 'budget':
      return asked({ status: 'blocked', word: 'Blocked by a budget' }, pause)
    case 'stop':
      return {
        status: 'blocked',
        icon: OctagonPause,
        word: 'Held',
        title: 'A kill switch is off; it goes on by itself once that is resumed',
      }
    case 'event':
      return {
        status: 'queued',
        icon: Radio,
        word: 'Waiting for an event',
        title: `Waits for ${pause.event ?? 'an event'}${until ? ` until ${until.exact}` : ''}`,
      }
    case 'time':
      return {
        status: 'queued',
        icon: Moon,
        word: until ? `Sleeps until ${until.short}` : 'Sleeps',
        ...(until && { title: `Sleeps until ${until.exact}` }),
      }
    case 'retry':
      return {
        status: 'queued',
        icon: RotateCcw,
        word: 'Tries again soon',
        ...(until && { title: `The next attempt begins at ${until.exact}` }),
      }
    case 'turn':
      return {
        status: 'queued',
        icon: Hourglass,
        word: 'Waiting its turn',
        title: 'A model or a service does not let it in yet',
      }
    case 'call':
      return {
        status: 'queued',
        icon: UsersRound,
        word: 'Waiting for a team',
        title: 'Waits for the run it called',
      }
  }
}

/** A question stays open while its run is stopped; that it is, stands beside. */
const asked = (standing: Standing, { stopped }: Pause): Standing =>
  stopped ? { ...standing, word: `${standing.word ?? ''}, stopped`, title: stopped } : standing
