import { isCircular, resolveReference } from '../evaluate-reference'
import { compilePattern } from '../evaluate-text'
import { isRecord, isSchema, own, type JsonSchema, type SchemaObject } from '../json-schema'
import { CATEGORIES_KEYWORD, CLASSIFICATION_KEYWORD } from '../contract'
import { CATEGORIES, CLASSIFICATIONS } from '../../policy/classification'
import { pointerOf } from '../../pointer'
import { brief } from '../../problem'
import { refused, type ImportNote } from './imported'
import { mergeAllOf } from './merge-all-of'
import { foldNull, orNull } from './nullable'

export type Dialect = 'draft-07' | '2020-12' | 'openapi-3.0' | 'openapi-3.1'

export interface TranslateOptions {
  dialect: Dialect
  /** Of an API: what only the other side is told of is left out (OpenAPI 3.0, `readOnly` and `writeOnly`). */
  side?: 'request' | 'response'
}

/** Schemas that are translated, and of these the copies that references make, at most; levels down. */
const MOST_SCHEMAS = 20_000
const MOST_COPIED = 2_000
const DEEPEST = 100

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string']
const SCHEMA = ['contains', 'not', 'if', 'then', 'else', 'propertyNames', 'additionalProperties']
SCHEMA.push('unevaluatedItems', 'unevaluatedProperties')
const SCHEMAS = ['allOf', 'anyOf', 'oneOf', 'prefixItems']
const NAMED = ['properties', 'patternProperties', 'dependentSchemas']
const PLAIN = [
  'title',
  'description',
  'default',
  'deprecated',
  'readOnly',
  'writeOnly',
  'const',
  'enum',
  'format',
]
PLAIN.push(
  'minimum',
  'maximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
)
PLAIN.push('minContains', 'maxContains', 'minProperties', 'maxProperties', 'dependentRequired')
PLAIN.push('contentEncoding', 'contentMediaType')
/** They name places or say nothing of values; what they name is found through the references. */
const SILENT = [
  '$schema',
  '$id',
  'id',
  '$anchor',
  '$dynamicAnchor',
  '$recursiveAnchor',
  '$vocabulary',
  '$comment',
]
SILENT.push('$defs', 'definitions', 'components', 'discriminator', 'xml', 'externalDocs', 'contentSchema')
SILENT.push('required', 'additionalItems', 'nullable', 'example')
const ANNOTATIONS = ['title', 'description', 'default', 'deprecated', 'readOnly', 'writeOnly', 'examples']
ANNOTATIONS.push('$comment', '$schema', '$id', '$defs', 'definitions', 'example')
ANNOTATIONS.push(CLASSIFICATION_KEYWORD, CATEGORIES_KEYWORD)

/**
 * A schema of another dialect, or one with references, as one that a contract may have: JSON Schema 2020-12, whole in
 * itself, references taken over where they lead except where something contains itself. What cannot be said exactly is
 * noted. Nothing is fetched.
 * @param document where references lead
 * @throws BatonError invalid: a reference that leads elsewhere or nowhere, what is no schema, or too much of it
 */
export function translateSchema(
  document: JsonSchema,
  schema: unknown,
  pointer: string,
  options: TranslateOptions,
): { schema: JsonSchema; notes: ImportNote[] } {
  const translator = new Translator(document, options)
  const main = translator.translate(schema, pointer, [])
  const whole = translator.withDefinitions(main)
  return { schema: whole, notes: translator.notes }
}

class Translator {
  readonly notes: ImportNote[] = []
  /** By reference: the name among the definitions, for what contains itself or would be copied too often. */
  private readonly named = new Map<string, string>()
  private readonly definitions = new Map<string, JsonSchema>()
  private readonly known = new Map<string, { schema: JsonSchema; size: number }>()
  private seen = 0
  private copied = 0

  constructor(
    private readonly document: JsonSchema,
    private readonly options: TranslateOptions,
  ) {}

  withDefinitions(main: JsonSchema): JsonSchema {
    if (this.definitions.size === 0 || typeof main === 'boolean') return main
    const whole = { ...main, $defs: Object.fromEntries(this.definitions) }
    for (const [name, part] of this.definitions)
      if (typeof part === 'object' && isCircular(whole, part))
        throw refused(
          '',
          `The reference to “${name}” leads round in a circle, without ever coming to a value.`,
        )
    return whole
  }

