'use client'

import { AlertDialog as Radix } from 'radix-ui'
import { useState, type ReactNode } from 'react'
import { Button } from './button'
import { overlayLook } from './dialog'
import { Input } from './input'
import { useReturnFocus } from './use-return-focus'

/**
 * Before the irreversible: says what will happen and to what. With `typing` the act stays off until exactly that was
 * typed. `onConfirm` may return a promise; the dialog closes when it is kept and stays when it breaks.
 */
export function AlertDialog({
  open,
  onOpenChange,
  title,
  children,
  confirm,
  typing,
  onConfirm,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** What will happen, to what, in a sentence or two. */
  children: ReactNode
  /** Names the act: `Stop all`. */
  confirm: string
  typing?: string
  onConfirm: () => unknown
}) {
  const onCloseAutoFocus = useReturnFocus(open)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={overlayLook} />
        <Radix.Content
          onCloseAutoFocus={onCloseAutoFocus}
          onOpenAutoFocus={toFirst}
          className="appear fixed top-[18vh] left-1/2 z-dialog grid w-[min(416px,calc(100vw-32px))] -translate-x-1/2 gap-2.5 rounded-8 border border-line-strong bg-raised p-4 shadow-dialog outline-none"
        >
          <Radix.Title className="text-14 font-strong">{title}</Radix.Title>
          <Radix.Description asChild>
            <div className="text-fg-2">{children}</div>
          </Radix.Description>
          <Confirmation {...{ confirm, typing, onConfirm }} close={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Over a sheet, which keeps the focus to itself until this has mounted, `autoFocus` alone comes too early. */
function toFirst(event: Event): void {
  const first = event.currentTarget instanceof Element && event.currentTarget.querySelector('[data-first]')
  if (!(first instanceof HTMLElement)) return
  event.preventDefault()
  first.focus()
}

function Confirmation(props: {
  confirm: string
  typing: string | undefined
  onConfirm: () => unknown
  close: () => void
}) {
  const [typed, setTyped] = useState('')
  const [busy, setBusy] = useState(false)
  const ready = !props.typing || typed.trim() === props.typing
  const act = async () => {
    setBusy(true)
    try {
      await props.onConfirm()
      props.close()
    } catch {
      setBusy(false)
    }
  }
  return (
    <form
      className="grid gap-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !busy) void act()
      }}
    >
      {props.typing && (
        <label className="grid gap-1 text-12 text-fg-3">
          <span>
            Type <b className="font-label text-fg">{props.typing}</b> to go on
          </span>
          <Input
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            autoFocus
            data-first
          />
        </label>
      )}
      <div className="flex justify-end gap-2">
        <Radix.Cancel asChild>
          <Button kbd="Esc">Go back</Button>
        </Radix.Cancel>
        <Button
          variant="primary"
          type="submit"
          disabled={!ready}
          busy={busy}
          autoFocus={!props.typing}
          data-first={props.typing ? undefined : ''}
        >
          {props.confirm}
        </Button>
      </div>
    </form>
  )
}
