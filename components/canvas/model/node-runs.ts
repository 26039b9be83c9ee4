import type { NodeRun, NodeRuns } from './node-run'
import { portOfLane, type Fork } from '@/domain/run/fork'
import type { RunStatus } from '@/domain/run/history'
import type { Bundle } from '@/domain/team/bundle'
import type { NodeKind } from '@/domain/team/node'
import { laneTallies, sayTally } from './lane-tally'

/** A run as `runs.get` gives it, as far as the picture needs. */
export interface PicturedRun {
  status: RunStatus
  endedAt: Date | null
  document: { nodes: readonly { id: string }[] }
  steps: readonly {
    node: string
    iteration: number
    attempt: number
    status: 'done' | 'failed'
    port: string | null
    costMicros: bigint
    startedAt: Date
    endedAt: Date
  }[]
  branches: readonly { node: string; status: 'ready' | 'waiting'; movedAt: Date; wakeAt: Date | null }[]
  forks: readonly { fork: string; opener: string; state: Fork }[]
  reviews: readonly { node: string; status: string; kind: string }[]
  /** What stands still at a switch. */
  held: readonly { node: string; iteration: number }[]
  /** Where the run began; it has no step of its own in every version. */
  bundle: Pick<Bundle, 'entry' | 'nodes' | 'next'>
}

/** State, time and money of each node, and the handoffs that were taken. */
export function nodeRuns(run: PicturedRun): { nodes: NodeRuns; taken: ReadonlySet<string> } {
  const nodes = new Map<string, NodeRun>()
  const taken = new Set<string>()
  for (const { id } of run.document.nodes) nodes.set(id, { status: 'idle', times: 0 })
  if (run.status !== 'queued') {
    nodes.set(run.bundle.entry, { status: 'done', times: 0 })
    taken.add(`${run.bundle.entry} out`)
  }
  for (const step of run.steps) {
    const known = nodes.get(step.node)
    const spent = step.endedAt.getTime() - step.startedAt.getTime()
    nodes.set(step.node, {
      status: step.status,
      times: (known?.times ?? 0) + 1,
      ms: (known?.ms ?? 0) + Math.max(0, spent),
      costMicros: (known?.costMicros ?? 0n) + step.costMicros,
    })
    const begins = run.status === 'queued' && step.node === run.bundle.entry && run.steps.length === 1
    if (step.status === 'done' && step.port !== null && !begins) taken.add(`${step.node} ${step.port}`)
  }
  for (const { opener, state } of run.forks)
    for (let lane = 0; lane < state.opened; lane++) taken.add(`${opener} ${portOfLane(state, lane)}`)
  for (const [id, tally] of laneTallies(run)) {
    const known = nodes.get(id)
    if (!known || known.times === 0) continue
    // What a join lets pass is no fault of the run.
    const status = tally.done > 0 ? 'done' : known.status
    nodes.set(id, { ...known, status, tally: sayTally(tally) })
  }
  for (const branch of run.branches) {
    const known = nodes.get(branch.node) ?? { status: 'idle', times: 0 }
    nodes.set(branch.node, { ...known, ...standing(run, branch), since: branch.movedAt })
  }
  return { nodes, taken }
}

function standing(
  run: PicturedRun,
  { node, status }: PicturedRun['branches'][number],
): Pick<NodeRun, 'status' | 'word'> {
  if (status === 'ready' && run.held.some((held) => held.node === node))
    return { status: 'blocked', word: 'Held' }
  if (status === 'ready') return run.endedAt ? { status: 'cancelled' } : { status: 'running' }
  const review = run.reviews.find((each) => each.node === node && each.status === 'open')
  // What waits for no person holds nothing, and goes on by itself.
  if (!review) return { status: 'queued', word: PAUSES[run.bundle.nodes[node]?.kind ?? 'agent'] ?? 'Waits' }
  if (review.kind === 'budget') return { status: 'blocked', word: 'Budget' }
  return review.kind === 'escalation' ? { status: 'waiting', word: 'Escalated' } : { status: 'waiting' }
}

const PAUSES: Partial<Record<NodeKind, string>> = {
  timer: 'Sleeps',
  wait: 'Waits for its event',
  team: 'Waits for its run',
}
