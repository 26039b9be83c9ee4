import { isCircular, resolveReference } from '../evaluate-reference'
import { isRecord, isSchema, own, type JsonSchema, type SchemaObject } from '../json-schema'
import { pointerOf } from '../../pointer'
import { brief } from '../../problem'
import { refused, type ImportNote } from './imported'
import { mergeAllOf } from './merge-all-of'
import { foldNull, orNull } from './nullable'
import { isAnnotation, oneSided, translateKeyword, withRequired, type Into } from './translate-keyword'

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
const MOST_NOTES = 100

/** References would make more copies than a contract should hold. */
class TooManyCopies extends Error {}

/**
 * A schema of another dialect, or one with references, as one that a contract may have: JSON Schema 2020-12, whole in
 * itself. References are taken over where they lead, so that a table shows every field; what contains itself is kept by
 * name, and everything is where copies would grow beyond measure. What cannot be said exactly is noted. Nothing is
 * fetched.
 * @param document where references lead
 * @throws BatonError invalid: a reference that leads elsewhere or nowhere, what is no schema, or too much of it
 */
export function translateSchema(
  document: JsonSchema,
  schema: unknown,
  pointer: string,
  options: TranslateOptions,
): { schema: JsonSchema; notes: ImportNote[] } {
  try {
    return new Translator(document, options, false).whole(schema, pointer)
  } catch (error) {
    if (!(error instanceof TooManyCopies)) throw error
    return new Translator(document, options, true).whole(schema, pointer)
  }
}

class Translator {
  private readonly notes: ImportNote[] = []
  /** By reference: the name among the definitions. */
  private readonly named = new Map<string, string>()
  private readonly definitions = new Map<string, JsonSchema>()
  private readonly known = new Map<string, { schema: JsonSchema; size: number }>()
  private seen = 0
  private copied = 0

  constructor(
    private readonly document: JsonSchema,
    private readonly options: TranslateOptions,
    private readonly byName: boolean,
  ) {}

  whole(schema: unknown, pointer: string): { schema: JsonSchema; notes: ImportNote[] } {
    const main = this.translate(schema, pointer, [], 0)
    if (this.definitions.size === 0 || typeof main === 'boolean') return { schema: main, notes: this.notes }
    const whole = { ...main, $defs: Object.fromEntries(this.definitions) }
    for (const [name, part] of this.definitions)
      if (typeof part === 'object' && isCircular(whole, part))
        throw refused(
          '',
          `The reference to “${name}” leads round in a circle, without ever coming to a value.`,
        )
    return { schema: whole, notes: this.notes }
  }

  /** @param trail the references that led here */
  private translate(schema: unknown, pointer: string, trail: readonly string[], depth: number): JsonSchema {
    if (typeof schema === 'boolean') return schema
    if (!isRecord(schema)) throw refused(pointer, 'This is not a schema.', 'an object, true or false')
    if (depth > DEEPEST) throw refused(pointer, 'This is nested too deeply.', `at most ${DEEPEST} levels`)
    if (++this.seen > MOST_SCHEMAS)
      throw refused(pointer, 'This is too large for a contract.', `at most ${MOST_SCHEMAS} parts`)
    const reference = own(schema, '$ref') ?? own(schema, '$dynamicRef') ?? own(schema, '$recursiveRef')
    return reference === undefined
      ? this.keywords(schema, pointer, trail, depth)
      : this.reference(schema, reference, pointer, trail, depth)
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
    if (!isSchema(target)) throw refused(`${pointer}/$ref`, ...leadsAway(reference))
    if (own(schema, '$ref') === undefined)
      this.note(pointer, 'A reference that depends on where it is used is read as a fixed one.')
    const found = this.target(reference, target, trail, depth)
    const { $ref: _ref, $dynamicRef: _dynamic, $recursiveRef: _recursive, nullable, ...beside } = schema
    const { dialect } = this.options
    const orNothing = nullable === true && dialect === 'openapi-3.0'
    if (orNothing) this.note(pointer, '“nullable” beside a reference is read as: or null.')
    const base = orNothing ? orNull(found) : found
    const says = Object.keys(beside).filter((word) => !isAnnotation(word))
    if (says.length > 0 && (dialect === '2020-12' || dialect === 'openapi-3.1')) {
      const more = this.keywords(beside, pointer, trail, depth)
      return mergeAllOf({ ...(more as SchemaObject), allOf: [base] })
    }
    if (says.length > 0)
      this.note(pointer, `Beside a reference ${list(says)} says nothing in this version, and is left out.`)
    const about = Object.fromEntries(Object.entries(beside).filter(([word]) => isAnnotation(word)))
    const words = this.keywords(about, pointer, trail, depth)
    if (typeof words === 'boolean' || Object.keys(words).length === 0 || base === false) return base
    return base === true ? words : { ...base, ...words }
  }

