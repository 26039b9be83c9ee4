'use client'

import { Search } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from './cx'
import { Kbd } from './kbd'

export const fieldLook =
  'w-full min-w-0 rounded-6 border border-line-control bg-page px-2 text-13 text-fg transition-colors duration-fast aria-invalid:border-failed-mark disabled:border-line disabled:text-fg-2'

/** One line of text. In a FormField it takes its id, hint and error from there. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return <input className={cx(fieldLook, 'h-7 read-only:bg-sunken max-sm:h-11', className)} {...rest} />
}

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={rows}
      className={cx(
        fieldLook,
        'py-1.5 read-only:bg-sunken disabled:field-sizing-content disabled:resize-none',
        className,
      )}
      {...rest}
    />
  )
}

/** The search of a list. `/` moves here when the page binds it. */
export function SearchInput({
  value,
  onValueChange,
  label,
  kbd = '/',
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'value' | 'onChange'> & {
  value: string
  onValueChange: (value: string) => void
  /** What is searched, also the placeholder: `Find a run`. */
  label: string
  kbd?: string
}) {
  return (
    <div className={cx('relative w-60 min-w-0', className)}>
      <Search className="absolute top-1.5 left-2 size-4 text-fg-3 max-sm:top-3.5" aria-hidden />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        className="h-7 w-full rounded-6 border border-line bg-sunken pr-7 pl-7.5 text-13 text-fg hover:border-line-strong max-sm:h-11 [&::-webkit-search-cancel-button]:hidden"
        {...rest}
      />
      {!value && kbd && <Kbd keys={kbd} className="absolute top-1.25 right-1.5" />}
    </div>
  )
}
