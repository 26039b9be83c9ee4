'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { IconButton } from '@/components/ui/icon-button'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { HTTP_METHODS } from '@/domain/connection/kinds/http-request'
import { freeName } from '@/domain/connection/approval'
import { ARGUMENT_TYPES, schemaOf, type ArgumentRow } from './argument-rows'
import type { Connection } from './connection-types'
import { firstDraft, requestOf, type OperationDraft } from './operation-draft'

const EFFECTS = [
  { value: 'read', label: 'Reads', hint: 'Changes nothing there; agents may use it as a tool' },
  { value: 'write', label: 'Writes', hint: 'Changes something; only behind a gate' },
] as const

/** Declares one operation: what it is called, what it does, what goes in. */
export function DeclareOperation({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { id, kind, name: service, operations } = connection
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState<OperationDraft>(() => firstDraft(kind))
  const [rows, setRows] = useState<ArgumentRow[]>([])
  const change = (part: Partial<OperationDraft>) => setDraft((before) => ({ ...before, ...part }))
  const changeRow = (at: number, part: Partial<ArgumentRow>) =>
    setRows((before) => before.with(at, { ...before[at]!, ...part }))
  const taken = operations.map(({ operation }) => operation.name)
  const put = useMutation(
    trpc.connections.putOperations.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.connections.pathFilter())
        toast({ title: `${draft.title} can be called` })
        onClose()
      },
    }),
  )
  const submit = () =>
    put.mutate({
      id,
      operations: [
        {
          name: freeName(draft.title, taken),
          title: draft.title,
          description: draft.description,
          effect: draft.effect,
          idempotent: draft.idempotent,
          input: schemaOf(rows),
          request: requestOf(draft, kind, rows),
        },
      ],
    })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`New operation of ${service}`}
      size="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            busy={put.isPending}
            disabled={draft.title.trim() === ''}
            onClick={submit}
          >
            Add the operation
          </Button>
        </>
      }
    >
      <form
        noValidate
        className="grid gap-3.5"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {put.error && (
          <ErrorState title="It was not added" className="m-0">
            {messageOf(put.error)}
          </ErrorState>
        )}
        <div className="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
          <FormField label="What it does" required hint="As in Find an order">
            <Input value={draft.title} onChange={({ target }) => change({ title: target.value })} />
          </FormField>
          <FormField label="Effect" required>
            <Select
              value={draft.effect}
              options={kind === 'webhook' ? EFFECTS.filter(({ value }) => value === 'write') : EFFECTS}
              onValueChange={(effect) => change({ effect })}
            />
          </FormField>
        </div>
        {kind === 'postgres' && (
          <FormField
            label="Statement"
            required
            hint="One statement; $1, $2, … stand for the arguments below, in their order"
          >
            <Textarea
              rows={5}
              className="font-mono text-12"
              spellCheck={false}
              placeholder="select id, total from orders where customer = $1"
              value={draft.statement}
              onChange={({ target }) => change({ statement: target.value })}
            />
          </FormField>
        )}
        {kind === 'webhook' && (
          <FormField label="Event" required hint="What the message says it is; the arguments are its data">
            <Input
              className="font-mono text-12"
              placeholder="deal.won"
              value={draft.event}
              onChange={({ target }) => change({ event: target.value })}
            />
          </FormField>
        )}
        {kind === 'http' && (
          <div className="grid grid-cols-[120px_minmax(0,1fr)] items-start gap-3">
            <FormField label="Method" required>
              <Select
                value={draft.method}
                options={HTTP_METHODS.map((value) => ({ value, label: value }))}
                onValueChange={(method) =>
                  change({ method, effect: method === 'GET' ? draft.effect : 'write' })
                }
              />
            </FormField>
            <FormField
              label="Path"
              required
              hint="{name} takes the argument of that name; the others go into the query of a GET, else into the body"
            >
              <Input
                className="font-mono text-12"
                spellCheck={false}
                placeholder="/orders/{id}"
                value={draft.path}
                onChange={({ target }) => change({ path: target.value })}
              />
            </FormField>
          </div>
        )}
        <fieldset className="grid gap-2">
          <legend className="mb-1 font-label">Arguments</legend>
          {rows.length === 0 && <p className="text-12 text-fg-3">It takes none.</p>}
          {rows.map((row, at) => (
            <div
              key={at}
              role="group"
              aria-label={`Argument ${at + 1}`}
              className="grid grid-cols-[minmax(0,1fr)_110px_minmax(0,2fr)_auto_auto] items-center gap-2 max-sm:grid-cols-2"
            >
              <Input
                aria-label="Name"
                className="font-mono text-12"
                placeholder="customer"
                value={row.name}
                onChange={({ target }) => changeRow(at, { name: target.value })}
              />
              <Select
                label="Type"
                value={row.type}
                options={ARGUMENT_TYPES.map((value) => ({ value, label: value }))}
                onValueChange={(type) => changeRow(at, { type })}
              />
              <Input
                aria-label="What it is"
                placeholder="What it is"
                value={row.description}
                onChange={({ target }) => changeRow(at, { description: target.value })}
              />
              <Checkbox
                label="Needed"
                checked={row.needed}
                onCheckedChange={(needed) => changeRow(at, { needed })}
              />
              <IconButton
                icon={X}
                label={`Remove argument ${row.name || at + 1}`}
                onClick={() => setRows(rows.toSpliced(at, 1))}
              />
            </div>
          ))}
          <div>
            <Button
              icon={Plus}
              onClick={() => setRows([...rows, { name: '', type: 'string', needed: true, description: '' }])}
            >
              Argument
            </Button>
          </div>
        </fieldset>
        {draft.effect === 'write' && (
          <Checkbox
            label="The same call twice does it once"
            hint="Then an unknown outcome is asked again; otherwise it goes to a person"
            checked={draft.idempotent}
            onCheckedChange={(idempotent) => change({ idempotent })}
          />
        )}
      </form>
    </Dialog>
  )
}
