'use client'

import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Textarea } from '@/components/ui/input'
import { messageOf } from '@/components/shell/problems'
import { mentionAt, sentText, shownText, suggestions, type Person } from './mention-text'
import { usePeople } from './use-people'

/** A field for a comment: `@` offers the members, mod+Enter sends. What was written stays if it cannot be sent. */
export function Composer({
  label,
  send,
  initial = '',
  onSend,
  onCancel,
  autoFocus = false,
}: {
  label: string
  /** On the button. */
  send: string
  /** As it is stored. */
  initial?: string
  onSend: (text: string) => Promise<unknown>
  onCancel?: () => void
  autoFocus?: boolean
}) {
  const { members, all } = usePeople()
  const [text, setText] = useState<string>()
  const [caret, setCaret] = useState(0)
  const [chosen, setChosen] = useState(0)
  const [hidden, setHidden] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  const list = useId()
  const written = text ?? shownText(initial, all)
  const typing = hidden ? undefined : mentionAt(written, caret)
  const offered = typing ? suggestions(typing.typed, members) : []
  const at = Math.min(chosen, Math.max(0, offered.length - 1))

  const submit = async () => {
    if (busy || written.trim() === '') return
    setBusy(true)
    setError('')
    try {
      await onSend(sentText(written.trim(), members))
      setText('')
    } catch (failure) {
      setError(messageOf(failure))
    } finally {
      setBusy(false)
    }
  }
  const take = ({ name }: Person) => {
    if (!typing) return
    const next = `${written.slice(0, typing.from)}@${name} ${written.slice(caret)}`
    const place = typing.from + name.length + 2
    setText(next)
    setCaret(place)
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(place, place)
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const person = offered[at]
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void submit()
    else if (person && (event.key === 'Enter' || event.key === 'Tab')) take(person)
    else if (person && event.key === 'ArrowDown') setChosen((at + 1) % offered.length)
    else if (person && event.key === 'ArrowUp') setChosen((at + offered.length - 1) % offered.length)
    else if (event.key === 'Escape' && person) setHidden(true)
    else if (event.key === 'Escape' && onCancel) onCancel()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="relative grid gap-1.5">
      <Textarea
        ref={field}
        aria-label={label}
        placeholder={label}
        rows={2}
        maxLength={4000}
        value={written}
        autoFocus={autoFocus}
        aria-autocomplete="list"
        aria-controls={offered.length > 0 ? list : undefined}
        aria-activedescendant={offered.length > 0 ? `${list}-${at}` : undefined}
        onChange={(event) => {
          setText(event.target.value)
          setCaret(event.target.selectionStart)
          setChosen(0)
          setHidden(false)
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
      />
      {offered.length > 0 && (
        <ul
          id={list}
          role="listbox"
          aria-label="Members"
          className="absolute inset-x-0 top-full z-panel -mt-8 rounded-6 border border-line-strong bg-raised py-1 shadow-pop"
        >
          {offered.map((person, index) => (
            <li
              key={person.id}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === at}
              onMouseDown={(event) => {
                event.preventDefault()
                take(person)
              }}
              className={cx('cursor-default px-2.5 py-1', index === at && 'bg-accent-bg')}
            >
              {person.name}
            </li>
          ))}
        </ul>
      )}
      {error && (
        <p role="alert" className="text-12 text-failed-fg">
          {error}
        </p>
      )}
      <div className="flex items-center justify-end gap-2">
        <span className="mr-auto text-12 text-fg-3">@ mentions a member</span>
        {onCancel && (
          <Button size="sm" variant="ghost" onClick={onCancel}>
            Cancel
          </Button>
        )}
        <Button size="sm" disabled={written.trim() === ''} busy={busy} onClick={() => void submit()}>
          {send}
        </Button>
      </div>
    </div>
  )
}
