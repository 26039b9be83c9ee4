'use client'

import { useMemo, useState } from 'react'
import { Button } from '@/components/ui/button'
import { CodeEditor } from '@/components/ui/code-editor'
import { StatusChip } from '@/components/ui/status-chip'
import { validateInstance, type SchemaIssue } from '@/domain/contract/evaluate'
import { exampleOf } from '@/domain/contract/example'
import type { SchemaObject } from '@/domain/contract/json-schema'

/** A value held against the contract as both are edited. */
export function ExamplePane({ schema }: { schema: SchemaObject }) {
  const [text, setText] = useState(() => JSON.stringify(exampleOf(schema), null, 2))
  const result = useMemo(() => check(schema, text), [schema, text])
  return (
    <div className="grid gap-2 p-3">
      <div className="flex items-center gap-2">
        {typeof result === 'string' ? (
          <StatusChip status="failed" word="Not JSON" />
        ) : result.length ? (
          <StatusChip status="failed" word="Does not fit" />
        ) : (
          <StatusChip status="done" word="Fits" />
        )}
        <span className="flex-1" />
        <Button size="sm" onClick={() => setText(JSON.stringify(exampleOf(schema), null, 2))}>
          Another example
        </Button>
      </div>
      <CodeEditor label="Example" value={text} onValueChange={setText} maxHeight="44vh" />
      {typeof result === 'string' ? (
        <p className="text-12 text-failed-fg">{result}</p>
      ) : (
        <ul className="grid gap-1" aria-label="Misfits">
          {result.map((issue, index) => (
            <li key={index} className="grid grid-cols-[minmax(0,auto)_minmax(0,1fr)] gap-2 text-12">
              <span className="truncate font-mono text-failed-fg">{issue.pointer || 'the whole'}</span>
              <span>{issue.message}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function check(schema: SchemaObject, text: string): SchemaIssue[] | string {
  try {
    return validateInstance(schema, JSON.parse(text), { formats: 'assertion' })
  } catch (error) {
    return error instanceof Error ? error.message : 'This is not JSON.'
  }
}
