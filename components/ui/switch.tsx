'use client'

import { Switch as Radix } from 'radix-ui'
import type { ControlProps } from './form-field'

/** Takes effect at once; use a Checkbox in forms that are sent. */
export function Switch({
  checked,
  onCheckedChange,
  disabled = false,
  ...rest
}: ControlProps & {
  checked: boolean
  onCheckedChange: (checked: boolean) => void
  disabled?: boolean
  'aria-label'?: string
}) {
  return (
    <Radix.Root
      checked={checked}
      disabled={disabled}
      onCheckedChange={onCheckedChange}
      className="group relative inline-flex h-4.5 w-8 shrink-0 items-center rounded-full border border-line-control bg-press px-0.5 transition-colors after:absolute after:-inset-2 duration-base data-[state=checked]:border-accent data-[state=checked]:bg-accent"
      {...rest}
    >
      <Radix.Thumb className="block size-3 rounded-full bg-fg-3 transition-transform duration-base data-[state=checked]:translate-x-3.5 data-[state=checked]:bg-on-accent" />
    </Radix.Root>
  )
}
