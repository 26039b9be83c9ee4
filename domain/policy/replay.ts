import { UndecidedError, type Decide, type PolicyRequest } from './cedar/decide'
import type { Errand, Judgement, Looker, Sees, SeenField } from './sight'
import type { ViewField } from './view'

interface Past {
  /** In which run, where it was in one. */
  run: string | undefined
  /** For people: `Drafter`, `crm.note.text`. */
  who: string
  what: string
  errand: Errand
}

/** What somebody was shown of a field, in a view that was served. */
export interface PastSight extends Past {
  act: 'sees'
  looker: Looker
  field: SeenField
  was: Pick<ViewField, 'visibility' | 'mask'>
}

/** What somebody did, or was not let. */
export interface PastDeed extends Past {
  act: 'does'
  request: PolicyRequest
  was: boolean
}

export type PastDecision = PastSight | PastDeed

/** A set of policies, to be asked once more. */
export interface Judge {
  seesOf: (errand: Errand) => Sees
  decide: Decide
}

/** Decisions that differ alike. `from` is what was decided then, `now` what the policies that hold say, `to` what the others do. */
export interface ReplayDifference {
  who: string
  /** `sees`, or the action. */
  action: string
  what: string
  team: string
  purpose: string
  from: string
  now: string
  to: string
  because: string
  count: number
  /** A few of the runs. */
  runs: string[]
}

export interface Replay {
  /** How many questions were asked again. */
  decisions: number
  /** How many of them would be answered otherwise than they were. */
  differing: number
  differences: ReplayDifference[]
}

const MOST_RUNS = 3

/** Past decisions under other policies: those that would differ from what was decided, or from what holds, put together. */
export function replay(past: readonly PastDecision[], holding: Judge, edited: Judge): Replay {
  const answers = { holding: answering(holding), edited: answering(edited) }
  const differences = past.flatMap((one): ReplayDifference[] => {
    const from = one.act === 'sees' ? shown(one.was) : permitted(one.was)
    const [now, to] = [answers.holding(one), answers.edited(one)]
    if (to.says === from && to.says === now.says) return []
    const { who, what, errand, run } = one
    return [
      {
        ...{ who, what, team: errand.team, purpose: errand.purpose },
        action: one.act === 'sees' ? 'sees' : one.request.action,
        ...{ from, now: now.says, to: to.says, because: to.because },
        count: 1,
        runs: run === undefined ? [] : [run],
      },
    ]
  })
  return merged([{ decisions: past.length, differing: 0, differences }])
}

/** Replays of several batches as one, what differs most often first. */
export function merged(replays: readonly Replay[]): Replay {
  const byKey = new Map<string, ReplayDifference>()
  for (const difference of replays.flatMap(({ differences }) => differences)) {
    const { count, runs, because: _because, ...alike } = difference
    const key = JSON.stringify(alike)
    const known = byKey.get(key)
    byKey.set(
      key,
      known
        ? {
            ...known,
            count: known.count + count,
            runs: [...new Set([...known.runs, ...runs])].slice(0, MOST_RUNS),
          }
        : difference,
    )
  }
  const differences = [...byKey.values()].toSorted((a, b) => b.count - a.count)
  return {
    decisions: replays.reduce((sum, { decisions }) => sum + decisions, 0),
    differing: differences.filter(({ from, to }) => from !== to).reduce((sum, { count }) => sum + count, 0),
    differences,
  }
}

interface Answer {
  says: string
  because: string
}

/** What a set says to a past decision; equal ones are asked once. */
function answering({ seesOf, decide }: Judge): (past: PastDecision) => Answer {
  const sights = new Map<string, Sees>()
  const known = new WeakMap<object, Map<string, Answer>>()
  const seesFor = (errand: Errand): Sees => {
    const key = JSON.stringify([errand.team, errand.purpose])
    const sees = sights.get(key) ?? seesOf(errand)
    sights.set(key, sees)
    return sees
  }
  return (past) => {
    if (past.act === 'does') return asked(() => deed(decide, past.request))
    const { looker, field, errand } = past
    const kept = known.get(looker) ?? new Map<string, Answer>()
    known.set(looker, kept)
    const key = JSON.stringify([errand, field])
    const answer = kept.get(key) ?? asked(() => sight(seesFor(errand)(looker, field)))
    kept.set(key, answer)
    return answer
  }
}

/** A policy that fails over a question decides nothing, and what is not decided is not permitted. */
function asked(ask: () => Answer): Answer {
  try {
    return ask()
  } catch (error) {
    if (!(error instanceof UndecidedError)) throw error
    return { says: 'undecided', because: `A policy fails over it, so it is denied: ${error.message}` }
  }
}

const sight = (judgement: Judgement): Answer => ({
  says: shown(judgement),
  because: judgement.because ?? byPolicies(judgement.policies ?? []),
})

const deed = (decide: Decide, request: PolicyRequest): Answer => {
  const { allowed, policies } = decide(request)
  const because = allowed
    ? byPolicies(policies)
    : policies.length > 0
      ? `Forbidden by ${policies.join(', ')}.`
      : 'No policy permits it.'
  return { says: permitted(allowed), because }
}

const byPolicies = (policies: readonly string[]): string =>
  policies.length > 0 ? `Permitted by ${policies.join(', ')}.` : 'Permitted.'

const permitted = (allowed: boolean): string => (allowed ? 'permitted' : 'denied')

const shown = ({ visibility, mask }: Pick<ViewField, 'visibility' | 'mask'>): string =>
  visibility === 'masked' && mask !== undefined && mask !== 'redacted' ? `masked (${mask})` : visibility
