'use client'

import { useId, useRef, useState, type ComponentProps, type KeyboardEvent } from 'react'
import { cx } from '@/components/ui/cx'
import { fieldLook } from '@/components/ui/input'
import type { ControlProps } from '@/components/ui/form-field'
import { completePath } from './complete-path'

/** A line of CEL, or a template with CEL in braces, that offers the paths it may read. */
export function ExpressionInput({
  value,
  onChange,
  onBlur,
  paths,
  template = false,
  placeholder,
  className,
  ...aria
}: ControlProps & {
  value: string
  onChange: (value: string) => void
  onBlur: () => void
  paths: readonly string[]
  template?: boolean
  placeholder?: string | undefined
  className?: string
  'aria-label'?: string
}) {
  const listId = useId()
  const input = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState<number>()
  const [active, setActive] = useState(0)
  const completion = caret === undefined ? undefined : completePath(value, caret, paths, template)
  const options = completion?.options ?? []
  const chosen = Math.min(active, options.length - 1)

  const accept = (option: string) => {
    if (!completion) return
    onChange(value.slice(0, completion.from) + option + value.slice(completion.to))
    const next = completion.from + option.length
    setCaret(undefined)
    requestAnimationFrame(() => input.current?.setSelectionRange(next, next))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !options.length) event.preventDefault()
    if (!options.length) return
    if (event.key === 'ArrowDown') setActive((chosen + 1) % options.length)
    else if (event.key === 'ArrowUp') setActive((chosen + options.length - 1) % options.length)
    else if (event.key === 'Enter' || event.key === 'Tab') accept(options[chosen] ?? '')
    else if (event.key === 'Escape') setCaret(undefined)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const follow: ComponentProps<'textarea'>['onChange'] = (event) => {
    onChange(event.target.value.replaceAll('\n', ' '))
    setCaret(event.target.selectionStart)
    setActive(0)
  }
  return (
    <span className="relative block">
      <textarea
        ref={input}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-controls={listId}
        aria-activedescendant={options.length ? `${listId}-${chosen}` : undefined}
        rows={Math.min(4, Math.max(1, Math.ceil(value.length / 46)))}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        className={cx(
          fieldLook,
          'block field-sizing-content max-h-32 resize-none py-1.25 font-mono text-12 disabled:max-h-none disabled:bg-sunken',
          className,
        )}
        onChange={follow}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setCaret(undefined)
          onBlur()
        }}
        {...aria}
      />
      <span
        id={listId}
        role="listbox"
        aria-label="Paths of the state"
        className={cx(
          'absolute top-full right-0 left-0 z-menu mt-1 max-h-56 overflow-auto rounded-8 border border-line-strong bg-raised p-1 shadow-pop',
          options.length === 0 && 'hidden',
        )}
      >
        {options.map((option, index) => (
          <span
            key={option}
            id={`${listId}-${index}`}
            role="option"
            aria-selected={index === chosen}
            className={cx(
              'block truncate rounded-4 px-2 py-1 font-mono text-12',
              index === chosen && 'bg-hover',
            )}
            onMouseDown={(event) => {
              event.preventDefault()
              accept(option)
            }}
          >
            {option}
          </span>
        ))}
      </span>
    </span>
  )
}
