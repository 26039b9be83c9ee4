import { referenceOf, resolveReference } from '../contract/evaluate-reference'
import { isRecord, own, type JsonSchema } from '../contract/json-schema'
import { fieldOf, shapeOf, type Located } from '../expression/schema-shape'
import { pointerOf } from '../pointer'

/** A view as it would be sent, and what is known of its subject. */
export interface FittableView {
  /** By slot. */
  data: Record<string, unknown>
  /** The slot that is handed over; the others are read besides. */
  handoff: string | undefined
  /** Schema of what is handed over. */
  schema: JsonSchema | undefined
}

/** A text that can be shortened. */
export interface TextPart {
  pointer: string
  text: string
}

/** A list that can lose entries from its end. */
export interface ListPart {
  pointer: string
  length: number
  /** Entries that stay in any case. */
  least: number
  /** Characters of its JSON. */
  size: number
}

export interface ViewParts {
  texts: TextPart[]
  lists: ListPart[]
  /** Of what is read besides: objects that are fields of a slot, and whole slots. */
  groups: { pointer: string; size: number }[]
  slots: { pointer: string; size: number }[]
}

/** Shorter texts are kept: what stands in their place would be as long. */
const FREE_TEXT = 80
/** What may be left out is longer than the words that say so. */
const WORTH_IT = 48

/**
 * What of a view can be left out or shortened, in the order in which it is needed least: first what is read besides,
 * then what is handed over. Of the handoff an identifier that its contract requires is never touched, and lists keep the
 * entries that it asks for at least. Numbers, flags and short texts stay.
 */
export function partsOf({ data, handoff, schema }: FittableView): { besides: ViewParts; handed: ViewParts } {
  const [besides, handed] = [emptyParts(), emptyParts()]
  for (const [slot, value] of Object.entries(data)) {
    const subject = slot === handoff
    const at = subject && schema !== undefined ? { root: schema, schema } : undefined
    const parts = subject ? handed : besides
    collect(parts, value, { path: [slot], name: slot, at, required: true })
    if (subject) continue
    const size = sizeOf(value)
    if (size > WORTH_IT) parts.slots.push({ pointer: pointerOf([slot]), size })
    for (const [name, group] of Object.entries(isRecord(value) ? value : {}))
      if (isRecord(group) && sizeOf(group) > WORTH_IT)
        parts.groups.push({ pointer: pointerOf([slot, name]), size: sizeOf(group) })
  }
  for (const { texts, lists, groups, slots } of [besides, handed]) {
    texts.sort((a, b) => b.text.length - a.text.length || byPointer(a, b))
    lists.sort((a, b) => b.size - a.size || byPointer(a, b))
    groups.sort((a, b) => b.size - a.size || byPointer(a, b))
    slots.sort((a, b) => b.size - a.size || byPointer(a, b))
  }
  return { besides, handed }
}

const emptyParts = (): ViewParts => ({ texts: [], lists: [], groups: [], slots: [] })
const byPointer = (a: { pointer: string }, b: { pointer: string }): number =>
  a.pointer < b.pointer ? -1 : a.pointer > b.pointer ? 1 : 0
const sizeOf = (value: unknown): number => (JSON.stringify(value) ?? '').length

interface Place {
  path: string[]
  name: string
  at: Located | undefined
  /** Whether its contract requires it, all the way down. */
  required: boolean
}

function collect(parts: ViewParts, value: unknown, place: Place): void {
  const { path, at, required } = place
  if (typeof value === 'string') {
    if (value.length > FREE_TEXT && !(required && isIdentifier(place)))
      parts.texts.push({ pointer: pointerOf(path), text: value })
    return
  }
  if (Array.isArray(value)) {
    const items = at && shapeOf(at).items
    value.forEach((item, i) =>
      collect(parts, item, { path: [...path, String(i)], name: place.name, at: items, required }),
    )
    const least = required && isIdentifier(place) ? value.length : Math.min(leastItems(at), value.length)
    const size = sizeOf(value)
    if (sizeOf(value.slice(least)) > WORTH_IT)
      parts.lists.push({ pointer: pointerOf(path), length: value.length, least, size })
    return
  }
  if (!isRecord(value)) return
  const shape = at && shapeOf(at)
  for (const [name, part] of Object.entries(value)) {
    const field = shape && fieldOf(shape, name)
    collect(parts, part, {
      path: [...path, name],
      name,
      at: field?.at,
      required: required && (field?.required ?? false),
    })
  }
}

const IDENTIFIER = /(^|_)(ids?|keys?)$|[a-z](Ids?|Keys?)$/

/** By its name, or because its contract lists its values or says how it is written. Only where there is a contract. */
function isIdentifier({ name, at }: Place): boolean {
  if (!at) return false
  if (IDENTIFIER.test(name) || shapeOf(at).values !== undefined) return true
  const schema = target(at)
  return ['format', 'pattern'].some((keyword) => own(schema, keyword) !== undefined)
}

function leastItems(at: Located | undefined): number {
  const least = at && own(target(at), 'minItems')
  return typeof least === 'number' ? least : 0
}

function target({ root, schema }: Located): Record<string, unknown> {
  const reference = typeof schema === 'object' ? referenceOf(schema) : undefined
  const found = reference === undefined ? schema : (resolveReference(root, reference) ?? schema)
  return isRecord(found) ? found : {}
}
