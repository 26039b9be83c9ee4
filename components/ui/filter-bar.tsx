'use client'

import { ListFilter, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx'
import { DropdownMenu, MenuItem } from './dropdown-menu'

/** The line above a list: search, filters, and at its right what can be done with the list. */
export function FilterBar({
  children,
  end,
  className,
}: {
  children: ReactNode
  end?: ReactNode
  className?: string
}) {
  return (
    <div
      className={cx(
        'flex min-h-12 flex-wrap items-center gap-2 border-b border-line px-5 py-2 max-sm:px-3',
        className,
      )}
    >
      {children}
      {end && <div className="ml-auto flex items-center gap-2">{end}</div>}
    </div>
  )
}

/** One filter: its name, what it is set to, and a way to clear it. Unset it asks to be added. */
export function Filter<V extends string>({
  name,
  value,
  options,
  onValueChange,
}: {
  name: string
  value: V | null
  options: readonly { value: V; label: string; hint?: string }[]
  onValueChange: (value: V | null) => void
}) {
  const chosen = options.find((option) => option.value === value)
  return (
    <span
      className={cx(
        'inline-flex h-6.5 items-center rounded-6 border whitespace-nowrap max-sm:h-11',
        chosen ? 'border-line text-fg-2' : 'border-dashed border-line-strong text-fg-3',
      )}
    >
      <DropdownMenu
        className="max-h-80 overflow-auto"
        trigger={
          <button
            type="button"
            className="inline-flex h-full items-center gap-1.5 rounded-6 px-2 hover:bg-hover"
            aria-label={chosen ? `${name}: ${chosen.label}` : `Filter by ${name.toLowerCase()}`}
          >
            {!chosen && <ListFilter className="size-3.5" aria-hidden />}
            {name}
            {chosen && <b className="font-label text-fg">{chosen.label}</b>}
          </button>
        }
      >
        {options.map((option) => (
          <MenuItem
            key={option.value}
            checked={option.value === value}
            onSelect={() => onValueChange(option.value === value ? null : option.value)}
            hint={option.hint}
          >
            {option.label}
          </MenuItem>
        ))}
      </DropdownMenu>
      {chosen && (
        <button
          type="button"
          aria-label={`Clear ${name.toLowerCase()}`}
          onClick={() => onValueChange(null)}
          className="grid h-full w-6 place-items-center rounded-6 text-fg-3 hover:bg-hover hover:text-fg"
        >
          <X className="size-3" aria-hidden />
        </button>
      )}
    </span>
  )
}
