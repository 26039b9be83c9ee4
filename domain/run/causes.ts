import type { Bundle } from '../team/bundle'
import { walk } from '../team/graph'
import type { StepResult } from './step'

/** One attempt at one activation, as it was committed. */
export interface DoneStep {
  node: string
  iteration: number
  attempt: number
  kind: string
  status: 'done' | 'failed'
  port?: string | null
  /** Milliseconds. */
  startedAt: number
  endedAt: number
  result: StepResult
}

/** An activation of a node with its last attempt, or one that still waits for a person. */
export interface Activation {
  key: string
  node: string
  iteration: number
  /** Absent while it waits. */
  step?: DoneStep
  /** An open review here. */
  waits?: { kind: string; reason: string }
  startedAt: number
}

export interface Causes {
  activations: Map<string, Activation>
  /** By activation: those it rests on. The trigger is one of them, without a step. */
  of: Map<string, Set<string>>
}

export const activationKey = (node: string, iteration: number): string => `${node}/${iteration}`

/** A review that nobody has decided. */
export interface OpenReview {
  node: string
  iteration: number
  kind: string
  reason: string
  createdAt: number
}

/**
 * What each activation of a run rests on: who handed over to it, and who wrote what it was shown. Told from what was
 * committed, so it holds for runs that went in circles too.
 */
export function causesOf(
  bundle: Bundle,
  steps: readonly DoneStep[],
  open: readonly OpenReview[] = [],
): Causes {
  const activations = new Map<string, Activation>()
  const entry = activationKey(bundle.entry, 0)
  activations.set(entry, { key: entry, node: bundle.entry, iteration: 0, startedAt: -Infinity })
  for (const step of [...steps].sort((a, b) => a.endedAt - b.endedAt || a.attempt - b.attempt)) {
    const key = activationKey(step.node, step.iteration)
    const first = activations.get(key)
    // The first attempt took up what was handed over.
    activations.set(key, {
      key,
      node: step.node,
      iteration: step.iteration,
      step,
      startedAt: first?.step ? first.startedAt : step.startedAt,
    })
  }
  for (const review of open) {
    const key = activationKey(review.node, review.iteration)
    const known = activations.get(key)
    activations.set(key, {
      ...(known ?? { key, node: review.node, iteration: review.iteration, startedAt: review.createdAt }),
      waits: { kind: review.kind, reason: review.reason },
    })
  }
  const of = new Map<string, Set<string>>()
  for (const activation of activations.values())
    of.set(activation.key, causesOfOne(bundle, activations, activation))
  return { activations, of }
}

function causesOfOne(bundle: Bundle, all: ReadonlyMap<string, Activation>, at: Activation): Set<string> {
  const found = new Set<string>()
  if (at.startedAt === -Infinity) return found
  const before = [...all.values()].filter(
    (other) =>
      other.key !== at.key &&
      (other.step ? other.step.endedAt <= at.startedAt : other.startedAt === -Infinity),
  )
  /** The last of them that ended before this one began. */
  const latest = (matches: (other: Activation) => boolean): Activation | undefined =>
    before.filter(matches).sort((a, b) => ended(b) - ended(a))[0]

  const from = latest((other) => leadsTo(bundle, other, at.node))
  if (from) found.add(from.key)
  for (const slot of Object.keys(at.step?.result.view?.data ?? {})) {
    const writer = latest((other) => other.node === slot && other.step?.status !== 'failed')
    if (writer) found.add(writer.key)
  }
  return found
}

const ended = (activation: Activation): number => activation.step?.endedAt ?? -Infinity

function leadsTo(bundle: Bundle, from: Activation, node: string): boolean {
  const port = from.step ? from.step.port : 'out'
  if (from.step?.status === 'failed') return false
  return (bundle.next[from.node] ?? []).some((edge) => edge.to === node && edge.port === port)
}

/** Everything that follows the links of a graph from one key, that one included. */
export function closure(links: ReadonlyMap<string, ReadonlySet<string>>, from: string): Set<string> {
  return walk([from], (key) => links.get(key) ?? [])
}

/** The links the other way round. */
export function reversed(links: ReadonlyMap<string, ReadonlySet<string>>): Map<string, Set<string>> {
  const back = new Map<string, Set<string>>()
  for (const [from, targets] of links)
    for (const to of targets) back.set(to, (back.get(to) ?? new Set()).add(from))
  return back
}

/** The same graph without links that a longer way says already, among `keys`. */
export function reduced(
  links: ReadonlyMap<string, ReadonlySet<string>>,
  keys: ReadonlySet<string>,
): Map<string, string[]> {
  const result = new Map<string, string[]>()
  for (const key of keys) {
    const direct = [...(links.get(key) ?? [])].filter((to) => keys.has(to))
    result.set(
      key,
      direct.filter((to) => !direct.some((other) => other !== to && closure(links, other).has(to))),
    )
  }
  return result
}
