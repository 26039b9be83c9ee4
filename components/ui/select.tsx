'use client'

import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx'
import type { ControlProps } from './form-field'
import { groupBy } from './group-by'
import { fieldLook } from './input'
import { useNonce } from './nonce'

export interface SelectOption<V extends string = string> {
  value: V
  label: string
  /** A few words under the label. */
  hint?: string
  disabled?: boolean
  /** Heading it stands under, with the others of that group. */
  group?: string
}

/** One of a few. Values may not be empty strings. */
export function Select<V extends string>({
  value,
  onValueChange,
  options,
  placeholder = 'Choose',
  label,
  disabled,
  className,
  prefix,
  ...aria
}: ControlProps & {
  value: V | undefined
  onValueChange: (value: V) => void
  options: readonly SelectOption<V>[]
  placeholder?: string
  /** Accessible name, when no FormField gives one. */
  label?: string
  disabled?: boolean
  className?: string
  /** Shown before the value, as in filters: `Team`. */
  prefix?: ReactNode
}) {
  const nonce = useNonce()
  return (
    <Radix.Root
      // Nothing chosen is an empty text: without a value it would keep what was chosen last by itself.
      value={value ?? ''}
      onValueChange={(next) => onValueChange(next as V)}
      disabled={disabled ?? false}
    >
      <Radix.Trigger
        aria-label={label}
        className={cx(
          fieldLook,
          'flex h-7 items-center gap-1.5 text-left data-placeholder:text-fg-3 max-sm:h-11',
          className,
        )}
        {...aria}
      >
        {prefix && <span className="text-fg-3">{prefix}</span>}
        <span className="min-w-0 flex-1 truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown className="size-3.5 shrink-0 text-fg-3" aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="z-palette appear max-h-80 min-w-[var(--radix-select-trigger-width)] overflow-hidden rounded-8 border border-line-strong bg-raised p-1 shadow-pop"
        >
          <Radix.Viewport nonce={nonce}>
            {[...groupBy(options, ({ group }) => group)].map(([group, grouped]) => (
              <Group key={group ?? ''} label={group}>
                {grouped.map((option) => (
                  <Item key={option.value} {...option} />
                ))}
              </Group>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Group({ label, children }: { label: string | undefined; children: ReactNode }) {
  if (label === undefined) return children
  return (
    <Radix.Group>
      <Radix.Label className="px-2 pt-2 pb-1 text-12 text-fg-3">{label}</Radix.Label>
      {children}
    </Radix.Group>
  )
}

function Item({ value, label, hint, disabled = false }: SelectOption) {
  return (
    <Radix.Item
      value={value}
      disabled={disabled}
      className="flex min-h-7 items-center gap-2 rounded-4 py-1 pr-2 pl-2 text-13 outline-none data-disabled:text-fg-off data-highlighted:bg-press"
    >
      <span className="grid min-w-0 flex-1">
        <Radix.ItemText>{label}</Radix.ItemText>
        {hint && <span className="text-12 text-fg-3">{hint}</span>}
      </span>
      <Radix.ItemIndicator>
        <Check className="size-3.5" aria-hidden />
      </Radix.ItemIndicator>
    </Radix.Item>
  )
}
