import { isMultipleOf } from './evaluate-decimal'
import { count, fail, preview, type Check, type Place } from './evaluate-issues'
import { matchesFormat, matchesPattern } from './evaluate-text'
import {
  bounds,
  countKeyword,
  enumerations,
  jsonEquals,
  jsonTypeOf,
  numberKeyword,
  stringKeyword,
  textLength,
  typeNames,
  type SchemaObject,
} from './json-schema'

const TYPE_WORDS: Record<string, string> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'empty (null)',
}

/** `type`: one name or several, where `integer` is a number without fraction (2020-12 validation, 6.1.1). */
export function checkType(
  check: Check,
  schema: SchemaObject,
  value: unknown,
  place: Place | undefined,
): boolean {
  const names = typeNames(schema)
  if (names === undefined || names.some((name) => hasType(name, value))) return true
  const expected = names.map((name) => TYPE_WORDS[name] ?? name).join(' or ')
  return fail(check, { place, value, keyword: 'type', clause: `is not ${expected}`, expected })
}

function hasType(name: string, value: unknown): boolean {
  return name === 'integer' ? Number.isInteger(value) : jsonTypeOf(value) === name
}

/** `enum` and `const`. */
export function checkEnumerations(
  check: Check,
  schema: SchemaObject,
  value: unknown,
  place: Place | undefined,
): boolean {
  for (const { keyword, values } of enumerations(schema)) {
    if (values.some((item) => jsonEquals(item, value))) continue
    const shown = values.slice(0, 6).map((item) => preview(item, 30))
    const expected = shown.join(', ') + (values.length > shown.length ? ', …' : '')
    const clause =
      values.length === 1 ? `is not ${expected}` : `is not one of ${values.length} accepted values`
    return fail(check, {
      place,
      value,
      keyword,
      clause,
      expected: values.length === 1 ? expected : `one of ${expected}`,
    })
  }
  return true
}

/** `minimum`, `maximum`, their exclusive forms and `multipleOf`. */
export function checkNumber(
  check: Check,
  schema: SchemaObject,
  value: number,
  place: Place | undefined,
): boolean {
  let valid = true
  const expect = (holds: boolean, keyword: string, clause: string, expected: string): void => {
    if (!holds) valid = fail(check, { place, value, keyword, clause, expected })
  }
  for (const { value: low, exclusive } of bounds(schema, 'Minimum')) {
    if (exclusive) expect(value > low, 'exclusiveMinimum', `is not more than ${low}`, `more than ${low}`)
    else expect(value >= low, 'minimum', `is less than ${low}`, `at least ${low}`)
  }
  for (const { value: high, exclusive } of bounds(schema, 'Maximum')) {
    if (exclusive) expect(value < high, 'exclusiveMaximum', `is not less than ${high}`, `less than ${high}`)
    else expect(value <= high, 'maximum', `is more than ${high}`, `at most ${high}`)
  }
  const step = numberKeyword(schema, 'multipleOf')
  if (step !== undefined)
    expect(isMultipleOf(value, step), 'multipleOf', `is not a multiple of ${step}`, `a multiple of ${step}`)
  return valid
}

/** `minLength`, `maxLength`, `pattern` and, where asked for, `format`. */
export function checkString(
  check: Check,
  schema: SchemaObject,
  value: string,
  place: Place | undefined,
): boolean {
  let valid = true
  const expect = (holds: boolean, keyword: string, clause: string, expected: string): void => {
    if (!holds) valid = fail(check, { place, value, keyword, clause, expected })
  }
  const min = countKeyword(schema, 'minLength')
  if (min !== undefined) {
    const expected = `at least ${count(min, 'character')}`
    expect(
      value.length >= min && textLength(value) >= min,
      'minLength',
      `has fewer than ${count(min, 'character')}`,
      expected,
    )
  }
  const max = countKeyword(schema, 'maxLength')
  if (max !== undefined) {
    const expected = `at most ${count(max, 'character')}`
    expect(
      value.length <= max || textLength(value) <= max,
      'maxLength',
      `has more than ${count(max, 'character')}`,
      expected,
    )
  }
  const pattern = stringKeyword(schema, 'pattern')
  if (pattern !== undefined) {
    expect(
      matchesPattern(pattern, value),
      'pattern',
      `does not match the pattern ${pattern}`,
      `text matching ${pattern}`,
    )
  }
  const format = stringKeyword(schema, 'format')
  if (format !== undefined && check.assertFormats) {
    expect(matchesFormat(format, value), 'format', `is not written as ${format}`, `text written as ${format}`)
  }
  return valid
}
