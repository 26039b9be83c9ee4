import { jsonProblem } from '../../storable'
import { readYaml, YamlTextError } from '../../yaml-text'
import { BatonError } from '../../problem'
import { isRecord } from '../json-schema'
import { contractFromExample } from './from-example'
import { contractFromSchema } from './from-json-schema'
import { isOpenApi, operationsOf, type Operation } from './from-openapi'
import { refused, type ImportedContract } from './imported'

/** A text from which contracts can be made, and of which sort it is. */
export type ImportSource =
  | { sort: 'openapi'; document: Record<string, unknown>; operations: Operation[] }
  | { sort: 'schema' | 'example'; contract: ImportedContract }

export type ImportSort = ImportSource['sort']

const LONGEST = 10_000_000
/** YAML takes much longer to read than JSON. */
const LONGEST_YAML = 2_000_000

/**
 * Reads what somebody pasted: JSON or YAML, an OpenAPI document, a JSON Schema or an example.
 * @param sort as what to read it; by what it looks like when absent
 * @throws BatonError invalid, said for people; with the line where it is no JSON or YAML
 */
export function readImport(text: string, sort?: ImportSort): ImportSource {
  if (text.length > LONGEST) throw refused('', 'This is too large.', `at most ${LONGEST / 1_000_000} MB`)
  const value = parsed(text)
  const problem = jsonProblem(value)
  if (problem)
    throw refused(problem.pointer, `${problem.pointer || 'It'} ${problem.message}.`, problem.expected)
  const as = sort ?? sortOf(value)
  switch (as) {
    case 'openapi':
      if (!isOpenApi(value))
        throw refused('', 'This is no OpenAPI document: it names no version.', 'openapi: 3.…')
      return { sort: as, document: value, operations: operationsOf(value) }
    case 'schema':
      return { sort: as, contract: contractFromSchema(value) }
    case 'example':
      return { sort: as, contract: contractFromExample(value) }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // YAML, or neither: its reader tells the line.
    if (text.length > LONGEST_YAML)
      throw refused('', 'This is no JSON, and too large for YAML.', `at most ${LONGEST_YAML / 1_000_000} MB`)
  }
  try {
    return readYaml(text).value
  } catch (error) {
    if (!(error instanceof YamlTextError)) throw error
    const [first] = error.problems
    throw new BatonError(
      'invalid',
      `Line ${first?.line ?? 1}: ${first?.message ?? 'not JSON'}`,
      error.problems,
    )
  }
}

const SCHEMA_WORDS = [
  '$schema',
  'properties',
  '$ref',
  '$defs',
  'definitions',
  'allOf',
  'anyOf',
  'oneOf',
  'items',
]
const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']

/** Data may have a field called `type` or `items` too: only one that holds what a schema's would counts. */
function sortOf(value: unknown): ImportSort {
  if (isOpenApi(value)) return 'openapi'
  if (!isRecord(value)) return 'example'
  const typed = [value.type].flat().every((type) => TYPES.includes(String(type)))
  if (typeof value.$schema === 'string' || typeof value.$ref === 'string') return 'schema'
  return (typed || value.type === undefined) &&
    SCHEMA_WORDS.some(
      (word) => typeof value[word] === 'object' && value[word] !== null && (typed || word !== 'items'),
    )
    ? 'schema'
    : 'example'
}
