import { checkCompat } from './compat'
import { categoriesOf, classificationOf } from './classification-of'
import { CATEGORIES_KEYWORD, CLASSIFICATION_KEYWORD } from './contract'
import { jsonEquals, own, stringKeyword, type JsonSchema, type SchemaObject } from './json-schema'
import { readFields, typeOf, type Field } from './read-fields'
import { TYPE_NAMES } from './type-names'
import { resolveSchema } from './resolve-schema'

/** What became of one field from one version of a contract to another. */
export interface FieldChange {
  /** Names joined by dots, `[]` for the entries of a list; empty for the contract as a whole. */
  path: string
  /** `loosened` takes more than before, `tightened` less, `changed` both or neither. */
  change: 'added' | 'removed' | 'loosened' | 'tightened' | 'changed' | 'reclassified' | 'described'
  /** What is different, each in a few words. */
  words: string[]
  before?: Field
  after?: Field
}

/** Says nothing of which values are accepted. */
const ABOUT = [
  ...['title', 'description', 'default', 'examples', 'deprecated', 'readOnly', 'writeOnly', '$comment'],
  ...['$schema', '$id', CLASSIFICATION_KEYWORD, CATEGORIES_KEYWORD],
]
/** Of a group: what its own lines in the table tell. */
const WITHIN = ['properties', 'required', '$defs']

/** The differences of two schemas, first as a whole, then by field in the order of the later one; what is gone comes last. */
export function diffFields(before: JsonSchema, after: JsonSchema): FieldChange[] {
  const whole = changeOf('', { field: asField(before), root: before }, { field: asField(after), root: after })
  const [old, now] = [fieldsByPath(before), fieldsByPath(after)]
  const kept = [...now].flatMap(([path, field]): FieldChange[] => {
    const earlier = old.get(path)
    if (earlier === undefined)
      return [{ path, change: 'added', words: [field.required ? 'required' : 'optional'], after: field }]
    return changeOf(path, { field: earlier, root: before }, { field, root: after })
  })
  const gone = [...old]
    .filter(([path]) => !now.has(path))
    .map(([path, field]): FieldChange => ({
      path,
      change: 'removed',
      words: [field.required ? 'was required' : 'was optional'],
      before: field,
    }))
  return [...whole, ...kept, ...gone]
}

/** What a contract says beside its fields, read as if it were one. */
const asField = (root: JsonSchema): Field => {
  const schema = resolveSchema(root, root)
  return {
    ...{ path: [], name: '', depth: 0, schema },
    ...{ type: typeOf(schema), of: undefined, nullable: false, required: true },
    ...{ classification: classificationOf(schema), categories: categoriesOf(schema) },
    description: stringKeyword(schema, 'description') ?? '',
  }
}

const fieldsByPath = (schema: JsonSchema): Map<string, Field> =>
  new Map(readFields(schema).map((field) => [field.path.join('.'), field]))

interface Side {
  field: Field
  root: JsonSchema
}

function changeOf(path: string, old: Side, now: Side): FieldChange[] {
  const [before, after] = [old.field, now.field]
  const words = [...requiredWords(before, after), ...valueWords(old, now)]
  const directions = new Set(words.map(({ direction }) => direction))
  const labels = labelWords(before, after)
  const described = before.description === after.description ? [] : ['described otherwise']
  if (words.length + labels.length + described.length === 0) return []
  const [only] = directions
  const change =
    words.length > 0
      ? directions.size === 1 && only
        ? only
        : 'changed'
      : labels.length > 0
        ? 'reclassified'
        : 'described'
  return [{ path, change, words: [...words.map(({ text }) => text), ...labels, ...described], before, after }]
}

interface Word {
  direction: 'loosened' | 'tightened' | 'changed'
  text: string
}

function requiredWords(before: Field, after: Field): Word[] {
  if (before.required === after.required) return []
  return after.required
    ? [{ direction: 'tightened', text: 'now required' }]
    : [{ direction: 'loosened', text: 'no longer required' }]
}

function valueWords(old: Side, now: Side): Word[] {
  const [before, after] = [valuesOf(old), valuesOf(now)]
  if (jsonEquals(before, after)) return []
  const wider = checkCompat(before, after).verdict
  const narrower = checkCompat(after, before).verdict
  const types = old.field.type === now.field.type ? [] : [`${nameOf(old.field)} became ${nameOf(now.field)}`]
  const said = [...types, ...keywordsThatDiffer(before, after, types.length > 0)].join(', ')
  if (wider === 'compatible' && narrower === 'compatible') return []
  if (wider === 'compatible') return [{ direction: 'loosened', text: said || 'takes more' }]
  if (narrower === 'compatible') return [{ direction: 'tightened', text: said || 'takes less' }]
  return [{ direction: 'changed', text: said || 'takes something else' }]
}

/** The values that a field accepts, without what it is called, and of a group without what its fields tell. */
function valuesOf({ field, root }: Side): SchemaObject {
  const defs = typeof root === 'object' ? own(root, '$defs') : undefined
  const group = own(field.schema, 'properties') !== undefined
  const plain = Object.fromEntries(
    Object.entries(field.schema).filter(
      ([word]) => !ABOUT.includes(word) && !(group && WITHIN.includes(word)),
    ),
  )
  const items = own(plain, 'items')
  const listOfGroups = field.of === 'object' && typeof items === 'object'
  // Fields that come or go are told by themselves; the group only says whether it takes others.
  if (listOfGroups) plain['items'] = { type: 'object' }
  return defs === undefined ? plain : { ...plain, $defs: defs }
}

function keywordsThatDiffer(before: SchemaObject, after: SchemaObject, typeSaid: boolean): string[] {
  const words = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return words
    .filter((word) => word !== '$defs' && !(typeSaid && word === 'type'))
    .filter((word) => !jsonEquals(own(before, word) ?? null, own(after, word) ?? null))
    .map((word) => `${NAMES[word] ?? word} ${shown(own(before, word))} → ${shown(own(after, word))}`)
}

const NAMES: Record<string, string> = {
  enum: 'choices',
  minLength: 'shortest',
  maxLength: 'longest',
  minimum: 'at least',
  maximum: 'at most',
  minItems: 'fewest entries',
  maxItems: 'most entries',
  items: 'entries',
  additionalProperties: 'other fields',
}

function shown(value: unknown): string {
  if (value === undefined) return 'any'
  if (Array.isArray(value)) return value.map((one) => shown(one)).join(' | ')
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

function labelWords(before: Field, after: Field): string[] {
  const words: string[] = []
  if (before.classification !== after.classification)
    words.push(`${before.classification ?? 'unclassified'} → ${after.classification ?? 'unclassified'}`)
  if (!jsonEquals(before.categories, after.categories))
    words.push(
      `${before.categories.join(', ') || 'no category'} → ${after.categories.join(', ') || 'no category'}`,
    )
  return words
}

const nameOf = ({ type }: Field): string => TYPE_NAMES[type].toLowerCase()