  /** @param trail the references that led here */
  translate(schema: unknown, pointer: string, trail: readonly string[], depth = 0): JsonSchema {
    if (typeof schema === 'boolean') return schema
    if (!isRecord(schema)) throw refused(pointer, 'This is not a schema.', 'an object, true or false')
    if (depth > DEEPEST) throw refused(pointer, 'This is nested too deeply.', `at most ${DEEPEST} levels`)
    if (++this.seen > MOST_SCHEMAS)
      throw refused(pointer, 'This is too large for a contract.', `at most ${MOST_SCHEMAS} parts`)
    const reference = own(schema, '$ref') ?? own(schema, '$dynamicRef') ?? own(schema, '$recursiveRef')
    if (reference !== undefined) return this.reference(schema, reference, pointer, trail, depth)
    return this.keywords(schema, pointer, trail, depth)
  }

  private reference(
    schema: SchemaObject,
    reference: unknown,
    pointer: string,
    trail: readonly string[],
    depth: number,
  ): JsonSchema {
    if (typeof reference !== 'string') throw refused(`${pointer}/$ref`, 'A reference is a text.', 'a text')
    const target = resolveReference(this.document, reference)
    if (target === undefined || !isSchema(target)) throw refused(`${pointer}/$ref`, ...leadsAway(reference))
    if (own(schema, '$ref') === undefined)
      this.note(pointer, 'A reference that depends on where it is used is read as a fixed one.')
    const found = this.target(reference, target, trail, depth)
    const { $ref: _ref, $dynamicRef: _dynamic, $recursiveRef: _recursive, ...beside } = schema
    const says = Object.keys(beside).filter((word) => !ANNOTATIONS.includes(word) && word !== 'nullable')
    const early = this.options.dialect === 'draft-07' || this.options.dialect === 'openapi-3.0'
    if (early && says.length > 0)
      this.note(pointer, `Beside a reference ${list(says)} says nothing in this version, and is left out.`)
    const words = this.keywords(pick(beside, ANNOTATIONS), pointer, trail, depth)
    const nullable = own(schema, 'nullable') === true && this.options.dialect === 'openapi-3.0'
    if (nullable) this.note(pointer, '“nullable” beside a reference is read as: or null.')
    const base = nullable ? orNull(found) : found
    if (!early && says.length > 0)
      return mergeAllOf({ allOf: [base], ...(this.keywords(beside, pointer, trail, depth) as SchemaObject) })
    if (typeof words === 'boolean' || Object.keys(words).length === 0) return base
    if (typeof base === 'boolean') return base ? words : base
    return { ...base, ...words }
  }

  /** What a reference leads to: copied in, or named where it contains itself. */
  private target(reference: string, target: JsonSchema, trail: readonly string[], depth: number): JsonSchema {
    const name = this.named.get(reference)
    if (name !== undefined) return { $ref: `#/$defs/${name}` }
    if (trail.includes(reference)) return { $ref: `#/$defs/${this.nameFor(reference)}` }
    const known = this.known.get(reference)
    const before = this.seen + this.copied
    const schema = known?.schema ?? this.translate(target, reference, [...trail, reference], depth + 1)
    const size = known?.size ?? this.seen + this.copied - before
    this.known.set(reference, { schema, size })
    if (known) this.copied += size
    if (known && this.copied > MOST_COPIED) this.nameFor(reference)
    const kept = this.named.get(reference)
    if (kept === undefined) return schema
    this.definitions.set(kept, schema)
    return { $ref: `#/$defs/${kept}` }
  }

  private nameFor(reference: string): string {
    const given = this.named.get(reference)
    if (given !== undefined) return given
    const last =
      reference
        .split('/')
        .at(-1)
        ?.replace(/[^A-Za-z0-9_]+/g, '_')
        .replace(/^_+|_+$/g, '') || 'part'
    const taken = new Set(this.named.values())
    let name = last
    for (let n = 2; taken.has(name); n++) name = `${last}_${n}`
    this.named.set(reference, name)
    return name
  }

