'use client'

import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx'
import { IconButton } from './icon-button'
import { useReturnFocus } from './use-return-focus'

export const overlayLook = 'fixed inset-0 z-dialog appear bg-[rgb(11_12_14/0.32)]'
/** Where nothing asks for the focus it goes to the dialog itself, not to its close button. */
export function focusContent(event: Event): void {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}

const FIELD =
  'form :is(input:not([type=hidden]), textarea, [role=combobox], [role=checkbox], [role=radio][data-state=on]):not(:disabled, [readonly], [aria-hidden])'

/** To what is filled in first. */
function focusField(event: Event): void {
  const field = event.currentTarget instanceof HTMLElement && event.currentTarget.querySelector(FIELD)
  if (!(field instanceof HTMLElement)) return focusContent(event)
  event.preventDefault()
  field.focus()
}

const widths = {
  sm: 'sm:w-100',
  md: 'sm:w-130',
  lg: 'sm:w-190',
  xl: 'sm:top-[5vh] sm:max-h-[90vh] sm:w-[min(1080px,calc(100vw-48px))]',
} as const
export type DialogSize = keyof typeof widths

/** A short form over the page. Prefer a page or a panel; `footer` holds the buttons. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  size = 'sm',
  focus = 'content',
  footer,
  children,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: ReactNode
  description?: ReactNode
  size?: DialogSize
  /** What has the focus when it opens: all of it, or the first field of its form. */
  focus?: 'content' | 'field'
  footer?: ReactNode
  children?: ReactNode
}) {
  const onCloseAutoFocus = useReturnFocus(open)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayLook} />
        <Radix.Content
          data-modal
          onCloseAutoFocus={onCloseAutoFocus}
          onOpenAutoFocus={focus === 'field' ? focusField : focusContent}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cx(
            'appear fixed z-dialog grid max-h-[calc(100dvh-32px)] grid-rows-[auto_minmax(0,1fr)_auto] border border-line-strong bg-raised shadow-dialog outline-none',
            'max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-t-8',
            'sm:top-[14vh] sm:left-1/2 sm:-translate-x-1/2 sm:rounded-8 sm:max-h-[78vh]',
            widths[size],
          )}
        >
          <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 px-4 pt-4">
            <div className="grid gap-1">
              <Radix.Title className="text-14 font-strong">{title}</Radix.Title>
              {description && <Radix.Description className="text-fg-2">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton plain icon={X} label="Close" kbd="Esc" className="-mt-1 -mr-1.5" />
            </Radix.Close>
          </div>
          <div className="min-h-0 overflow-auto px-4 py-3">{children}</div>
          {footer && (
            <div
              className={cx(
                'flex flex-wrap items-center justify-end gap-2 px-4 pb-4',
                // What is long goes on below it.
                size !== 'sm' && 'border-t border-line pt-3',
              )}
            >
              {footer}
            </div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
