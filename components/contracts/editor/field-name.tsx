'use client'

import { useState } from 'react'

/** A field's name, renamed on leaving it or with Enter; Escape takes it back. */
export function FieldName({
  name,
  readOnly,
  onRename,
}: {
  name: string
  readOnly: boolean
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
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit()
        if (event.key === 'Escape') setTyped(undefined)
      }}
    />
  )
}