  private keywords(
    schema: SchemaObject,
    pointer: string,
    trail: readonly string[],
    depth: number,
  ): JsonSchema {
    const into = (part: unknown, ...at: PropertyKey[]): JsonSchema =>
      this.translate(part, pointer + pointerOf(at), trail, depth + 1)
    const result: SchemaObject = {}
    for (const [word, value] of Object.entries(schema)) {
      if (PLAIN.includes(word)) result[word] = value
      else if (word === 'type') this.type(result, value, `${pointer}/type`)
      else if (word === 'pattern') this.pattern(result, value, `${pointer}/pattern`)
      else if (word === 'items') this.items(result, schema, into)
      else if (word === 'dependencies') this.dependencies(result, value, pointer, into)
      else if (word === 'exclusiveMinimum' || word === 'exclusiveMaximum')
        this.exclusive(result, schema, word)
      else if (word === 'examples') {
        if (Array.isArray(value)) result[word] = value
      } else if (SCHEMA.includes(word)) result[word] = into(value, word)
      else if (SCHEMAS.includes(word)) {
        if (!Array.isArray(value))
          throw refused(`${pointer}/${word}`, `“${word}” is a list of schemas.`, 'a list')
        result[word] = value.map((part, i) => into(part, word, i))
      } else if (NAMED.includes(word)) {
        if (!isRecord(value))
          throw refused(`${pointer}/${word}`, `“${word}” holds schemas by name.`, 'an object')
        result[word] = Object.fromEntries(
          Object.entries(value).map(([name, part]) => [name, into(part, word, name)]),
        )
      } else if (word === CLASSIFICATION_KEYWORD || word === CATEGORIES_KEYWORD)
        this.label(result, word, value, pointer)
      else if (!SILENT.includes(word) && !word.startsWith('x-'))
        this.note(pointer, `“${brief(word)}” is no keyword of JSON Schema 2020-12, and is left out.`)
    }
    if (own(schema, 'example') !== undefined) result['examples'] ??= [schema['example']]
    this.required(result, schema)
    this.oneSide(result, schema, pointer)
    const folded = foldNull(mergeAllOf(result))
    return own(schema, 'nullable') === true ? this.nullable(folded, pointer) : folded
  }

  private nullable(schema: SchemaObject, pointer: string): JsonSchema {
    if (this.options.dialect !== 'openapi-3.0') {
      this.note(pointer, '“nullable” is a word of OpenAPI 3.0, says nothing here, and is left out.')
      return schema
    }
    if (Object.keys(schema).length === 0) return schema
    if (!('type' in schema)) this.note(pointer, '“nullable” without a type is read as: or null.')
    return orNull(schema)
  }

  private type(result: SchemaObject, value: unknown, pointer: string): void {
    const names = [value].flat()
    const known = names.filter((name): name is string => typeof name === 'string' && TYPES.includes(name))
    if (known.length < names.length)
      this.note(
        pointer,
        `The type ${JSON.stringify(value)} is not one of ${TYPES.join(', ')}: anything is accepted.`,
      )
    else if (known.length > 0) result['type'] = known.length === 1 ? known[0] : known
  }

  private pattern(result: SchemaObject, value: unknown, pointer: string): void {
    if (typeof value === 'string' && compilePattern(value) !== undefined) result['pattern'] = value
    else
      this.note(
        pointer,
        'The pattern is no regular expression of ECMA-262, and is left out: any text is accepted.',
      )
  }

  /** Items as a list were the first items until draft 2019, and `additionalItems` those after them. */
  private items(
    result: SchemaObject,
    schema: SchemaObject,
    into: (part: unknown, ...at: PropertyKey[]) => JsonSchema,
  ): void {
    const items = schema['items']
    if (!Array.isArray(items)) {
      result['items'] = into(items, 'items')
      return
    }
    if (items.length > 0) result['prefixItems'] = items.map((part, i) => into(part, 'items', i))
    const rest = own(schema, 'additionalItems')
    if (rest !== undefined) result['items'] = into(rest, 'additionalItems')
  }

