import type { Field, FieldPath } from '@/domain/contract/read-fields'

/**
 * What tells the rows of a contract's fields apart while their names are edited: by path, where it is not the path
 * itself. Always one to one.
 */
export type RowIds = ReadonlyMap<string, string>

export function rowId(ids: RowIds, path: FieldPath): string {
  const text = path.join('.')
  return ids.get(text) ?? text
}

/** After a rename the row keeps its id, as do those within it; the old path takes over what the new one would have had. */
export function renamedRow(ids: RowIds, fields: readonly Field[], from: FieldPath, name: string): RowIds {
  const next = new Map(ids)
  const last = from.length - 1
  for (const { path } of fields) {
    if (!from.every((step, at) => path[at] === step)) continue
    const moved = path.map((step, at) => (at === last ? name : step))
    next.set(moved.join('.'), rowId(ids, path)).set(path.join('.'), rowId(ids, moved))
  }
  return next
}
