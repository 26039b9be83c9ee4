import type { PlannedStep } from './history'

/** How often in a row a node was left by a way that goes back: since it was last left by another, or ever. */
export function roundsOf(history: readonly PlannedStep[], node: string, port: string): number {
  const visits = history.filter((step) => step.node === node && step.status === 'done')
  const since = visits.findLastIndex((visit) => visit.port !== port)
  return visits.length - since - 1
}
