'use client'

import { Check, type LucideIcon } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx'
import { Kbd } from './kbd'

const itemLook =
  'flex min-h-7 items-center gap-2 rounded-4 px-2 py-1 text-13 outline-none data-disabled:text-fg-off data-highlighted:bg-press max-sm:min-h-11'

/** Acts on one thing, behind one trigger. */
export function DropdownMenu({
  trigger,
  children,
  align = 'start',
  side = 'bottom',
  className,
  open,
  onOpenChange,
  onCloseAutoFocus,
}: {
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'right' | 'bottom' | 'left'
  className?: string
  /** Where something else than its trigger opens it. */
  open?: boolean
  onOpenChange?: (open: boolean) => void
  /** Where the focus goes from it; without it, to the trigger. */
  onCloseAutoFocus?: (event: Event) => void
}) {
  return (
    <Radix.Root
      modal={false}
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange } : {})}
    >
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          side={side}
          sideOffset={4}
          collisionPadding={8}
          {...(onCloseAutoFocus ? { onCloseAutoFocus } : {})}
          className={cx(
            'appear z-menu min-w-48 rounded-8 border border-line-strong bg-raised p-1 shadow-pop outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** One act. `checked` shows it as chosen; `asChild` lets it be a link. */
export function MenuItem({
  icon: Icon,
  kbd,
  checked,
  disabled = false,
  onSelect,
  hint,
  asChild = false,
  children,
}: {
  icon?: LucideIcon
  kbd?: string
  checked?: boolean
  disabled?: boolean
  onSelect?: () => void
  /** A few words under the name, or why it is off. */
  hint?: ReactNode
  asChild?: boolean
  children: ReactNode
}) {
  if (asChild) {
    return (
      <Radix.Item asChild className={itemLook} disabled={disabled}>
        {children}
      </Radix.Item>
    )
  }
  return (
    <Radix.Item className={itemLook} disabled={disabled} {...(onSelect ? { onSelect } : {})}>
      {Icon && <Icon className="size-4 shrink-0 text-fg-3" aria-hidden />}
      <span className="grid min-w-0 flex-1">
        {children}
        {hint && <span className="text-12 text-fg-3">{hint}</span>}
      </span>
      {checked && <Check className="size-3.5" aria-label="chosen" />}
      {kbd && <Kbd keys={kbd} />}
    </Radix.Item>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-1.5 pb-1 text-12 text-fg-3">{children}</Radix.Label>
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />
}
