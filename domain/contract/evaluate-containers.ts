import { count, descend, fail, inside, type Check, type Place } from './evaluate-issues'
import { matchesPattern } from './evaluate-text'
import {
  containsOf,
  countKeyword,
  dependenciesOf,
  itemSchemas,
  jsonEquals,
  own,
  schemaEntries,
  schemaKeyword,
  stringsKeyword,
  type JsonSchema,
  type SchemaObject,
} from './json-schema'

/** The keywords of arrays (2020-12 core, 10.3.1; validation, 6.4). */
export function checkArray(
  check: Check,
  schema: SchemaObject,
  value: unknown[],
  place: Place | undefined,
): boolean {
  let valid = true
  const expect = (holds: boolean, keyword: string, clause: string, expected: string): void => {
    if (!holds) valid = fail(check, { place, value, keyword, clause, expected })
  }
  const min = countKeyword(schema, 'minItems')
  if (min !== undefined)
    expect(
      value.length >= min,
      'minItems',
      `has fewer than ${count(min, 'item')}`,
      `at least ${count(min, 'item')}`,
    )
  const max = countKeyword(schema, 'maxItems')
  if (max !== undefined)
    expect(
      value.length <= max,
      'maxItems',
      `has more than ${count(max, 'item')}`,
      `at most ${count(max, 'item')}`,
    )
  if (own(schema, 'uniqueItems') === true) {
    const repeated = value.some((item, i) => value.slice(0, i).some((earlier) => jsonEquals(earlier, item)))
    expect(!repeated, 'uniqueItems', 'has an item twice', 'different items')
  }
  const { prefix, rest } = itemSchemas(schema)
  for (const [index, item] of value.entries()) {
    const expected = prefix[index] ?? rest
    if (expected === undefined) continue
    valid = descend(check, expected, item, inside(place, index)) && valid
    if (!valid && !check.issues) return false
  }
  const contains = containsOf(schema)
  if (contains) {
    const quiet = check.into(undefined)
    const found = value.filter((item, index) =>
      descend(quiet, contains.schema, item, inside(place, index)),
    ).length
    expect(
      found >= contains.min,
      'contains',
      `has ${found} of the items it must contain`,
      `at least ${contains.min}`,
    )
    expect(found <= contains.max, 'maxContains', `has ${found} items of a kind`, `at most ${contains.max}`)
  }
  return valid
}

/** The keywords of objects (2020-12 core, 10.3.2 and 10.2.2.4; validation, 6.5). */
export function checkObject(
  check: Check,
  schema: SchemaObject,
  value: Record<string, unknown>,
  place: Place | undefined,
): boolean {
  let valid = checkNames(check, schema, value, place)
  if (!valid && !check.issues) return false
  const properties = new Map(schemaEntries(schema, 'properties'))
  const patterns = schemaEntries(schema, 'patternProperties')
  const others = schemaKeyword(schema, 'additionalProperties')
  const names = schemaKeyword(schema, 'propertyNames')
  for (const [name, item] of Object.entries(value)) {
    const at = inside(place, name)
    const applying: JsonSchema[] = patterns
      .filter(([pattern]) => matchesPattern(pattern, name))
      .map(([, part]) => part)
    const named = properties.get(name)
    if (named !== undefined) applying.push(named)
    for (const part of applying) valid = descend(check, part, item, at) && valid
    if (applying.length === 0 && others === false) {
      valid = fail(check, {
        place: at,
        value: item,
        keyword: 'additionalProperties',
        clause: 'stands in a field that is not accepted',
        expected: 'only the named fields',
      })
    } else if (applying.length === 0 && others !== undefined)
      valid = descend(check, others, item, at) && valid
    if (names !== undefined && !descend(check.into(undefined), names, name, at)) {
      valid = fail(check, {
        place: at,
        value: name,
        keyword: 'propertyNames',
        clause: 'is not accepted as a field name',
        expected: 'another name',
      })
    }
    if (!valid && !check.issues) return false
  }
  for (const { name, schema: part } of dependenciesOf(schema)) {
    if (Object.hasOwn(value, name)) valid = check.run(part, value, place) && valid
  }
  return valid
}

function checkNames(
  check: Check,
  schema: SchemaObject,
  value: Record<string, unknown>,
  place: Place | undefined,
): boolean {
  let valid = true
  const missing = (name: string, keyword: string, clause: string): void => {
    if (Object.hasOwn(value, name)) return
    valid = fail(check, {
      place: inside(place, name),
      value: undefined,
      keyword,
      clause,
      expected: 'a value',
    })
  }
  for (const name of stringsKeyword(schema, 'required')) missing(name, 'required', 'is missing')
  for (const { name, required } of dependenciesOf(schema)) {
    if (!Object.hasOwn(value, name)) continue
    for (const wanted of required)
      missing(wanted, 'dependentRequired', `is missing although ${name} is given`)
  }
  const size = Object.keys(value).length
  const min = countKeyword(schema, 'minProperties')
  if (min !== undefined && size < min) {
    const [clause, expected] = [`has fewer than ${count(min, 'field')}`, `at least ${count(min, 'field')}`]
    valid = fail(check, { place, value, keyword: 'minProperties', clause, expected })
  }
  const max = countKeyword(schema, 'maxProperties')
  if (max !== undefined && size > max) {
    const [clause, expected] = [`has more than ${count(max, 'field')}`, `at most ${count(max, 'field')}`]
    valid = fail(check, { place, value, keyword: 'maxProperties', clause, expected })
  }
  return valid
}
