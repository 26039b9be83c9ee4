import { checkCompat } from '@/domain/contract/compat'
import { isRecord, own, type JsonSchema, type SchemaObject } from '@/domain/contract/json-schema'
import type { Classification } from '@/domain/policy/classification'
import type { ViewPlan, Visibility } from '@/domain/policy/view'
import { describeType, type TypeWords } from '@/components/contracts/schema/describe-type'
import { readFields, type Field } from '@/domain/contract/read-fields'

/** One field as both sides of a handoff have it. */
export interface FitRow {
  key: string
  name: string
  depth: number
  writes: Side | undefined
  reads: Side | undefined
  classification: Classification | undefined
  /** Why the target may refuse what the source writes here. */
  misfit: string | undefined
  /** What an agent that takes it up sees of it. */
  visibility: Visibility | undefined
}

export interface Side {
  words: TypeWords
  /** The allowed values, where they are listed, and which of them the other side does not know. */
  values?: { text: string; refused: boolean }[]
}

/** Both schemas as one table, a field a line, in the source's order; what only the target asks for comes last. */
export function fitRows(
  writes: JsonSchema | undefined,
  reads: JsonSchema | undefined,
  view?: { plan: ViewPlan; slot: string },
): FitRow[] {
  const left = writes === undefined ? [] : readFields(writes)
  const right = new Map((reads === undefined ? [] : readFields(reads)).map((field) => [keyOf(field), field]))
  const rows = left.map((field) => {
    const other = right.get(keyOf(field))
    right.delete(keyOf(field))
    return row(field, other, writes ?? true, reads, view)
  })
  return [...rows, ...[...right.values()].map((field) => row(undefined, field, writes ?? true, reads, view))]
}

function row(
  source: Field | undefined,
  target: Field | undefined,
  writes: JsonSchema,
  reads: JsonSchema | undefined,
  view: { plan: ViewPlan; slot: string } | undefined,
): FitRow {
  const field = (source ?? target) as Field
  const misfit = reads === undefined ? undefined : misfitOf(source, target, reads)
  const path = view && [view.slot, ...field.path].join('.').replaceAll('.[]', '.*')
  return {
    key: keyOf(field),
    name: field.name,
    depth: field.depth,
    writes: source && sideOf(source, writes, target?.schema),
    reads: target && sideOf(target, reads ?? true, undefined),
    classification: field.classification,
    misfit,
    visibility:
      path === undefined ? undefined : view?.plan.fields.find((each) => each.path === path)?.visibility,
  }
}

const keyOf = (field: Field): string => field.path.join('.')

function misfitOf(
  source: Field | undefined,
  target: Field | undefined,
  reads: JsonSchema,
): string | undefined {
  if (!source) return target?.required ? 'never written, but required' : undefined
  if (!target) return closedAbove(reads, source.path) ? 'not accepted' : undefined
  if (target.required && !source.required) return 'may be missing, but required'
  // What lies below a group is told by its own lines.
  if (own(source.schema, 'properties') && own(target.schema, 'properties')) return undefined
  const result = checkCompat(source.schema, target.schema)
  return result.verdict === 'incompatible' ? result.reason : undefined
}

/** Whether the object that would hold the field refuses what it does not name. */
function closedAbove(root: JsonSchema, path: readonly string[]): boolean {
  let at: unknown = root
  for (const step of path.slice(0, -1)) {
    if (!isRecord(at)) return false
    const properties = own(at, 'properties')
    at = step === '[]' ? own(at, 'items') : isRecord(properties) ? own(properties, step) : undefined
  }
  return isRecord(at) && own(at, 'additionalProperties') === false
}

function sideOf(field: Field, root: JsonSchema, other: SchemaObject | undefined): Side {
  const values = own(field.schema, 'enum')
  const words = describeType(field.schema, root)
  if (!Array.isArray(values)) return { words }
  const known = other && own(other, 'enum')
  return {
    words,
    values: values.map((value) => ({
      text: JSON.stringify(value),
      refused: Array.isArray(known) && !known.includes(value),
    })),
  }
}
