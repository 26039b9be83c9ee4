import { portOfLane, type Fork } from '@/domain/run/fork'
import type { Bundle } from '@/domain/team/bundle'
import { kindOf } from '@/domain/team/kinds/registry'
import { lanesOf } from '@/domain/team/lanes'

/** How far a node is that is come to once for each item or task. */
export interface LaneTally {
  done: number
  failed: number
  /** Lanes that will not come to it any more: stopped, failed or ended before. */
  out: number
  of: number
}

interface Tallied {
  bundle: Pick<Bundle, 'entry' | 'nodes' | 'next'>
  forks: readonly { fork: string; opener: string; state: Fork }[]
  steps: readonly { node: string; iteration: number; status: 'done' | 'failed' }[]
}

/** By node: of how many items or tasks it has done with so far. Nodes in no such lane are left out. */
export function laneTallies({ bundle, forks, steps }: Tallied): Map<string, LaneTally> {
  const nodes = new Map(Object.entries(bundle.nodes))
  const out = (id: string) =>
    (bundle.next[id] ?? []).map(({ id: edge, port, to }) => ({
      id: edge,
      from: { node: id, port },
      to: { node: to },
    }))
  const lanes = lanesOf({ nodes, entry: bundle.entry, out })
  const tallies = new Map<string, LaneTally>()
  for (const [id] of nodes) {
    const lane = lanes.of(id).at(-1)
    const opener = lane && nodes.get(lane.opener)
    if (!lane || !opener || kindOf(opener).opens !== 'items') continue
    const here = forks.filter((fork) => fork.opener === lane.opener).map(({ state }) => state)
    const mine = here.flatMap((state) =>
      Array.from({ length: state.width }, (_, index) => ({ state, index })).filter(
        ({ index }) => portOfLane(state, index) === lane.port,
      ),
    )
    if (mine.length === 0) continue
    const visits = new Map<number, 'done' | 'failed'>()
    for (const step of steps)
      if (step.node === id && visits.get(step.iteration) !== 'done') visits.set(step.iteration, step.status)
    const over = mine.filter(
      ({ state, index }) => state.ends[index] !== undefined || state.status === 'fired',
    ).length
    const came = [...visits.values()]
    tallies.set(id, {
      done: came.filter((status) => status === 'done').length,
      failed: came.filter((status) => status === 'failed').length,
      out: Math.max(0, over - came.length),
      of: Math.max(mine.length, came.length),
    })
  }
  return tallies
}

/** `5 of 8, 1 failed, 2 left out`. */
export function sayTally({ done, failed, out, of }: LaneTally): string {
  const others = [failed > 0 && `${failed} failed`, out > 0 && `${out} left out`].filter(Boolean)
  return [`${done} of ${of}`, ...others].join(', ')
}
