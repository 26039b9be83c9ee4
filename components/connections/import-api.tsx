'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { counted } from '@/components/ui/counted'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input, SearchInput, Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import type { Api, Connection } from './connection-types'

/** Operations from an OpenAPI document: read it, pick some, add them with their schemas. */
export function ImportApi({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { id } = connection
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [address, setAddress] = useState('')
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const read = useMutation(trpc.connections.readApi.mutationOptions({ onError: () => undefined }))
  const put = useMutation(
    trpc.connections.putOperations.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.connections.pathFilter())
        toast({ title: `${counted(chosen.size, 'operation')} added` })
        onClose()
      },
    }),
  )
  const api = read.data
  const operations = (api?.choices ?? []).flatMap(({ operation }) =>
    operation && chosen.has(operation.name) ? [operation] : [],
  )
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={api ? `${api.title || 'The API'} ${api.version}` : 'Operations from an OpenAPI document'}
      size="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {api ? (
            <Button
              variant="primary"
              busy={put.isPending}
              disabled={operations.length === 0}
              onClick={() => put.mutate({ id, operations })}
            >
              {operations.length > 0 ? `Add ${counted(operations.length, 'operation')}` : 'Add'}
            </Button>
          ) : (
            <Button
              variant="primary"
              busy={read.isPending}
              disabled={address.trim() === '' && text.trim() === ''}
              onClick={() => read.mutate({ id, from: text.trim() ? { text } : { address } })}
            >
              Read it
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-3.5">
        {(read.error ?? put.error) && (
          <ErrorState title={put.error ? 'Nothing was added' : 'It could not be read'} className="m-0">
            {messageOf(put.error ?? read.error)}
          </ErrorState>
        )}
        {api ? (
          <Choices api={api} chosen={chosen} onChange={setChosen} />
        ) : (
          <>
            <FormField
              label="Address of the document"
              hint="Fetched from the public internet, without any secret"
            >
              <Input
                type="url"
                className="font-mono text-12"
                placeholder="https://crm.example/openapi.json"
                value={address}
                onChange={({ target }) => setAddress(target.value)}
              />
            </FormField>
            <FormField label="Or the document itself" hint="OpenAPI 3.0 or 3.1, in JSON or YAML">
              <Textarea
                rows={10}
                className="font-mono text-12"
                spellCheck={false}
                value={text}
                onChange={({ target }) => setText(target.value)}
              />
            </FormField>
          </>
        )}
      </div>
    </Dialog>
  )
}

function Choices({
  api,
  chosen,
  onChange,
}: {
  api: Api
  chosen: ReadonlySet<string>
  onChange: (chosen: ReadonlySet<string>) => void
}) {
  const [find, setFind] = useState('')
  const wanted = find.trim().toLowerCase()
  const shown = api.choices.filter(({ method, path, summary }) =>
    `${method} ${path} ${summary}`.toLowerCase().includes(wanted),
  )
  const toggle = (name: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(name)
    else next.delete(name)
    onChange(next)
  }
  if (api.choices.length === 0) return <p className="text-fg-2">The document describes no operation.</p>
  return (
    <>
      <SearchInput label="Find an operation" value={find} onValueChange={setFind} />
      <ul className="grid gap-2">
        {shown.map(({ method, path, summary, operation, notes, problem }) => (
          <li key={`${method} ${path}`}>
            <Checkbox
              checked={operation !== undefined && chosen.has(operation.name)}
              disabled={operation === undefined}
              onCheckedChange={(on) => operation && toggle(operation.name, on)}
              label={
                <span className="inline-flex flex-wrap items-baseline gap-x-2">
                  <span className="font-mono text-12">
                    {method} {path}
                  </span>
                  <span className="text-fg-2">{summary}</span>
                </span>
              }
              hint={problem ?? (notes.length > 0 ? notes.slice(0, 3).join(' ') : undefined)}
            />
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p className="text-fg-3">No operation matches.</p>}
    </>
  )
}
