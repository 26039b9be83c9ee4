import type { PoolClient } from 'pg'
import { erase, erasePath, standingBy, type Goes, type Renamed } from '@/domain/erasure/erase'
import type { ErasedColumn, ErasedTable } from '@/domain/erasure/places'
import { ERASED, type Tombstone } from '@/domain/erasure/tombstone'
import { keptFor } from '@/domain/kept'
import { pointerParts } from '@/domain/pointer'

/** What goes, and what stands in its place. */
export interface Erasing {
  /** Paths begin with the column; those of a patch go on with the place it changes. */
  goes: Goes
  /** Which names of members and parts of paths go. */
  named: (text: string) => boolean
  mark: Tombstone
  /** One for all that belongs together, so that a member keeps one name in every version of a state. */
  renamed: Renamed
}

export type Row = Record<string, unknown>

/** Every row in a place that a condition on `t` names, with the columns that are erased. */
export async function rowsOf(
  client: Pick<PoolClient, 'query'>,
  table: string,
  { key, columns }: ErasedTable,
  { where, values, locked = false }: { where: string; values: unknown[]; locked?: boolean },
): Promise<Row[]> {
  const names = [...key, ...Object.keys(columns)].map((name) => `t."${name}"`)
  const { rows } = await client.query<Row>(
    `select ${names.join(', ')} from "${table}" t where ${where} order by ${key.map((name) => `t."${name}"`).join(', ')}${locked ? ' for update of t' : ''}`,
    values,
  )
  return rows
}

/** Writes rows without what goes. @returns how many values went */
export async function eraseRows(
  client: Pick<PoolClient, 'query'>,
  table: string,
  spec: ErasedTable,
  rows: readonly Row[],
  erasing: Erasing,
): Promise<number> {
  let total = 0
  for (const row of rows) {
    const { count, changed } = eraseRow(spec, row, erasing)
    if (count === 0) continue
    total += count
    const [names, values] = [Object.keys(changed), Object.values(changed)]
    await client.query(
      `update "${table}" set ${names.map((name, i) => `"${name}" = $${i + 1}`).join(', ')}
         where ${spec.key.map((name, i) => `"${name}" = $${names.length + i + 1}`).join(' and ')}`,
      [...values, ...spec.key.map((name) => row[name])],
    )
  }
  return total
}

/** A row without what goes: the columns that change, as they are written, and how many values went. */
export function eraseRow(
  { key, columns, digests = [] }: ErasedTable,
  row: Row,
  erasing: Erasing,
): { count: number; changed: Row } {
  let total = 0
  const changed: Row = {}
  for (const [name, column] of Object.entries(columns)) {
    if (row[name] === null || row[name] === undefined) continue
    const [value, count] = eraseColumn(column, row[name], {
      ...erasing,
      goes: (leaf, standing, path) => erasing.goes(leaf, standing, [name, ...path]),
    })
    if (count === 0) continue
    total += count
    changed[name] =
      column.as !== 'text'
        ? JSON.stringify(value)
        : column.unique
          ? `${ERASED} ${key.map((part) => String(row[part])).join(' ')}`
          : value
  }
  if (total > 0) for (const name of digests) changed[name] = ERASED
  return { count: total, changed }
}

function eraseColumn(column: ErasedColumn, value: unknown, erasing: Erasing): [unknown, number] {
  switch (column.as) {
    case 'text': {
      const text = value as string
      if (text === '' || text.startsWith(ERASED) || !erasing.goes(text, 'words', [])) return [text, 0]
      return [ERASED, 1]
    }
    case 'json': {
      const { value: left, count } = erase(value, { ...erasing, standing: standingOf(column) })
      return [left, count]
    }
    case 'patch':
      return erasePatch(value, erasing)
  }
}

/** RFC 6902. */
function erasePatch(value: unknown, erasing: Erasing): [unknown, number] {
  let total = 0
  const operations = (value as { op: string; path: string; from?: string; value?: unknown }[]).map(
    (operation) => {
      const { value: left, count } = erase(operation.value, {
        ...erasing,
        goes: (leaf, standing, below) =>
          erasing.goes(leaf, standing, [...pointerParts(operation.path), ...below]),
        standing: () => 'value',
      })
      const path = erasePath(operation.path, erasing.renamed, erasing.named)
      const from =
        operation.from === undefined ? undefined : erasePath(operation.from, erasing.renamed, erasing.named)
      total += count + (path === operation.path ? 0 : 1) + (from === operation.from ? 0 : 1)
      return {
        ...operation,
        path,
        ...(from !== undefined && { from }),
        ...('value' in operation && { value: left }),
      }
    },
  )
  return [operations, total]
}

const standingOf = keptFor((column: ErasedColumn & { as: 'json' }) => standingBy(column))
