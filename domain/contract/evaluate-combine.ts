import { fail, type Check, type Issue, type Place } from './evaluate-issues'
import { referenceOf, resolveReference } from './evaluate-reference'
import { schemaKeyword, schemasKeyword, type JsonSchema, type SchemaObject } from './json-schema'

/** References and the keywords that combine schemas at one place of the value (2020-12 core, 8.2.3 and 10.2). */
export function applyCombinators(
  check: Check,
  schema: SchemaObject,
  value: unknown,
  place: Place | undefined,
): boolean {
  let valid = followReference(check, schema, value, place)
  for (const part of schemasKeyword(schema, 'allOf') ?? []) {
    if (!valid && !check.issues) return false
    valid = check.run(part, value, place) && valid
  }
  if (!valid && !check.issues) return false
  valid = anyOf(check, schema, value, place) && valid
  valid = oneOf(check, schema, value, place) && valid
  const quiet = check.into(undefined)
  const not = schemaKeyword(schema, 'not')
  if (not !== undefined && quiet.run(not, value, place)) {
    valid = fail(check, {
      place,
      value,
      keyword: 'not',
      clause: 'is of a kind that is ruled out',
      expected: 'another value',
    })
  }
  const condition = schemaKeyword(schema, 'if')
  if (condition !== undefined) {
    const consequence = schemaKeyword(schema, quiet.run(condition, value, place) ? 'then' : 'else')
    if (consequence !== undefined) valid = check.run(consequence, value, place) && valid
  }
  return valid
}

function followReference(
  check: Check,
  schema: SchemaObject,
  value: unknown,
  place: Place | undefined,
): boolean {
  const reference = referenceOf(schema)
  if (reference === undefined) return true
  const target = resolveReference(check.root, reference)
  if (target === undefined || check.following.has(schema)) {
    const clause = `cannot be checked: ${reference} ${target === undefined ? 'leads nowhere' : 'leads round in a circle'}`
    return fail(check, { place, value, keyword: '$ref', clause, expected: `what ${reference} describes` })
  }
  check.following.add(schema)
  const valid = check.run(target, value, place)
  check.following.delete(schema)
  return valid
}

function anyOf(check: Check, schema: SchemaObject, value: unknown, place: Place | undefined): boolean {
  const parts = schemasKeyword(schema, 'anyOf')
  if (!parts) return true
  const quiet = check.into(undefined)
  if (parts.some((part) => quiet.run(part, value, place))) return true
  return check.issues ? explainNone(check, parts, value, place, 'anyOf') : false
}

function oneOf(check: Check, schema: SchemaObject, value: unknown, place: Place | undefined): boolean {
  const parts = schemasKeyword(schema, 'oneOf')
  if (!parts) return true
  const quiet = check.into(undefined)
  const fitting = parts.filter((part) => quiet.run(part, value, place)).length
  if (fitting === 1) return true
  if (fitting === 0) return check.issues ? explainNone(check, parts, value, place, 'oneOf') : false
  const clause = `fits ${fitting} of the ${parts.length} accepted forms at once`
  return fail(check, { place, value, keyword: 'oneOf', clause, expected: 'exactly one of the forms' })
}

/** If one form was clearly meant (its type and its tags fit), its own misfits say more than "none fits". */
function explainNone(
  check: Check,
  parts: JsonSchema[],
  value: unknown,
  place: Place | undefined,
  keyword: string,
): false {
  const misfits = parts.map((part) => {
    const issues: Issue[] = []
    check.into(issues).run(part, value, place)
    return issues
  })
  const near = misfits.filter((issues) => !issues.some((issue) => rulesOut(issue, place)))
  const only = near.length === 1 ? near[0] : misfits.length === 1 ? misfits[0] : undefined
  if (only && only.length > 0) {
    check.issues?.push(...only)
    return false
  }
  const tag = commonTag(misfits, place)
  if (tag) {
    check.issues?.push(tag)
    return false
  }
  const direct = misfits.flat().filter((issue) => issue.place === place)
  const expected = [...new Set(direct.map((issue) => issue.expected))].join(', or ')
  const allTypes = direct.length === parts.length && direct.every((issue) => issue.keyword === 'type')
  const clause = allTypes ? `is not ${expected}` : `fits none of the ${parts.length} accepted forms`
  return fail(check, { place, value, keyword, clause, expected: expected || `one of ${parts.length} forms` })
}

/** If every form asks for another value of one field, that field is what misfits. */
function commonTag(misfits: Issue[][], place: Place | undefined): Issue | undefined {
  const tags = misfits.map((issues) =>
    issues.filter((issue) => issue.keyword === 'const' && issue.place && issue.place.parent === place),
  )
  const first = tags[0]?.find(({ place: at }) =>
    tags.every((own) => own.some((issue) => issue.place?.token === at?.token)),
  )
  if (!first) return undefined
  const expected = tags.flatMap((own) =>
    own.filter((issue) => issue.place?.token === first.place?.token).map((issue) => issue.expected),
  )
  return {
    ...first,
    clause: `is not one of ${tags.length} accepted values`,
    expected: `one of ${expected.join(', ')}`,
  }
}

function rulesOut(issue: Issue, place: Place | undefined): boolean {
  if (issue.place === place) return ['type', 'const', 'enum', 'false', '$ref'].includes(issue.keyword)
  return issue.place?.parent === place && issue.keyword === 'const'
}
