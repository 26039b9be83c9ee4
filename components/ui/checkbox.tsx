'use client'

import { Check, Minus } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import { useId, type ReactNode } from 'react'
import { cx } from './cx'
import type { ControlProps } from './form-field'

/** On, off or (for a group) partly. With `label` it is a row that can be pressed as a whole. */
export function Checkbox({
  checked,
  onCheckedChange,
  label,
  hint,
  disabled = false,
  id: givenId,
  className,
  ...aria
}: ControlProps & {
  checked: boolean | 'indeterminate'
  onCheckedChange: (checked: boolean) => void
  label?: ReactNode
  hint?: ReactNode
  disabled?: boolean
  className?: string
  'aria-label'?: string
}) {
  const ownId = useId()
  const id = givenId ?? ownId
  const box = (
    <Radix.Root
      id={id}
      checked={checked}
      disabled={disabled}
      onCheckedChange={(next) => onCheckedChange(next === true)}
      className="relative mt-0.5 grid size-4 shrink-0 place-items-center rounded-4 border border-line-control bg-page text-on-accent after:absolute after:-inset-1.5 data-disabled:border-line data-[state=checked]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:border-accent data-[state=indeterminate]:bg-accent"
      {...(label && hint ? { 'aria-describedby': `${id}-hint` } : {})}
      {...aria}
    >
      <Radix.Indicator>
        {checked === 'indeterminate' ? (
          <Minus className="size-3" strokeWidth={3} aria-hidden />
        ) : (
          <Check className="size-3" strokeWidth={3} aria-hidden />
        )}
      </Radix.Indicator>
    </Radix.Root>
  )
  if (!label) return box
  return (
    <div className={cx('flex items-start gap-2 py-1', className)}>
      {box}
      <div className="grid min-w-0">
        <label htmlFor={id} className={cx(disabled && 'text-fg-3')}>
          {label}
        </label>
        {hint && (
          <span id={`${id}-hint`} className="text-12 text-fg-3">
            {hint}
          </span>
        )}
      </div>
    </div>
  )
}
