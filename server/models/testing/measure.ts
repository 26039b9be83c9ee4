import type { Seen } from './scripted-server'

/** The most calls that were under way at one moment. */
export function mostAtOnce(seen: Seen[]): number {
  const edges = seen.flatMap(({ at, endedAt }) => [
    { at, step: 1 },
    { at: endedAt ?? Infinity, step: -1 },
  ])
  // An end and a beginning in the same moment do not overlap.
  edges.sort((a, b) => a.at - b.at || a.step - b.step)
  let [now, most] = [0, 0]
  for (const { step } of edges) most = Math.max(most, (now += step))
  return most
}

/** The most of `weigh` in any window of so many milliseconds, by arrival. */
export function mostWithin(seen: Seen[], ms: number, weigh: (one: Seen) => number = () => 1): number {
  const sorted = seen.toSorted((a, b) => a.at - b.at)
  let [first, sum, most] = [0, 0, 0]
  for (const one of sorted) {
    sum += weigh(one)
    for (let left = sorted[first]; left && left.at <= one.at - ms; left = sorted[++first]) sum -= weigh(left)
    most = Math.max(most, sum)
  }
  return most
}
