import { pointerOf } from '../pointer'
import type { JsonSchema, SchemaObject } from './json-schema'

/** Values nested deeper are refused, before the call stack gives out. */
const DEPTH_LIMIT = 200

/** Where in the value the evaluation stands: a chain of keys and indices up to the root (undefined). */
export interface Place {
  parent: Place | undefined
  token: string | number
  depth: number
}

/** A misfit as found. `clause` continues "the value …"; for what is missing, `value` is undefined. */
export interface Issue {
  place: Place | undefined
  value: unknown
  keyword: string
  clause: string
  expected: string
}

/** What the keyword functions share: the document, the options, and the list of issues if one is wanted. */
export interface Check {
  root: JsonSchema
  assertFormats: boolean
  /** Undefined when only the verdict counts, so that the first misfit ends the evaluation. */
  issues: Issue[] | undefined
  /** Schema objects entered by reference at the present place of the value: entering one twice is a circle. */
  following: Set<SchemaObject>
  run(schema: JsonSchema, value: unknown, place: Place | undefined): boolean
  /** The same evaluation, with its issues going elsewhere. */
  into(issues: Issue[] | undefined): Check
}

/** Notes a misfit where they are listed; always false. */
export function fail(check: Check, issue: Issue): false {
  check.issues?.push(issue)
  return false
}

export function inside(parent: Place | undefined, token: string | number): Place {
  return { parent, token, depth: (parent?.depth ?? 0) + 1 }
}

/** One step down into the value: references may be followed afresh there. */
export function descend(check: Check, schema: JsonSchema, value: unknown, place: Place): boolean {
  if (place.depth > DEPTH_LIMIT) {
    return fail(check, {
      place,
      value: undefined,
      keyword: 'type',
      clause: 'is nested too deeply to be checked',
      expected: `at most ${DEPTH_LIMIT} levels`,
    })
  }
  if (typeof schema === 'boolean' || check.following.size === 0) return check.run(schema, value, place)
  const above = [...check.following]
  check.following.clear()
  const valid = check.run(schema, value, place)
  check.following.clear()
  for (const entered of above) check.following.add(entered)
  return valid
}

/** JSON Pointer (RFC 6901) of a place. */
export function placePointer(place: Place | undefined): string {
  let pointer = ''
  for (let at = place; at; at = at.parent) pointer = pointerOf([at.token]) + pointer
  return pointer
}

/** What people call a place: its field's name, or "item 2 of tags". */
export function placeLabel(place: Place | undefined): string {
  if (!place) return 'the value'
  if (typeof place.token === 'string') return place.token
  return `item ${place.token + 1} of ${place.parent ? placeLabel(place.parent) : 'the list'}`
}

/** A sentence part for a misfit: `"unknown" is not one of 3 accepted values`. */
export function issueMessage(issue: Issue): string {
  return issue.value === undefined
    ? `${placeLabel(issue.place)} ${issue.clause}`
    : `${preview(issue.value)} ${issue.clause}`
}

/** A value in a few words. */
export function preview(value: unknown, limit = 60): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`
}

/** `1 item`, `3 items`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`
}
