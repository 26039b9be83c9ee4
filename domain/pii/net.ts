import { isRecord } from '../contract/json-schema'
import { detectPii } from './detect'

/** A stretch of a text that is personal data, by whoever found it; in UTF-16 units, `end` exclusive. */
export interface PersonalSpan {
  type: string
  start: number
  end: number
}

/** Says of what was found whether its reader may have it as it is. */
export type Permits = (found: { type: string; text: string }) => boolean

/** How often each type was taken out: types and counts, never what it was. */
export type Caught = Record<string, number>

export interface Netted<T> {
  value: T
  caught: Caught
}

const NOTHING: Permits = () => false

/** Of a text that could not be looked at whole: it is masked, under this name. */
export const UNREAD = 'UNREAD_TEXT'

/**
 * A text with the personal data in it that its reader may not have replaced by what type it was: the second net, for what
 * stands where nobody declared it.
 * @param more what others found in it besides, as names; where both found something, the detector's word holds
 */
export function netted(
  text: string,
  permits: Permits = NOTHING,
  { field, more = [] }: { field?: string; more?: readonly PersonalSpan[] } = {},
): Netted<string> {
  const spans = [...spansIn(text, field), ...more].sort((a, b) => a.start - b.start)
  const caught: Caught = {}
  let kept = ''
  let from = 0
  for (const { type, start, end } of spans) {
    if (start < from || permits({ type, text: text.slice(start, end) })) continue
    kept += `${text.slice(from, start)}[${type}]`
    from = end
    caught[type] = (caught[type] ?? 0) + 1
  }
  return { value: from === 0 ? text : kept + text.slice(from), caught }
}

/** A text of a value as it is looked at. */
export interface Place {
  /** The name it stands under. */
  field?: string | undefined
  /** It is a name itself. */
  isName?: true
}
export type Look = (text: string, at: Place) => Netted<string>

/** A JSON value with all its texts through the net, names of fields too. What is clean stays the same object. */
export function nettedValue(value: unknown, look: Look): Netted<unknown> {
  const caught: Caught = {}
  const looked = (text: string, at: Place): string => {
    const found = look(text, at)
    add(caught, found.caught)
    return found.value
  }
  const visit = (part: unknown, field?: string): unknown => {
    if (typeof part === 'string') return looked(part, { field })
    // A card or an account may come as a number; shorter ones are amounts and counts.
    if (typeof part === 'number') {
      if (!Number.isSafeInteger(part) || part < SHORTEST_NUMBER) return part
      const [was, now] = [String(part), looked(String(part), { field })]
      return was === now ? part : now
    }
    if (Array.isArray(part)) {
      const items = part.map((item) => visit(item, field))
      return items.every((item, i) => item === part[i]) ? part : items
    }
    if (!isRecord(part) || !isPlain(part)) return part
    let changed = false
    const members = Object.entries(part).map(([name, member]): [string, unknown] => {
      const pair: [string, unknown] = [looked(name, { isName: true }), visit(member, name)]
      changed ||= pair[0] !== name || pair[1] !== member
      return pair
    })
    return changed ? Object.fromEntries(members) : part
  }
  return { value: visit(value), caught }
}

/** Adds up what was caught. */
export function add(sum: Caught, caught: Caught): void {
  for (const [type, count] of Object.entries(caught)) sum[type] = (sum[type] ?? 0) + count
}

/** Whether anything was caught at all. */
export const isCaught = (caught: Caught | undefined): caught is Caught =>
  caught !== undefined && Object.keys(caught).length > 0

const SHORTEST_NUMBER = 1e11
const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Names of fields that say of a plain number or date what it is, as words before it would in a text. */
const TELLING =
  /(?:^|_)(?:phone|mobile|telephone|fax|cell|ssn|social_security|birth|dob|birthday|birthdate|nino|nhs|bsn|cpf|pesel|aadhaar|tfn|sin)(?:_|$)/

/** The name of a field in words, where these tell what stands in it. */
export function tellingName(field: string | undefined): string | undefined {
  if (field === undefined) return undefined
  const name = field.replace(/([a-z\d])([A-Z])/g, '$1_$2').toLowerCase()
  return TELLING.test(name) ? name.replace(/_(?:of|number|no)(?=_|$)|_/g, ' ').trim() : undefined
}

function spansIn(text: string, field: string | undefined): PersonalSpan[] {
  const name = tellingName(field)
  if (name === undefined) return detectPii(text)
  const ahead = `${name}: `
  return detectPii(ahead + text).flatMap(({ type, start, end }) =>
    start < ahead.length ? [] : [{ type, start: start - ahead.length, end: end - ahead.length }],
  )
}
