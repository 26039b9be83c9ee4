import { pointerOf } from '../../pointer'
import { isRecord, jsonTypeOf, type SchemaObject } from '../json-schema'
import { oddNames, refused, type ImportedContract, type ImportNote } from './imported'

/**
 * A contract that an example fits: types, formats, which fields are always there, what may be null. A list of objects at
 * the top is several examples of one thing. What an example cannot say is not made up: no choices, no bounds, and a field
 * that is only ever null may be anything.
 * @throws BatonError invalid where there is nothing to go by
 */
export function contractFromExample(value: unknown): ImportedContract {
  const notes: ImportNote[] = []
  const several = Array.isArray(value) && value.length > 0 && value.every(isRecord)
  if (several && value.length > 1)
    notes.push({ pointer: '', message: `The list was read as ${value.length} examples of one thing.` })
  if (!several && !isRecord(value))
    notes.push({
      pointer: '',
      message: 'What crosses a handoff is an object: the example stands in its field “value”.',
    })
  if (value === null || value === undefined)
    throw refused('', 'There is nothing to go by.', 'an object in JSON')
  const samples: unknown[] = several ? (value as unknown[]) : isRecord(value) ? [value] : [{ value }]
  const schema = inferred(samples, [], notes)
  return { name: 'imported', description: '', schema, notes: [...notes, ...oddNames(schema)] }
}

/** What all of these samples of one place fit. */
function inferred(samples: readonly unknown[], path: string[], notes: ImportNote[]): SchemaObject {
  const note = (message: string): number => notes.push({ pointer: pointerOf(path), message })
  const known = samples.filter((sample) => sample !== null)
  if (known.length === 0) {
    note('It is null in the example: choose what it is.')
    return {}
  }
  const mayBeNull = known.length < samples.length
  const objects = known.filter(isRecord)
  const lists = known.filter((sample): sample is unknown[] => Array.isArray(sample))
  const scalars = known.filter((sample) => !isRecord(sample) && !Array.isArray(sample))
  const parts: SchemaObject[] = [
    ...(objects.length > 0 ? [inferredObject(objects, path, notes)] : []),
    ...(lists.length > 0 ? [inferredList(lists, path, notes)] : []),
    ...(scalars.length > 0 ? [inferredScalar(scalars)] : []),
  ]
  const [only] = parts
  if (parts.length > 1 || !only) {
    note('The examples are of different sorts: it may be any of them.')
    return { anyOf: mayBeNull ? [...parts, { type: 'null' }] : parts }
  }
  return mayBeNull ? { ...only, type: [...[only['type']].flat(), 'null'] } : only
}

function inferredObject(
  samples: readonly Record<string, unknown>[],
  path: string[],
  notes: ImportNote[],
): SchemaObject {
  const names = [...new Set(samples.flatMap((sample) => Object.keys(sample)))]
  return {
    type: 'object',
    properties: Object.fromEntries(
      names.map((name) => {
        const given = samples.filter((sample) => Object.hasOwn(sample, name)).map((sample) => sample[name])
        return [name, inferred(given, [...path, name], notes)]
      }),
    ),
    required: names.filter((name) => samples.every((sample) => Object.hasOwn(sample, name))),
    additionalProperties: false,
  }
}

function inferredList(samples: readonly unknown[][], path: string[], notes: ImportNote[]): SchemaObject {
  const entries = samples.flat(1)
  if (entries.length > 0) return { type: 'array', items: inferred(entries, [...path, '0'], notes) }
  notes.push({
    pointer: pointerOf(path),
    message: 'The list is empty in the example: choose what its entries are.',
  })
  return { type: 'array', items: {} }
}

function inferredScalar(samples: readonly unknown[]): SchemaObject {
  const types = [...new Set(samples.map(jsonTypeOf))].map((type) =>
    type === 'number' && samples.every((sample) => typeof sample !== 'number' || Number.isInteger(sample))
      ? 'integer'
      : type,
  )
  if (types.length > 1) return { type: types }
  const texts = samples.filter((sample) => typeof sample === 'string')
  const format =
    texts.length > 0 ? FORMATS.find(({ test }) => texts.every((text) => test(text)))?.format : undefined
  return { type: types[0], ...(format !== undefined && { format }) }
}

const isDay = (text: string): boolean => {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10))
}

/** Only what cannot well be something else; the first that all samples have. */
const FORMATS: { format: string; test: (text: string) => boolean }[] = [
  {
    format: 'date-time',
    test: (text) =>
      /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(
        text,
      ) && isDay(text),
  },
  { format: 'date', test: (text) => /^\d{4}-\d\d-\d\d$/.test(text) && isDay(text) },
  {
    format: 'uuid',
    test: (text) => /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text),
  },
  {
    format: 'email',
    test: (text) =>
      text.length <= 254 && /^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/.test(text),
  },
  { format: 'uri', test: (text) => /^https?:\/\/[^\s]{1,2000}$/.test(text) && URL.canParse(text) },
]
