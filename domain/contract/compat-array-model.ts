import { negate, type Goal } from './compat-goals'

/** What is asked of an array: its length, what binds each place, and what must stand somewhere. */
export interface ArrayModel {
  min: number
  max: number
  bindings: { from: number; to: number; goal: Goal }[]
  demands: Demand[]
  /** Goals that only the places chosen for them may meet. */
  reserved: { goal: Goal; group: number }[]
  /** Two places that must hold the same value. */
  twins: [number, number] | undefined
  unique: boolean
  excluded: unknown[]
}

/** A goal that some place of a range must meet; demands of one group need different places. */
export interface Demand {
  from: number
  to: number
  goal: Goal
  group: number | undefined
}

/** The first place from which on all places are bound alike. */
export function lastPlace(model: ArrayModel): number {
  return Math.max(
    0,
    ...[...model.bindings, ...model.demands].map(({ from, to }) => (to === Infinity ? from : to)),
  )
}

export function goalsAt(model: ArrayModel, index: number): Goal[] {
  return model.bindings.filter(({ from, to }) => from <= index && index < to).map(({ goal }) => goal)
}

/** What binds a place, what was put there, and what may not be there because it was put elsewhere. */
export function placeGoals(model: ArrayModel, assigned: Map<number, Demand[]>, index: number): Goal[] {
  const here = assigned.get(index) ?? []
  const denied = model.reserved.filter(({ group }) => !here.some((demand) => demand.group === group))
  return [
    ...goalsAt(model, index),
    ...here.map(({ goal }) => goal),
    ...denied.map(({ goal }) => negate(goal)),
  ]
}
