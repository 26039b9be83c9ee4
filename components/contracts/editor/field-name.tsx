'use client'

import { useState } from 'react'
import type { SchemaObject } from '@/domain/contract/json-schema'
import { renameField } from '../schema/edit-fields'
import type { Field, FieldPath } from '../schema/read-fields'

/** A field's name, renamed on leaving it or with Enter; Escape takes it back. */
export function FieldName({
  field,
  root,
  readOnly,
  onChange,
  onRenamed,
}: {
  field: Field
  root: SchemaObject
  readOnly: boolean
  onChange: (schema: SchemaObject) => void
  onRenamed: (path: FieldPath) => void
}) {
  const [typed, setTyped] = useState<string>()
  if (readOnly) return <span className="font-mono text-12">{field.name}</span>
  const commit = () => {
    const name = typed?.trim()
    setTyped(undefined)
    if (!name || name === field.name) return
    onChange(renameField(root, field.path, name))
    onRenamed([...field.path.slice(0, -1), name])
  }
  return (
    <input
      aria-label={`Name of ${field.name}`}
      className="h-6 w-full min-w-24 rounded-4 border border-transparent bg-transparent px-1 font-mono text-12 hover:border-line-strong focus:border-line-control focus:bg-page"
      value={typed ?? field.name}
      spellCheck={false}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') event.currentTarget.blur()
        if (event.key === 'Escape') setTyped(undefined)
      }}
    />
  )
}
