import { isRecord } from '../../contract/json-schema'
import type { Bundle } from '../../team/bundle'
import { taskSlot } from '../../team/kinds/orchestrator'
import { kindOf } from '../../team/kinds/registry'
import type { NodeOf, TeamNode } from '../../team/node'
import type { PlannedStep } from '../history'
import type { Split } from '../plan'
import { roundsOf } from '../rounds'
import { SO_FAR } from '../rounds-of-tasks'
import { writesBy } from './board'

/** What chance decides in a simulated run. Each draws a number from 0 up to and without `below`. */
export interface Chance {
  /** Which token goes on next, and whether a join's time runs out. */
  order(below: number): number
  /** What a step comes to; `where` names the step, whatever the order. */
  outcome(below: number, where: string): number
}

/** What a step comes to: the way it is left by, what it writes in its own slot, and its lanes. */
export interface Come {
  port: string
  writes?: unknown
  lanes?: Split
}

interface Standing {
  where: string
  history: readonly PlannedStep[]
  /** What it sees. */
  state: Record<string, unknown>
  /** Its own lanes have just come together. */
  again: boolean
  chance: Chance
}

/** By chance, within the bounds of the node's kind: as the handlers in server/engine/handlers. */
export function comesTo(bundle: Bundle, node: TeamNode, at: Standing): Come {
  const { where, chance } = at
  if (node.kind === 'orchestrator') return round(node, at)
  if (node.kind === 'map') {
    const width = chance.outcome(node.maxItems + 1, `${where} items`)
    const items = Array.from({ length: width }, (_, i) => ({ [node.id]: `${where} ${i}` }))
    return {
      port: 'each',
      writes: Object.fromEntries(items.entries()),
      lanes: { width, ports: ['each'], atOnce: node.atOnce },
    }
  }
  const port = portOf(bundle, node, at)
  return { port, ...(writesBy(node, port) && { writes: { by: where } }) }
}

/** Tasks, while rounds are left, or a result. What it remembers stands beside the tasks, in its slot. */
function round(node: NodeOf<'orchestrator'>, { where, state, again, chance }: Standing): Come {
  const kept = state[node.id]
  const before = again ? (isRecord(kept) ? kept[SO_FAR] : undefined) : 0
  if (typeof before !== 'number') throw new Error(`${node.id} remembers nothing of its rounds`)
  if (before >= node.maxRounds || chance.outcome(3, `${where} finishes`) === 0)
    return { port: 'out', writes: { by: where } }
  const width = 1 + chance.outcome(node.maxTasks, `${where} items`)
  const tasks = Array.from({ length: width }, (_, i) => ({ [taskSlot(node)]: `${where} ${i}` }))
  const given = tasks.map((_, i) => chance.outcome(node.spokes.length, `${where} spoke ${i}`))
  return {
    port: 'round',
    writes: { ...Object.fromEntries(tasks.entries()), [SO_FAR]: before + 1 },
    lanes: { width, ports: given.map((spoke) => node.spokes[spoke]?.port ?? ''), atOnce: node.atOnce },
  }
}

/** A way out by chance, of those that the kind allows by now. */
function portOf(bundle: Bundle, node: TeamNode, { where, history, chance }: Standing): string {
  const kind = kindOf(node)
  if (kind.opens) return ''
  const drawn = new Set((bundle.next[node.id] ?? []).map(({ port }) => port))
  const bound = kind.returns?.(node) ?? 0
  const ports = kind.ports(node).filter(({ id, required, endsAs, returns }) => {
    if (returns) return drawn.has(id) && roundsOf(history, node.id, id) < bound
    if (node.kind === 'loop' && id === 'exhausted') return roundsOf(history, node.id, 'again') >= bound
    return required || endsAs !== undefined || drawn.has(id)
  })
  return ports[chance.outcome(Math.max(1, ports.length), where)]?.id ?? ''
}
