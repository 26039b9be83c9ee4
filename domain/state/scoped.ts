import { openerOf, placesIn } from '../run/fork'
import { isRecord } from '../contract/json-schema'

type State = Record<string, unknown>

/**
 * Where the slots of a token's scope stand in the state. Nodes that run once for each item keep what they write apart:
 * `each#0:3` writes its slots below `/each/3`. (A visit of the same node later begins a new `each`.)
 * @param scope the item lanes of a token's path, outermost first: domain/run/fork.ts
 */
export const scopePath = (scope: string): string[] =>
  placesIn(scope).flatMap(({ fork, lane }) => [openerOf(fork), String(lane)])

/** The state as a token sees it: the slots of all, and over them those of its own item. */
export function visibleState(root: State, scope: string): State {
  if (scope === '') return root
  const path = scopePath(scope)
  let seen = root
  let frame: unknown = root
  for (let i = 0; i < path.length; i += 2) {
    frame = isRecord(frame) ? child(child(frame, path[i]), path[i + 1]) : undefined
    if (isRecord(frame)) seen = { ...seen, ...frame }
  }
  return seen
}

const child = (value: unknown, key: string | undefined): unknown =>
  isRecord(value) && key !== undefined && Object.hasOwn(value, key) ? value[key] : undefined
