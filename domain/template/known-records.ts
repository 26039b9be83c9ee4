import { validateInstance } from '../contract/evaluate'
import { own, stringKeyword, typeNames, type JsonSchema } from '../contract/json-schema'
import { resolveSchema } from '../contract/resolve-schema'
import type { PracticeSystem } from './systems'

/** A value that may be typed into a field, and in a few words what it stands for. */
export interface KnownValue {
  value: string
  about?: string
}

/** So many are worth looking through. */
const MOST = 200

/**
 * The practice records that a field may name, in the order of their collection: those of a collection whose every name is
 * what the field's pattern asks for; without a pattern, of the collection that fields of that name refer to elsewhere.
 * @param schema of the field @param root what its references are resolved in
 */
export function knownRecords(
  name: string,
  schema: JsonSchema,
  root: JsonSchema,
  systems: readonly Pick<PracticeSystem, 'collections'>[],
): KnownValue[] {
  const field = resolveSchema(schema, root)
  if (!typeNames(field)?.includes('string') || own(field, 'enum') !== undefined) return []
  const hasPattern = stringKeyword(field, 'pattern') !== undefined
  return systems
    .flatMap(({ collections }) => {
      const referred = new Set(Object.values(collections).flatMap(({ refers }) => refers[name] ?? []))
      return Object.entries(collections).flatMap(([key, { id, search, records }]) => {
        const fits = records.every((record) => validateInstance(field, record[id]).length === 0)
        if (records.length === 0 || !fits || !(hasPattern || referred.has(key))) return []
        return records.map((record): KnownValue => {
          const about = search.map((each) => record[each]).find((text) => typeof text === 'string')
          return { value: String(record[id]), ...(typeof about === 'string' && { about }) }
        })
      })
    })
    .slice(0, MOST)
}
