'use client'

import { useState } from 'react'

/**
 * A field's name, renamed on leaving it or with Enter; Escape takes it back. Expressions cannot say a space, so one
 * that is typed becomes an underscore.
 */
export function FieldName({
  name,
  readOnly,
  autoFocus,
  onRename,
}: {
  name: string
  readOnly: boolean
  autoFocus: boolean
  onRename: (name: string) => void
}) {
  const [typed, setTyped] = useState<string>()
  if (readOnly) return <span className="font-mono text-12">{name}</span>
  const commit = () => {
    const to = typed?.trim()
    setTyped(undefined)
    if (to && to !== name) onRename(to)
  }
  return (
    <input
      aria-label={`Name of ${name}`}
      className="h-6 w-full min-w-24 rounded-4 border border-transparent bg-transparent px-1 font-mono text-12 hover:border-line-strong focus:border-line-control focus:bg-page"
      value={typed ?? name}
      autoFocus={autoFocus}
      onFocus={(event) => event.target.select()}
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value.replaceAll(' ', '_'))}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') setTyped(undefined)
      }}
    />
  )
}
