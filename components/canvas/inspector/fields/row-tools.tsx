'use client'

import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react'
import { IconButton } from '@/components/ui/icon-button'

/** Up, down and away, for one row of an ordered list. */
export function RowTools<T>({
  rows,
  index,
  name,
  onChange,
}: {
  rows: readonly T[]
  index: number
  /** What the row is, for the accessible names: `rule D-1`. */
  name: string
  onChange: (rows: T[]) => void
}) {
  return (
    <span className="flex">
      <IconButton
        size="sm"
        icon={ArrowUp}
        label={`Move ${name} up`}
        disabled={index === 0}
        onClick={() => onChange(moved(rows, index, index - 1))}
      />
      <IconButton
        size="sm"
        icon={ArrowDown}
        label={`Move ${name} down`}
        disabled={index === rows.length - 1}
        onClick={() => onChange(moved(rows, index, index + 1))}
      />
      <IconButton
        size="sm"
        icon={Trash2}
        label={`Remove ${name}`}
        onClick={() => onChange(rows.filter((_, at) => at !== index))}
      />
    </span>
  )
}

function moved<T>(rows: readonly T[], from: number, to: number): T[] {
  const next = [...rows]
  const [row] = next.splice(from, 1)
  if (row !== undefined) next.splice(to, 0, row)
  return next
}

/** The rows with one of them changed. */
export const withRow = <T,>(rows: readonly T[], index: number, patch: Partial<T>): T[] =>
  rows.map((row, at) => (at === index ? { ...row, ...patch } : row))
