import { applyCombinators } from './evaluate-combine'
import { checkArray, checkObject } from './evaluate-containers'
import { fail, issueMessage, placePointer, type Check, type Issue, type Place } from './evaluate-issues'
import { checkEnumerations, checkNumber, checkString, checkType } from './evaluate-scalars'
import { checkUnevaluated } from './evaluate-unevaluated'
import { isRecord, jsonTypeOf, type JsonSchema, type SchemaObject } from './json-schema'

export interface EvaluateOptions {
  /**
   * 'annotation' (default): `format` only describes, as in 2020-12 unless a dialect says otherwise (validation, 7.2).
   * 'assertion': the formats of ajv-formats are checked; unknown ones accept everything.
   */
  formats?: 'annotation' | 'assertion'
  /** The document in which references are looked up, if the schema is only a part of it. */
  root?: JsonSchema
}

/** One misfit of a value: where in the value, what is wrong in words, what was expected, and the keyword that says so. */
export interface SchemaIssue {
  /** JSON Pointer (RFC 6901) into the value; for a missing property, to where it should be. */
  pointer: string
  message: string
  expected: string
  keyword: string
}

/**
 * Whether a JSON value is valid under a schema. An interpreter: it generates no code, so it also runs under a
 * content security policy without `unsafe-eval`. Never throws; a reference that leads nowhere or round in a
 * circle, and nesting beyond 200 levels, make the value invalid. Source: JSON Schema 2020-12, core 10 and 11, validation 6 and 7.
 */
export function evaluateSchema(schema: JsonSchema, value: unknown, options: EvaluateOptions = {}): boolean {
  return newCheck(schema, options, undefined).run(schema, value, undefined)
}

/** As `evaluateSchema`, but lists every misfit; an empty list means valid. */
export function validateInstance(
  schema: JsonSchema,
  value: unknown,
  options: EvaluateOptions = {},
): SchemaIssue[] {
  return listIssues(schema, value, options).map((issue) => ({
    pointer: placePointer(issue.place),
    message: issueMessage(issue),
    expected: issue.expected,
    keyword: issue.keyword,
  }))
}

/** The misfits with their parts, from which other sentences can be made. */
export function listIssues(schema: JsonSchema, value: unknown, options: EvaluateOptions = {}): Issue[] {
  const issues: Issue[] = []
  newCheck(schema, options, issues).run(schema, value, undefined)
  return issues
}

function newCheck(schema: JsonSchema, options: EvaluateOptions, issues: Issue[] | undefined): Check {
  const following = new Set<SchemaObject>()
  const make = (list: Issue[] | undefined): Check => {
    const check: Check = {
      root: options.root ?? schema,
      assertFormats: options.formats === 'assertion',
      issues: list,
      following,
      run: (part, value, place) => run(check, part, value, place),
      into: (other) => (other === list ? check : make(other)),
    }
    return check
  }
  return make(issues)
}

function run(check: Check, schema: JsonSchema, value: unknown, place: Place | undefined): boolean {
  if (schema === true) return true
  if (schema === false)
    return fail(check, {
      place,
      value,
      keyword: 'false',
      clause: 'is not accepted here',
      expected: 'nothing',
    })
  const type = jsonTypeOf(value)
  if (type === undefined) {
    return fail(check, {
      place,
      value: null,
      keyword: 'type',
      clause: 'is not a JSON value',
      expected: 'a JSON value',
    })
  }
  // A value of the wrong type breaks its other rules too; one sentence is enough.
  if (!checkType(check, schema, value, place)) return false
  const steps: (() => boolean)[] = [
    () => checkEnumerations(check, schema, value, place),
    () => checkTyped(check, schema, value, place),
    () => applyCombinators(check, schema, value, place),
    () => checkUnevaluated(check, schema, value, place),
  ]
  let valid = true
  for (const step of steps) {
    valid = step() && valid
    // Listing goes on after a misfit; a bare verdict need not.
    if (!valid && check.issues === undefined) return false
  }
  return valid
}

function checkTyped(check: Check, schema: SchemaObject, value: unknown, place: Place | undefined): boolean {
  if (typeof value === 'number') return checkNumber(check, schema, value, place)
  if (typeof value === 'string') return checkString(check, schema, value, place)
  if (Array.isArray(value)) return checkArray(check, schema, value, place)
  return isRecord(value) ? checkObject(check, schema, value, place) : true
}