  /** What a reference leads to: copied in, or named. */
  private target(reference: string, target: JsonSchema, trail: readonly string[], depth: number): JsonSchema {
    const name = this.named.get(reference)
    if (name !== undefined) return { $ref: `#/$defs/${name}` }
    if (this.byName || trail.includes(reference)) this.nameFor(reference)
    if (trail.includes(reference)) return { $ref: `#/$defs/${this.nameFor(reference)}` }
    const known = this.known.get(reference)
    if (known) this.copied += known.size
    if (this.copied > MOST_COPIED) throw new TooManyCopies()
    const before = this.seen + this.copied
    // What stands by its name begins anew: its levels are not those of where it is named.
    const level = this.byName ? 0 : depth + 1
    const schema = known?.schema ?? this.translate(target, reference, [...trail, reference], level)
    this.known.set(reference, known ?? { schema, size: this.seen + this.copied - before })
    const kept = this.named.get(reference)
    if (kept === undefined) return schema
    this.definitions.set(kept, schema)
    return { $ref: `#/$defs/${kept}` }
  }

  private nameFor(reference: string): string {
    const given = this.named.get(reference)
    if (given !== undefined) return given
    const last = reference.split('/').at(-1) ?? ''
    const plain = last.replace(/[^A-Za-z0-9_]+/g, '_').replace(/^_+|_+$/g, '') || 'part'
    const taken = new Set(this.named.values())
    let name = plain
    for (let n = 2; taken.has(name); n++) name = `${plain}_${n}`
    this.named.set(reference, name)
    return name
  }

  private keywords(
    schema: SchemaObject,
    pointer: string,
    trail: readonly string[],
    depth: number,
  ): JsonSchema {
    const into: Into = (part, ...at) => this.translate(part, pointer + pointerOf(at), trail, depth + 1)
    const note = (message: string, ...at: PropertyKey[]): void => this.note(pointer + pointerOf(at), message)
    const plain: SchemaObject = {}
    for (const word of Object.keys(schema))
      Object.assign(plain, translateKeyword(schema, word, into, note, pointer))
    const result = oneSided(withRequired(plain, schema), this.options.side, note)
    const folded = foldNull(mergeAllOf(result))
    if (own(schema, 'nullable') !== true) return folded
    if (this.options.dialect !== 'openapi-3.0') {
      note('“nullable” is a word of OpenAPI 3.0, says nothing here, and is left out.')
      return folded
    }
    if (Object.keys(folded).length === 0) return folded
    if (own(schema, 'type') === undefined) note('“nullable” without a type is read as: or null.')
    return orNull(folded)
  }

  private note(pointer: string, message: string): void {
    const known = this.notes.some((note) => note.pointer === pointer && note.message === message)
    if (!known && this.notes.length < MOST_NOTES) this.notes.push({ pointer, message })
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

const list = (names: readonly string[]): string => names.map((name) => `“${brief(name)}”`).join(', ')
