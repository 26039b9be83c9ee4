import { isRecord } from '../contract/json-schema'
import { isPseudonym, pseudonymOf } from './pseudonym'

/**
 * A body with the values that its pseudonyms stand for: where a field is nothing but one that a value of the run bears under
 * this key. A pseudonym of another run or purpose stays, and so does one that stands within a text.
 * @param known where the values of the run are; all texts, numbers and truth values in them are looked at
 * @returns with the fields that were turned back, as dotted paths; the very body where there is nothing to turn back
 */
export function turnBack<T>(
  body: T,
  key: () => Uint8Array,
  known: () => unknown,
): { body: T; fields: string[] } {
  const wanted = new Set<string>()
  mapTexts(body, (text) => {
    if (isPseudonym(text)) wanted.add(text)
    return text
  })
  if (wanted.size === 0) return { body, fields: [] }
  const values = valuesBehind(wanted, key(), known())
  const fields: string[] = []
  const turned = mapTexts(body, (text, path) => {
    if (!values.has(text)) return text
    fields.push(path)
    return values.get(text)
  })
  return { body: turned as T, fields }
}

/** The pseudonyms that stand in a value, each as a whole field. */
export function pseudonymsIn(value: unknown): string[] {
  const found = new Set<string>()
  mapTexts(value, (text) => {
    if (isPseudonym(text)) found.add(text)
    return text
  })
  return [...found]
}

function valuesBehind(wanted: Set<string>, key: Uint8Array, known: unknown): Map<string, unknown> {
  const found = new Map<string, unknown>()
  const seen = new Set<unknown>()
  const visit = (value: unknown): void => {
    if (found.size === wanted.size || value === null) return
    if (typeof value === 'object') Object.values(value).forEach(visit)
    else if (!seen.has(value)) {
      seen.add(value)
      if (typeof value === 'string' && isPseudonym(value)) return
      const alias = pseudonymOf(key, value)
      if (wanted.has(alias)) found.set(alias, value)
    }
  }
  visit(known)
  return found
}

function mapTexts(value: unknown, map: (text: string, path: string) => unknown, path = ''): unknown {
  if (typeof value === 'string') return map(value, path)
  const below = (name: string): string => (path === '' ? name : `${path}.${name}`)
  if (Array.isArray(value)) return value.map((item, i) => mapTexts(item, map, below(String(i))))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, mapTexts(member, map, below(name))]),
  )
}