  private dependencies(
    result: SchemaObject,
    value: unknown,
    pointer: string,
    into: (part: unknown, ...at: PropertyKey[]) => JsonSchema,
  ): void {
    if (!isRecord(value))
      throw refused(`${pointer}/dependencies`, '“dependencies” holds schemas by name.', 'an object')
    const entries = Object.entries(value)
    const required = entries.filter(([, part]) => Array.isArray(part))
    const schemas = entries.filter(([, part]) => !Array.isArray(part))
    if (required.length > 0) result['dependentRequired'] = Object.fromEntries(required)
    if (schemas.length > 0)
      result['dependentSchemas'] = Object.fromEntries(
        schemas.map(([name, part]) => [name, into(part, 'dependencies', name)]),
      )
  }

  /** In draft 4 and OpenAPI 3.0 `exclusiveMinimum: true` sharpens `minimum`; later it is a number itself. */
  private exclusive(
    result: SchemaObject,
    schema: SchemaObject,
    word: 'exclusiveMinimum' | 'exclusiveMaximum',
  ): void {
    const value = schema[word]
    if (typeof value !== 'boolean') {
      result[word] = value
      return
    }
    const plain = word === 'exclusiveMinimum' ? 'minimum' : 'maximum'
    const bound = own(schema, plain)
    if (!value || typeof bound !== 'number') return
    result[word] = bound
  }

  private label(result: SchemaObject, word: string, value: unknown, pointer: string): void {
    const list: readonly unknown[] = word === CLASSIFICATION_KEYWORD ? CLASSIFICATIONS : CATEGORIES
    const known = [value].flat().every((one) => list.includes(one))
    if (known) result[word] = value
    else
      this.note(
        `${pointer}/${word}`,
        `${JSON.stringify(value)} is none of ${list.join(', ')}, and is left out.`,
      )
  }

  /** In the order of the fields, which is the order in which people gave them. */
  private required(result: SchemaObject, schema: SchemaObject): void {
    for (const [exclusive, plain] of [
      ['exclusiveMinimum', 'minimum'],
      ['exclusiveMaximum', 'maximum'],
    ] as const)
      if (own(schema, exclusive) === true && exclusive in result) delete result[plain]
    const names = own(schema, 'required')
    if (!Array.isArray(names)) return
    const texts = [...new Set(names.filter((name): name is string => typeof name === 'string'))]
    const properties = own(schema, 'properties')
    const order = isRecord(properties) ? Object.keys(properties) : []
    const at = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length)
    result['required'] = texts.sort((a, b) => at(a) - at(b))
  }

  /** What only the other side of an API is told of: left out, and not required here. */
  private oneSide(result: SchemaObject, schema: SchemaObject, pointer: string): void {
    const { side } = this.options
    const properties = own(result, 'properties')
    if (side === undefined || !isRecord(properties)) return
    const word = side === 'request' ? 'readOnly' : 'writeOnly'
    const left = Object.keys(properties).filter((name) => {
      const part = properties[name]
      return isRecord(part) && own(part, word) === true
    })
    if (left.length === 0) return
    this.note(
      pointer,
      `${list(left)}: of the ${side === 'request' ? 'response' : 'request'} only, and left out.`,
    )
    result['properties'] = Object.fromEntries(
      Object.entries(properties).filter(([name]) => !left.includes(name)),
    )
    if (Array.isArray(result['required']))
      result['required'] = result['required'].filter((name) => !left.includes(String(name)))
  }

  private note(pointer: string, message: string): void {
    if (
      this.notes.length < 100 &&
      !this.notes.some((note) => note.pointer === pointer && note.message === message)
    )
      this.notes.push({ pointer, message })
  }
}

function leadsAway(reference: string): [string, string] {
  if (reference.startsWith('#'))
    return [`The reference ${brief(reference)} leads nowhere.`, 'a part of this document']
  return [
    `The reference ${brief(reference)} leads to another document, which is not fetched.`,
    'a part of this document, as in #/$defs/money',
  ]
}

const pick = (schema: SchemaObject, words: readonly string[]): SchemaObject =>
  Object.fromEntries(Object.entries(schema).filter(([word]) => words.includes(word)))

const list = (names: readonly string[]): string => names.map((name) => `“${brief(name)}”`).join(', ')
