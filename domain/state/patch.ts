import { applyPatch, createPatch, type Operation } from 'rfc6902'
import { isRecord } from '../contract/json-schema'
import { fitsIn } from './size'

/** Larger values are replaced as a whole: comparing two lists takes time in the product of their lengths. */
const COMPARED = 50_000

/** A run's one shared object: by slot (node id), what was last handed over. */
export type State = Record<string, unknown>
/** RFC 6902 operations that lead from one version of the state to the next. */
export type StatePatch = Operation[]

/**
 * The state with one slot written, and the patch that leads there: only what differs within the slot. The state given
 * is not changed; slots not written are shared with it.
 * @param frame where the slot stands when not at the top: names that lead to an object (domain/state/scoped.ts)
 * @throws RangeError when the frame leads nowhere
 */
export function writeSlot(
  state: State,
  slot: string,
  value: unknown,
  frame: readonly string[] = [],
): { patch: StatePatch; state: State } {
  const [name, ...rest] = frame
  if (name === undefined) return writeTop(state, slot, value)
  const inner = Object.hasOwn(state, name) ? state[name] : undefined
  if (!isRecord(inner)) throw new RangeError(`There is no ${name} to write ${slot} in`)
  const written = writeSlot(inner, slot, value, rest)
  return {
    patch: written.patch.map((operation) => ({ ...operation, path: `/${name}${operation.path}` })),
    state: { ...state, [name]: written.state },
  }
}

function writeTop(state: State, slot: string, value: unknown): { patch: StatePatch; state: State } {
  const known = Object.hasOwn(state, slot)
  const before = known ? { [slot]: state[slot] } : {}
  const whole = !known || !fitsIn(value, COMPARED) || hasOddName(before) || hasOddName(value)
  const patch: StatePatch = whole
    ? [{ op: known ? 'replace' : 'add', path: `/${slot}`, value }]
    : createPatch(before, { [slot]: value })
  return { patch, state: { ...state, [slot]: value } }
}

/** What differs from one state to another, as a patch; for comparing versions and for rolling back to one. */
export function patchBetween(from: State, to: State): StatePatch {
  return createPatch(from, to)
}

/**
 * A state with a patch applied; the state given is not changed.
 * @throws RangeError when an operation does not apply: the patch belongs to another state
 */
export function applyStatePatch(state: State, patch: StatePatch): State {
  const copy = copyOf(state)
  applyInPlace(copy, patch)
  return copy
}

/** The patch that leads back, made from the state the patch starts from. @throws RangeError as `applyStatePatch` */
export function invertPatch(state: State, patch: StatePatch): StatePatch {
  return createPatch(applyStatePatch(state, patch), state)
}

/**
 * A version of the state, from the patches of all versions in order: patch n-1 leads to version n, and version 0 is
 * the empty state.
 * @throws RangeError when there are fewer patches than the version, or one does not apply
 */
export function stateAt(patches: readonly StatePatch[], version: number): State {
  if (!Number.isInteger(version) || version < 0 || version > patches.length)
    throw new RangeError(`There is no version ${version}; the latest is ${patches.length}`)
  const state: State = {}
  for (const patch of patches.slice(0, version)) applyInPlace(state, patch)
  return state
}

function applyInPlace(state: State, patch: StatePatch): void {
  for (const operation of copyOf(patch)) {
    const slot = operation.path.slice(1)
    if ('value' in operation && operation.op !== 'test' && /^[a-z][a-z0-9_]*$/.test(slot)) {
      if (operation.op === 'replace' && !Object.hasOwn(state, slot))
        throw new RangeError(`The patch does not apply: there is no slot ${slot}`)
      state[slot] = operation.value
      continue
    }
    const [failed] = applyPatch(state, [operation])
    if (failed) throw new RangeError(`The patch does not apply: ${failed.message}`)
  }
}

/** Of JSON. What stands in two places as one object is two afterwards: a change of one must not show in the other. */
const copyOf = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

/** A member named `__proto__`, which the patch library would lose; such a slot is written as a whole. */
function hasOddName(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(hasOddName)
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(hasOddName)
}
