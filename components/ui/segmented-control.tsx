'use client'

import type { LucideIcon } from 'lucide-react'
import { ToggleGroup } from 'radix-ui'
import { figure } from './counted'
import { cx } from './cx'

/** One of two to six, all in sight. */
export function SegmentedControl<V extends string>({
  value,
  onValueChange,
  options,
  label,
  className,
}: {
  value: V
  onValueChange: (value: V) => void
  options: readonly { value: V; label: string; count?: number; icon?: LucideIcon; disabled?: boolean }[]
  label: string
  className?: string
}) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => next && onValueChange(next as V)}
      className={cx('inline-flex h-7 rounded-6 border border-line bg-sunken p-px max-sm:h-11', className)}
    >
      {options.map(({ value: option, label: text, count, icon: Icon, disabled = false }) => (
        <ToggleGroup.Item
          key={option}
          value={option}
          disabled={disabled}
          className="flex items-center gap-1.5 rounded-[5px] px-2.25 whitespace-nowrap text-fg-2 hover:text-fg data-disabled:text-fg-off data-[state=on]:bg-raised data-[state=on]:font-label data-[state=on]:text-fg data-[state=on]:shadow-[0_0_0_1px_var(--line-strong)]"
        >
          {Icon && <Icon className="size-3.5" aria-hidden />}
          {text}
          {count !== undefined && <span className="font-text text-fg-3">{figure(count)}</span>}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
