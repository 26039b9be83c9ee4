'use client'

import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { figure } from './counted'
import { cx } from './cx'

export interface TabItem<V extends string = string> {
  value: V
  label: ReactNode
  count?: number
  /** What waits there for a person: `1 to look at`. */
  note?: string | undefined
  content: ReactNode
}

/** Parts of one object. The content fills what its container leaves and scrolls itself. */
export function Tabs<V extends string>({
  value,
  onValueChange,
  items,
  label,
  className,
  contentClassName,
}: {
  value: V
  onValueChange: (value: V) => void
  items: readonly TabItem<V>[]
  label: string
  className?: string
  contentClassName?: string
}) {
  return (
    <Radix.Root
      value={value}
      onValueChange={(next) => onValueChange(next as V)}
      className={cx('grid min-h-0 grid-rows-[auto_minmax(0,1fr)]', className)}
    >
      <Radix.List
        aria-label={label}
        className="flex gap-0.5 overflow-x-auto border-b border-line px-3.5 [scrollbar-width:none]"
      >
        {items.map((item) => (
          <Radix.Trigger
            key={item.value}
            value={item.value}
            className="-mb-px flex h-8.5 items-center gap-1.5 border-b-2 border-transparent px-2 whitespace-nowrap text-fg-2 -outline-offset-2 hover:text-fg data-[state=active]:border-accent data-[state=active]:font-label data-[state=active]:text-fg max-sm:h-11"
          >
            {item.label}
            {item.count !== undefined && <span className="font-text text-fg-3">{figure(item.count)}</span>}
            {item.note && <span className="font-text text-12 text-waiting-fg">{item.note}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {items.map((item) => (
        <Radix.Content
          key={item.value}
          value={item.value}
          className={cx('min-h-0 overflow-auto -outline-offset-2', contentClassName)}
        >
          {item.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
