'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { messageOf, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { CallResult } from './call-result'
import type { Connection } from './connection-types'

/** Reads from the connection now, as a run would. */
export function ConnectionTest({ connection }: { connection: Pick<Connection, 'id'> }) {
  const trpc = useTRPC()
  const [path, setPath] = useState('/')
  const queryClient = useQueryClient()
  const test = useMutation(
    trpc.connections.callNow.mutationOptions({
      onError: () => undefined,
      onSettled: () => queryClient.invalidateQueries(trpc.connections.pathFilter()),
    }),
  )
  const wrongPath = problemAt(test.error, '/path')
  return (
    <form
      noValidate
      className="grid gap-2 not-first:border-t not-first:border-line not-first:pt-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!test.isPending) test.mutate({ call: 'path', id: connection.id, path })
      }}
    >
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2">
        <FormField label="Read a path: GET" required error={wrongPath}>
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
      {test.data && <CallResult result={test.data} />}
      {test.error && !wrongPath && (
        <ErrorState title="It was not called" className="m-0">
          {messageOf(test.error)}
        </ErrorState>
      )}
    </form>
  )
}
