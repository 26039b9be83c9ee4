'use client'

import type { ComponentProps } from 'react'
import { cx } from './cx'

/** Parts of a table in the console's look. Put it in a scrolling container; heads stick to its top. */
export function Table({ dense = false, className, ...rest }: ComponentProps<'table'> & { dense?: boolean }) {
  return (
    <table
      data-dense={dense || undefined}
      className={cx('group/table w-full border-collapse text-13', className)}
      {...rest}
    />
  )
}

export function TableHead(props: ComponentProps<'thead'>) {
  return <thead {...props} />
}

export function TableBody({ className, ...rest }: ComponentProps<'tbody'>) {
  return <tbody className={cx('[&>tr:last-child>td]:border-b-0', className)} {...rest} />
}

/** A head cell. `numeric` aligns right. */
export function Th({ numeric = false, className, ...rest }: ComponentProps<'th'> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      className={cx(
        'sticky top-0 z-sticky h-7 border-b border-line bg-page px-2 text-12 whitespace-nowrap text-fg-3 first:pl-5 last:pr-5 max-sm:first:pl-4 max-sm:last:pr-4',
        numeric && 'text-right',
        className,
      )}
      {...rest}
    />
  )
}

/** A row; `selected` marks it with the accent. Use useListKeys to move by keyboard. */
export function Tr({ selected = false, className, ...rest }: ComponentProps<'tr'> & { selected?: boolean }) {
  return (
    <tr
      data-selected={selected || undefined}
      aria-selected={rest.role === 'row' || rest.role === 'option' ? selected : undefined}
      className={cx(
        'group/row hover:bg-hover focus-visible:-outline-offset-2 data-selected:bg-accent-bg',
        'data-selected:[&>td:first-child]:shadow-[inset_2px_0_var(--accent)]',
        className,
      )}
      {...rest}
    />
  )
}

/** A cell. `numeric` aligns right; `wide` is the column that gives way, with the whole text on hover. */
export function Td({
  numeric = false,
  wide = false,
  className,
  ...rest
}: ComponentProps<'td'> & { numeric?: boolean; wide?: boolean }) {
  return (
    <td
      className={cx(
        'h-8 border-b border-line px-2 whitespace-nowrap group-data-dense/table:h-7 max-sm:h-11 first:pl-5 last:pr-5 max-sm:first:pl-4 max-sm:last:pr-4',
        numeric && 'text-right',
        wide && 'w-full max-w-0 truncate',
        className,
      )}
      {...rest}
    />
  )
}

/** The height of rows that are not drawn. No colSpan: where columns are hidden it would make some that the head lacks. */
export const Spacer = ({ height }: { height: number }) => (
  <tr aria-hidden>
    <td style={{ height }} className="p-0" />
  </tr>
)
