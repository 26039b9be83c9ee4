import { isRecord, own, stringKeyword, type JsonSchema, type SchemaObject } from '../json-schema'
import { schemaProblems } from '../schema-problems'
import { contractNameFrom, oddNames, refused, type ImportedContract, type ImportNote } from './imported'
import { translateSchema, type Dialect, type TranslateOptions } from './translate'

/**
 * A contract from a JSON Schema: 2020-12 as it is, older drafts translated where that is exact, else noted.
 * @param value parsed JSON, at most 200 levels deep
 * @throws BatonError invalid
 */
export function contractFromSchema(value: unknown): ImportedContract {
  if (!isRecord(value)) throw refused('', 'A JSON Schema is an object.', 'an object')
  const translated = translateSchema(value, value, '', { dialect: dialectOf(value) })
  const title = stringKeyword(value, 'title') ?? stringKeyword(value, '$id')?.split('/').at(-1) ?? ''
  return asContract(translated, contractNameFrom(title.replace(/\.(schema\.)?json$/, '')))
}

/** A contract from a schema somewhere in a document. @throws BatonError invalid */
export function contractFromPart(
  document: JsonSchema,
  schema: unknown,
  pointer: string,
  name: string,
  options: TranslateOptions,
): ImportedContract {
  return asContract(translateSchema(document, schema, pointer, options), name)
}

/** By what it says of itself; where it says nothing, the present one, whose words the older ones mostly share. */
function dialectOf(schema: SchemaObject): Dialect {
  const says = stringKeyword(schema, '$schema') ?? ''
  if (/draft-0?[3-7]/.test(says)) return 'draft-07'
  if (says === '' && own(schema, 'definitions') !== undefined && own(schema, '$defs') === undefined)
    return 'draft-07'
  return '2020-12'
}

const LONGEST = 200_000

/** What crosses a handoff is an object: anything else becomes the one field of one. */
function asContract(
  { schema, notes }: { schema: JsonSchema; notes: ImportNote[] },
  name: string,
): ImportedContract {
  const whole = asObject(schema, notes)
  const description = (stringKeyword(whole, 'description') ?? '').slice(0, 500)
  if (JSON.stringify(whole).length > LONGEST)
    throw refused(
      '',
      'This is too large for a contract once its references are taken over.',
      `at most ${LONGEST} characters`,
    )
  const [problem] = schemaProblems(whole)
  if (problem) throw refused(problem.pointer, problem.message, problem.expected)
  return { name, description, schema: whole, notes: [...notes, ...oddNames(whole)] }
}

function asObject(schema: JsonSchema, notes: ImportNote[]): SchemaObject {
  if (typeof schema === 'object') {
    const types = [own(schema, 'type')].flat()
    if (types.length === 1 && types[0] === 'object') return schema
    if (
      types[0] === undefined &&
      ['properties', 'allOf', 'anyOf', 'oneOf', '$ref'].some((word) => word in schema)
    ) {
      notes.push({ pointer: '', message: 'What crosses a handoff is an object: nothing else is accepted.' })
      return { type: 'object', ...schema }
    }
    if (types.includes('object')) {
      notes.push({
        pointer: '',
        message:
          'It may be something else than an object, which a handoff is not: only objects are accepted.',
      })
      return { ...schema, type: 'object' }
    }
  }
  const isList = typeof schema === 'object' && own(schema, 'type') === 'array'
  const field = isList ? 'items' : 'value'
  notes.push({
    pointer: '',
    message: `What crosses a handoff is an object: ${isList ? 'the list' : 'the value'} stands in its field “${field}”.`,
  })
  const { $defs, ...inner } = typeof schema === 'object' ? schema : { $defs: undefined }
  return {
    type: 'object',
    properties: { [field]: typeof schema === 'object' ? inner : schema },
    required: [field],
    additionalProperties: false,
    ...($defs !== undefined && { $defs }),
  }
}
