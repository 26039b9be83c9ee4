import { referenceOf } from '../../contract/evaluate-reference'
import { isRecord, own, schemaEntries, schemasKeyword, type SchemaObject } from '../../contract/json-schema'
import { valueAtPointer, pointerOf } from '../../pointer'
import { isClosed } from '../../policy/closed'
import { setAt } from '../set-at'
import { charactersAtMost } from './size'

/** A place of a contract that has no largest size. */
export interface Unlimited {
  /** In values: names of fields, `*` for the items of a list. */
  path: readonly string[]
  /** In the schema. */
  pointer: string
  /** What would limit it; undefined where no single keyword would, as of an object that may hold anything. */
  by: 'maxLength' | 'maxItems' | undefined
}

/** What in a contract lets a value be as large as it likes, down to the fields that do. */
export function unlimitedIn(schema: SchemaObject): Unlimited[] {
  return within(schema, { path: [], pointer: '', seen: [] })
}

interface Place {
  path: readonly string[]
  pointer: string
  seen: readonly string[]
}

function within(root: SchemaObject, place: Place): Unlimited[] {
  const { path, pointer, seen } = place
  const here = valueAtPointer(root, pointer)
  if (charactersAtMost({ root, schema: isRecord(here) || here === true ? here : {} }) < Infinity) return []
  const itself = (by: Unlimited['by']): Unlimited => ({ path, pointer, by })
  if (!isRecord(here) || seen.includes(pointer)) return [itself(undefined)]
  const at = (step: readonly string[], name?: string): Unlimited[] =>
    within(root, {
      path: name === undefined ? path : [...path, name],
      pointer: pointer + pointerOf(step),
      seen: [...seen, pointer],
    })
  const target = referenceOf(here)
  if (target?.startsWith('#/'))
    return within(root, { path, pointer: target.slice(1), seen: [...seen, pointer] })
  const inner = [
    ...schemaEntries(here, 'properties').flatMap(([name]) => at(['properties', name], name)),
    ...(isRecord(own(here, 'items')) ? at(['items'], '*') : []),
    ...['anyOf', 'oneOf', 'allOf'].flatMap((word) =>
      (schemasKeyword(here, word) ?? []).flatMap((_part, index) => at([word, String(index)])),
    ),
  ]
  const type = own(here, 'type')
  const types: unknown[] = Array.isArray(type) ? type : [type]
  if (types.includes('string') && own(here, 'maxLength') === undefined) return [...inner, itself('maxLength')]
  if (types.includes('array') && own(here, 'maxItems') === undefined) return [...inner, itself('maxItems')]
  const isOpen = types.includes('object') && !isClosed({ root, schema: here })
  return inner.length > 0 && !isOpen ? inner : [...inner, itself(undefined)]
}

/** So long a text, and so many entries, where somebody limits them at one press; both can be changed in the contract. */
export const LIMITS = { maxLength: 2000, maxItems: 100 } as const

/** The contract's schema with a limit at each place. */
export const limited = (schema: SchemaObject, places: readonly Unlimited[]): SchemaObject =>
  places.reduce((changed, { pointer, by }) => {
    const here = valueAtPointer(changed, pointer)
    return by && isRecord(here) ? setAt(changed, pointer, { ...here, [by]: LIMITS[by] }) : changed
  }, schema)
