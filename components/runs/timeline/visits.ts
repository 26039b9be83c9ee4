import type { NodeKind } from '@/domain/team/node'
import type { RunDetail, RunBranch, RunCall, RunFacts, RunReview, RunStep } from '../run-types'

/** One activation of one node with all its attempts, and what people and models did in it. */
export interface Visit {
  /** `node.iteration`, as the page's address names it. */
  key: string
  node: string
  iteration: number
  kind: NodeKind
  name: string
  /** The lanes it stands in: domain/run/fork.ts */
  path: string
  /** When it began, epoch ms. */
  from: number
  attempts: RunStep[]
  calls: RunCall[]
  reviews: RunReview[]
  /** Where it stands while it is not over. */
  at: RunBranch['status'] | undefined
  /** Since when it stands there. */
  since: number
  /** When it is woken, while it sleeps. */
  until: Date | null
  /** Why a model or a service does not let it in yet. */
  turn: RunBranch['turn']
  /** The switch that holds it. */
  held: RunDetail['held'][number] | undefined
}

const visitKey = (node: string, iteration: number): string => `${node}.${iteration}`

/** Every activation of a run, in the order in which they began. */
export function visitsOf(run: RunFacts): Visit[] {
  const visits = new Map<string, Visit>()
  const visit = (node: string, iteration: number, from: Date): Visit => {
    const key = visitKey(node, iteration)
    const known = visits.get(key)
    if (known) {
      known.from = Math.min(known.from, from.getTime())
      return known
    }
    const drawn = run.bundle.nodes[node]
    const fresh: Visit = {
      key,
      node,
      iteration,
      kind: drawn?.kind ?? 'agent',
      name: drawn?.name ?? node,
      path: '',
      from: from.getTime(),
      attempts: [],
      calls: [],
      reviews: [],
      at: undefined,
      since: 0,
      until: null,
      turn: null,
      held: undefined,
    }
    visits.set(key, fresh)
    return fresh
  }
  for (const step of run.steps) {
    const here = visit(step.node, step.iteration, step.startedAt)
    here.attempts.push(step)
    here.path = step.path
  }
  for (const review of run.reviews)
    visit(review.node, review.iteration, review.createdAt).reviews.push(review)
  for (const call of run.calls) {
    if (call.node !== null && call.iteration !== null)
      visit(call.node, call.iteration, call.startedAt).calls.push(call)
  }
  for (const branch of run.branches) {
    const here = visit(branch.node, branch.iteration, branch.movedAt)
    here.at = branch.status
    here.since = branch.movedAt.getTime()
    here.until = branch.wakeAt
    here.turn = branch.turn
    here.held = run.held.find(({ node, iteration }) => node === branch.node && iteration === branch.iteration)
    here.path = branch.path
  }
  // A verdict's step is written when it is given; the visit began when it was asked for.
  // And the trigger is first even where the branch was begun in the same moment.
  const first = ({ kind }: Visit) => (kind === 'trigger' ? 0 : 1)
  return [...visits.values()].sort((a, b) => first(a) - first(b) || a.from - b.from)
}

/** The last attempt, which says what the visit came to. */
export const lastAttempt = (visit: Visit): RunStep | undefined =>
  visit.attempts.reduce<RunStep | undefined>(
    (last, step) => (last && last.attempt > step.attempt ? last : step),
    undefined,
  )
