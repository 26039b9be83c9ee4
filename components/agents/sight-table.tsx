'use client'

import Link from 'next/link'
import { useRef, useState, type KeyboardEvent } from 'react'
import { ClassTag } from '@/components/ui/class-tag'
import { categoryLabel } from '@/components/ui/category-label'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import type { WhoSees } from '@/domain/team/who-sees'
import { SightMark, sightWord } from './sight-mark'

const head =
  'sticky top-0 h-8 border-b border-line bg-page px-2.5 text-left text-12 font-text text-fg-3 whitespace-nowrap'
const cell = 'h-8.5 border-b border-line px-2.5 whitespace-nowrap max-sm:h-11'

interface At {
  row: number
  column: number
}

/** Fields down, agents across; arrows lead from cell to cell, and of the chosen one it is said below why it is so. */
export function SightTable({
  sees: { agents, rows },
  only,
  label,
  onOpen,
}: {
  sees: WhoSees
  /** On narrow screens: the one agent that is shown. */
  only: string | undefined
  label: string
  onOpen: (agent: string) => void
}) {
  const columns = agents
    .map((agent, index) => ({ ...agent, index }))
    .filter(({ slug }) => !only || slug === only)
  const [chosen, setChosen] = useState<At>()
  const cells = useRef(new Map<string, HTMLTableCellElement>())
  const at: At = {
    row: Math.min(chosen?.row ?? 0, rows.length - 1),
    column: Math.min(chosen?.column ?? 0, columns.length - 1),
  }
  if (agents.length === 0 || rows.length === 0)
    return (
      <EmptyState title={agents.length ? 'No field to see' : 'No agent works in this version'}>
        Fields appear with the contracts that the team’s nodes hand on.
      </EmptyState>
    )
  const move = (event: KeyboardEvent) => {
    const to = MOVES[event.key]?.(at, rows.length, columns.length, event.ctrlKey)
    if (!to || !rows[to.row] || !columns[to.column]) return
    event.preventDefault()
    setChosen(to)
    cells.current.get(keyOf(to))?.focus()
  }
  const row = chosen && rows[at.row]
  const agent = columns[at.column]
  return (
    <>
      <div className="max-h-[640px] overflow-auto">
        <table
          role="grid"
          aria-label={label}
          aria-rowcount={rows.length + 1}
          onKeyDown={move}
          className="w-full border-separate border-spacing-0"
        >
          <thead>
            <tr>
              <th scope="col" className={cx(head, 'left-0 z-panel w-72 pl-3.5 max-sm:w-auto')}>
                Field
              </th>
              <th scope="col" className={cx(head, 'z-sticky max-sm:hidden')}>
                Class
              </th>
              {columns.map(({ slug, name }) => (
                <th key={slug} scope="col" className={cx(head, 'z-sticky')}>
                  <button
                    type="button"
                    onClick={() => onOpen(slug)}
                    className="min-h-6 rounded-4 hover:text-fg hover:underline"
                  >
                    {name}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ path, classification, categories, cells: seen }, y) => (
              <tr key={path} className="group hover:bg-hover">
                <th
                  scope="row"
                  title={path}
                  className={cx(
                    cell,
                    'sticky left-0 z-canvas max-w-72 truncate bg-page pl-3.5 text-left font-mono text-12 font-text text-fg group-hover:bg-hover max-sm:max-w-52',
                  )}
                >
                  {path}
                </th>
                <td className={cx(cell, 'max-sm:hidden')}>
                  <span className="flex items-center gap-2">
                    <ClassTag value={classification} />
                    {categories.length > 0 && (
                      <span className="text-12 text-fg-3">{categories.map(categoryLabel).join(', ')}</span>
                    )}
                  </span>
                </td>
                {columns.map(({ slug, index }, x) => {
                  const one = seen[index]
                  const here = y === at.row && x === at.column
                  return (
                    <td
                      key={slug}
                      ref={(element) => {
                        if (element) cells.current.set(keyOf({ row: y, column: x }), element)
                        else cells.current.delete(keyOf({ row: y, column: x }))
                      }}
                      tabIndex={here ? 0 : -1}
                      aria-selected={chosen !== undefined && here}
                      onFocus={() => setChosen({ row: y, column: x })}
                      className={cx(cell, 'cursor-default', chosen && here && 'bg-accent-bg')}
                    >
                      {one && <SightMark sight={one.sight} mask={one.mask} />}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div
        role="status"
        className="min-h-10 rounded-b-8 border-t border-line bg-sunken px-3.5 py-2 text-fg-2 max-sm:min-h-16"
      >
        {row && agent ? (
          <Why agent={agent.name} path={row.path} cell={row.cells[agent.index]} />
        ) : (
          <>
            Choose a cell<span className="max-sm:hidden">, with the mouse or with Tab and the arrows,</span>{' '}
            to read why it is so.
          </>
        )}
      </div>
    </>
  )
}

function Why({
  agent,
  path,
  cell: one,
}: {
  agent: string
  path: string
  cell: WhoSees['rows'][number]['cells'][number] | undefined
}) {
  if (!one) return null
  return (
    <p>
      <b className="font-label text-fg">{agent}</b> and{' '}
      <span className="font-mono text-12 break-all text-fg">{path}</span>: {sightWord(one.sight, one.mask)}.{' '}
      {one.because}
      {one.policies.length > 0 && (
        <>
          {' '}
          Decided by{' '}
          {one.policies.map((id, i) => (
            <span key={id}>
              {i > 0 && ', '}
              <Link
                href={`/policies?policy=${encodeURIComponent(id)}`}
                className="font-mono text-12 underline"
              >
                {id}
              </Link>
            </span>
          ))}
          .
        </>
      )}
    </p>
  )
}

const keyOf = ({ row, column }: At): string => `${row}.${column}`

const MOVES: Record<string, (at: At, rows: number, columns: number, far: boolean) => At> = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  Home: ({ row }, _rows, _columns, far) => ({ row: far ? 0 : row, column: 0 }),
  End: ({ row }, rows, columns, far) => ({ row: far ? rows - 1 : row, column: columns - 1 }),
  PageUp: ({ row, column }) => ({ row: Math.max(0, row - 10), column }),
  PageDown: ({ row, column }, rows) => ({ row: Math.min(rows - 1, row + 10), column }),
}
