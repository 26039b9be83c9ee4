'use client'

import { Check, CircleX, Info } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'
import { useSyncExternalStore } from 'react'
import { Button } from './button'
import { cx } from './cx'

export interface ToastInput {
  /** What was done: `Sent back to Quote Writer`. */
  title: string
  description?: string
  tone?: 'done' | 'failed' | 'info'
  /** Usually undo; outward acts have none. */
  action?: { label: string; kbd?: string; run: () => void }
}
type Shown = ToastInput & { id: number }

let shown: readonly Shown[] = []
let count = 0
const listeners = new Set<() => void>()
const none: readonly Shown[] = []
const publish = (next: readonly Shown[]) => {
  shown = next
  for (const listener of listeners) listener()
}

/** Says in passing what was done; 8 s, longer while hovered or focused. Errors of forms belong at their field instead. */
export function toast(input: ToastInput): void {
  publish([...shown.slice(-2), { ...input, id: ++count }])
}

const icons = { done: Check, failed: CircleX, info: Info } as const

/** Once in the shell. */
export function Toaster() {
  const list = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
    () => none,
  )
  return (
    <Radix.Provider duration={8000} swipeDirection="right" label="Notice">
      {list.map((each) => {
        const tone = each.tone ?? 'done'
        const Icon = icons[tone]
        return (
          <Radix.Root
            key={each.id}
            onOpenChange={(open) => !open && publish(shown.filter(({ id }) => id !== each.id))}
            className="appear flex min-h-9 items-center gap-2.5 rounded-6 border border-line-strong bg-raised py-1 pr-1.5 pl-3 shadow-pop"
          >
            <Icon className={cx('size-3.5 shrink-0', tone === 'failed' && 'text-failed-fg')} aria-hidden />
            <div className="min-w-0 flex-1 pr-1.5">
              <Radix.Title>{each.title}</Radix.Title>
              {each.description && (
                <Radix.Description className="text-12 text-fg-2">{each.description}</Radix.Description>
              )}
            </div>
            {each.action && (
              <Radix.Action asChild altText={each.action.label}>
                <Button
                  variant="ghost"
                  onClick={each.action.run}
                  {...(each.action.kbd ? { kbd: each.action.kbd } : {})}
                >
                  {each.action.label}
                </Button>
              </Radix.Action>
            )}
          </Radix.Root>
        )
      })}
      {/* Where nothing is pressed: above the bar of a verdict, and in the studio, whose foot is the problems, on top. */}
      <Radix.Viewport className="fixed right-4 bottom-4 z-toast grid w-90 max-w-[calc(100vw-32px)] gap-2 outline-none max-md:bottom-18 [:root:has([data-verdict-bar])_&]:bottom-28 max-md:[:root:has([data-verdict-bar])_&]:bottom-54 md:[:root:has([data-problems])_&]:top-14 md:[:root:has([data-problems])_&]:right-auto md:[:root:has([data-problems])_&]:bottom-auto md:[:root:has([data-problems])_&]:left-1/2 md:[:root:has([data-problems])_&]:-translate-x-1/2" />
    </Radix.Provider>
  )
}
