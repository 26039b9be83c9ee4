'use client'

import { CircleX } from 'lucide-react'
import { cloneElement, useId, type ReactElement, type ReactNode } from 'react'
import { cx } from './cx'

/** What FormField hands to its control. */
export interface ControlProps {
  id?: string
  'aria-invalid'?: boolean | undefined
  'aria-describedby'?: string | undefined
  'aria-required'?: boolean | undefined
}

/** A label, one control, a hint, and what is wrong with it. The control keeps what was typed. */
export function FormField({
  label,
  hint,
  error,
  required = false,
  className,
  children,
}: {
  label: ReactNode
  hint?: ReactNode
  /** What is wrong and what would be right; from Problem.message. */
  error?: string | undefined
  required?: boolean
  className?: string
  /** One control that takes id and aria attributes: Input, Textarea, Select, Switch, CodeEditor… */
  children: ReactElement<ControlProps>
}) {
  const id = useId()
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined
  return (
    <div className={cx('grid grid-cols-[minmax(0,1fr)] content-start gap-1', className)}>
      <label htmlFor={id} className="font-label">
        {label}
        {!required && <span className="ml-1 text-12 font-text text-fg-3 in-disabled:hidden"> optional</span>}
      </label>
      {cloneElement(children, {
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': describedBy,
        'aria-required': required || undefined,
      })}
      {error && (
        <span id={`${id}-error`} className="flex items-start gap-1.25 text-12 text-failed-fg">
          <CircleX className="mt-px size-3.5 shrink-0" aria-hidden />
          {error.charAt(0).toUpperCase() + error.slice(1)}
        </span>
      )}
      {hint && (
        <span id={`${id}-hint`} className="text-12 text-fg-3">
          {hint}
        </span>
      )}
    </div>
  )
}
