'use client'

import { useMutation } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { messageOf, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { formatDuration } from '@/components/ui/format-time'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { StatusChip } from '@/components/ui/status-chip'
import type { ListedConnection } from './settings-types'

/** Reads from the connection now, as a run would. */
export function ConnectionTest({ connection }: { connection: ListedConnection }) {
  const trpc = useTRPC()
  const [path, setPath] = useState('/')
  const test = useMutation(trpc.connections.test.mutationOptions({ onError: () => undefined }))
  const wrongPath = problemAt(test.error, '/path')
  return (
    <form
      noValidate
      className="grid gap-2 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!test.isPending) test.mutate({ id: connection.id, path })
      }}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
        <FormField label="Call it now: GET" required error={wrongPath}>
          <Input
            className="font-mono text-12"
            spellCheck={false}
            value={path}
            onChange={(event) => setPath(event.target.value)}
          />
        </FormField>
        <Button icon={Play} type="submit" busy={test.isPending}>
          {test.isPending ? 'Calling…' : 'Call'}
        </Button>
      </div>
      {test.data && (
        <div role="status" className="grid gap-1.5 rounded-6 border border-line bg-sunken px-3 py-2">
          <div className="flex items-center gap-2">
            <StatusChip
              plain
              status={test.data.ok ? 'done' : 'failed'}
              word={test.data.ok ? 'Answered' : 'Failed'}
            />
            <span className="ml-auto text-12 text-fg-3">
              {test.data.status > 0 && `${test.data.status}, `}
              {formatDuration(test.data.ms)}
            </span>
          </div>
          <p className="text-fg-2">{test.data.says}</p>
          {test.data.answer && (
            <pre
              tabIndex={0}
              className="max-h-60 overflow-auto font-mono text-12 whitespace-pre-wrap text-fg-2"
            >
              {test.data.answer}
            </pre>
          )}
        </div>
      )}
      {test.error && !wrongPath && (
        <ErrorState title="It was not called" className="m-0">
          {messageOf(test.error)}
        </ErrorState>
      )}
    </form>
  )
}
