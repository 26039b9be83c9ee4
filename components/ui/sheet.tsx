'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { KeyboardEventHandler, ReactNode } from 'react'
import { cx } from './cx'
import { focusContent, overlayLook } from './dialog'
import { IconButton } from './icon-button'
import { PanelHead } from './panel-head'
import { useReturnFocus } from './use-return-focus'

const sides = {
  right: 'inset-y-0 right-0 w-[min(440px,100vw)] border-l',
  left: 'inset-y-0 left-0 w-[min(320px,88vw)] border-r',
  bottom: 'inset-x-0 bottom-0 max-h-[88dvh] rounded-t-8 border-t',
} as const

/** A panel over the page, from one side. For detail that stays beside its list use SidePanel. */
export function Sheet({
  open,
  onOpenChange,
  title,
  side = 'right',
  actions,
  footer,
  children,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  side?: keyof typeof sides
  /** Beside the title. */
  actions?: ReactNode
  footer?: ReactNode
  children: ReactNode
}) {
  const onCloseAutoFocus = useReturnFocus(open)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayLook} />
        <Radix.Content
          data-modal
          onCloseAutoFocus={onCloseAutoFocus}
          onOpenAutoFocus={focusContent}
          aria-describedby={undefined}
          className={cx(
            'appear fixed z-dialog grid grid-rows-[auto_minmax(0,1fr)_auto] border-line-strong bg-raised shadow-dialog outline-none',
            sides[side],
          )}
        >
          <PanelHead
            className="min-h-11"
            title={<Radix.Title>{title}</Radix.Title>}
            actions={actions}
            close={
              <Radix.Close asChild>
                <IconButton plain icon={X} label="Close" kbd="Esc" />
              </Radix.Close>
            }
          />
          <div className="min-h-0 overflow-auto">{children}</div>
          {footer && (
            <div className="flex items-center justify-end gap-2 border-t border-line px-4 py-2.5">
              {footer}
            </div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Detail beside its list, parted by one line; on narrow screens it covers the list. */
export function SidePanel({
  title,
  actions,
  onClose,
  onKeyDown,
  label,
  className,
  children,
}: {
  title: ReactNode
  actions?: ReactNode
  onClose?: () => void
  onKeyDown?: KeyboardEventHandler
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    <aside
      aria-label={label}
      onKeyDown={onKeyDown}
      className={cx(
        'grid min-h-0 w-110 shrink-0 grid-rows-[auto_minmax(0,1fr)] border-l border-line bg-page',
        'max-md:absolute max-md:inset-0 max-md:z-panel max-md:w-auto max-md:border-l-0',
        className,
      )}
    >
      <PanelHead
        title={<h2>{title}</h2>}
        actions={actions}
        close={onClose && <IconButton plain icon={X} label="Close" kbd="Esc" onClick={onClose} />}
      />
      <div className="min-h-0 overflow-auto">{children}</div>
    </aside>
  )
}
