'use client'

import { useState } from 'react'
import { CodeEditor } from '@/components/ui/code-editor'
import { isRecord, type SchemaObject } from '@/domain/contract/json-schema'

/** The schema as JSON, both ways. While the text is not an object in JSON, the last one that was stands. */
export function JsonPane({
  schema,
  readOnly,
  onChange,
}: {
  schema: SchemaObject
  readOnly: boolean
  onChange: (schema: SchemaObject) => void
}) {
  const [typed, setTyped] = useState<{ text: string; gives: SchemaObject }>()
  const text = typed && typed.gives === schema ? typed.text : JSON.stringify(schema, null, 2)
  const parsed = parse(text)
  return (
    <div className="grid gap-2 p-3">
      <CodeEditor
        label="JSON Schema"
        value={text}
        readOnly={readOnly}
        maxHeight="58vh"
        aria-invalid={typeof parsed === 'string'}
        onValueChange={(next) => {
          const value = parse(next)
          if (typeof value === 'string') setTyped({ text: next, gives: schema })
          else {
            setTyped({ text: next, gives: value })
            onChange(value)
          }
        }}
      />
      {typeof parsed === 'string' ? (
        <p role="alert" className="text-12 text-failed-fg">
          {parsed} The fields show the last version that could be read.
        </p>
      ) : (
        <p className="text-12 text-fg-3">
          JSON Schema 2020-12, with x-classification and x-categories on each field.
        </p>
      )}
    </div>
  )
}

function parse(text: string): SchemaObject | string {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : 'A contract is an object in JSON.'
  } catch (error) {
    return `Not JSON yet: ${error instanceof Error ? error.message : 'cannot be read'}.`
  }
}
