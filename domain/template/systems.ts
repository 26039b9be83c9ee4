import { z } from 'zod'
import { schemaProblems } from '../contract/schema-problems'
import { classificationSchema } from '../policy/classification'
import { nameSchema } from '../name'
import { pointerOf } from '../pointer'
import type { Problem } from '../problem'
import { slugSchema } from '../team/slug'

const fieldName = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and underscores')

/** An invented record. A text such as `@-3d` or `@-3d 09:12` is the day, or the moment, so many days from today. */
const recordSchema = z.record(fieldName, z.unknown())
export type PracticeRecord = z.infer<typeof recordSchema>

export const recordsSchema = z.array(recordSchema).max(2000)

const schemaOfObject = z.record(z.string(), z.unknown())

export const collectionSchema = z.strictObject({
  /** A file of the same folder that lists the records. */
  file: z.string().regex(/^[a-z0-9-]+\.yaml$/, 'a file of this folder, as in tickets.yaml'),
  /** The field that names a record. */
  id: fieldName.default('id'),
  /** Fields that a list may be narrowed by: `?status=open`. */
  filters: z.array(fieldName).default([]),
  /** Fields that `?query=` looks at; each word is looked for. */
  search: z.array(fieldName).default([]),
  /** The field a list is ordered by; with `-` before it, the last comes first. */
  order: z
    .string()
    .regex(/^-?[a-z][a-z0-9_]*$/)
    .optional(),
  /** Fields that name a record of another collection. */
  refers: z.record(fieldName, fieldName).default({}),
  /** JSON Schema of what of a record may be changed; absent: nothing. */
  patch: schemaOfObject.optional(),
  /** JSON Schema of a new record, and what its name begins with; absent: none can be made. */
  create: z.strictObject({ prefix: z.string().regex(/^[a-z]+-$/), schema: schemaOfObject }).optional(),
})
export type Collection = z.infer<typeof collectionSchema>

/** One practice system, and the connection over which it is reached. */
export const systemSchema = z.strictObject({
  slug: slugSchema,
  name: nameSchema(),
  /** The person who answers for the connection. */
  owner: nameSchema(120),
  clearance: classificationSchema,
  about: z.string().trim().min(10).max(300),
  /** Served by code of the practice services instead of collections. */
  code: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .optional(),
  collections: z.record(fieldName, collectionSchema).default({}),
})
export type SystemFile = z.infer<typeof systemSchema>

/** `systems.yaml`: the outside systems that a template works with, for practice. */
export const systemsSchema = z.strictObject({ systems: z.array(systemSchema) })

/** A practice system with its records as they are in the beginning. */
export interface PracticeSystem extends Omit<SystemFile, 'collections'> {
  collections: Record<string, Collection & { records: PracticeRecord[] }>
}

/** Where the practice services serve a system, below their own address. */
export const systemPath = ({ slug, code }: Pick<SystemFile, 'slug' | 'code'>): string =>
  code === undefined ? `/systems/${slug}` : `/${code}`

/** Schemas in it that are none, with pointers into the file. */
export const badSchemasIn = (systems: readonly SystemFile[]): Problem[] =>
  systems.flatMap(({ collections }, i) =>
    Object.entries(collections).flatMap(([name, { patch, create }]) => [
      ...badSchema(patch, ['systems', i, 'collections', name, 'patch']),
      ...badSchema(create?.schema, ['systems', i, 'collections', name, 'create', 'schema']),
    ]),
  )

const badSchema = (schema: Record<string, unknown> | undefined, at: (string | number)[]): Problem[] =>
  schema === undefined
    ? []
    : schemaProblems(schema).map((problem) => ({ ...problem, pointer: pointerOf(at) + problem.pointer }))

/** What keeps records from being a collection: names that are missing or taken. */
export function recordProblems({ id }: Collection, records: readonly PracticeRecord[]): Problem[] {
  const seen = new Set<unknown>()
  return records.flatMap((record, i): Problem[] => {
    const name = record[id]
    const known = seen.has(name)
    seen.add(name)
    if (typeof name !== 'string' || !/^[\w.-]+$/.test(name))
      return [{ pointer: `/${i}`, message: `This record has no ${id}.`, expected: 'letters, digits, - . _' }]
    return known
      ? [{ pointer: `/${i}/${id}`, message: `There is another record "${name}".`, expected: 'its own name' }]
      : []
  })
}

/** Fields that name a record which is not there. */
export function lostReferences(
  { refers, records }: Collection & { records: readonly PracticeRecord[] },
  collections: PracticeSystem['collections'],
): Problem[] {
  return Object.entries(refers).flatMap(([field, to]) => {
    const target = collections[to]
    const names = new Set(target?.records.map((record) => record[target.id]))
    return records.flatMap((record, i): Problem[] => {
      const name = record[field]
      return name === undefined || name === null || names.has(name)
        ? []
        : [{ pointer: `/${i}/${field}`, message: `There is no ${JSON.stringify(name)} among ${to}.` }]
    })
  })
}

const RELATIVE = /^@([+-]\d{1,4})d(?: (\d\d:\d\d))?$/

/** A record with its days laid around the day that counts as today, `2026-11-21`. */
export function datedFrom(anchor: string, record: PracticeRecord): PracticeRecord {
  return dated(record, anchor) as PracticeRecord
}

function dated(value: unknown, anchor: string): unknown {
  if (Array.isArray(value)) return value.map((item) => dated(item, anchor))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, dated(part, anchor)]))
  const found = typeof value === 'string' ? RELATIVE.exec(value) : null
  if (!found) return value
  const day = new Date(Date.parse(`${anchor}T00:00:00Z`) + Number(found[1]) * 86_400_000)
  const iso = day.toISOString().slice(0, 10)
  return found[2] === undefined ? iso : `${iso}T${found[2]}:00Z`
}
