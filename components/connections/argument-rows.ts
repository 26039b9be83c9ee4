import { isRecord } from '@/domain/contract/json-schema'

export const ARGUMENT_TYPES = ['string', 'number', 'integer', 'boolean'] as const
export type ArgumentType = (typeof ARGUMENT_TYPES)[number]

/** One argument of an operation, as a form shows it. */
export interface ArgumentRow {
  name: string
  type: ArgumentType
  needed: boolean
  description: string
}

/** The rows of a schema; undefined where it says more than rows can. */
export function rowsOf(schema: Record<string, unknown>): ArgumentRow[] | undefined {
  const { properties = {}, required = [], additionalProperties, type, ...more } = schema
  if (!isRecord(properties) || !Array.isArray(required)) return undefined
  if (type !== 'object' || additionalProperties !== false || Object.keys(more).length > 0) return undefined
  const rows: ArgumentRow[] = []
  for (const [name, property] of Object.entries(properties)) {
    if (!isRecord(property)) return undefined
    const { type: one, description = '', ...rest } = property
    const known = ARGUMENT_TYPES.find((each) => each === one)
    if (!known || typeof description !== 'string' || Object.keys(rest).length > 0) return undefined
    rows.push({ name, type: known, needed: required.includes(name), description })
  }
  return rows
}

/** The schema of rows: an object that takes these and no others. */
export const schemaOf = (rows: readonly ArgumentRow[]): Record<string, unknown> => ({
  type: 'object',
  properties: Object.fromEntries(
    rows.map(({ name, type, description }) => [name, { type, ...(description && { description }) }]),
  ),
  required: rows.filter(({ needed }) => needed).map(({ name }) => name),
  additionalProperties: false,
})
