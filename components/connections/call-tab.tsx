'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { Operation } from '@/domain/connection/operation'
import { argumentsOf, callFields, type CallField } from './call-fields'
import { CallResult } from './call-result'
import { ConnectionTest } from './connection-test'
import type { Connection } from './connection-types'

/** Calls an operation now, as a run would. */
export function CallTab({ connection }: { connection: Connection }) {
  const [chosen, setChosen] = useState<string>()
  // One that a call has switched off stays, with what came of that call.
  const operations = connection.operations.flatMap(({ operation, state }) =>
    state === 'on' || operation.name === chosen ? [operation] : [],
  )
  // What changes nothing is offered first.
  const first = operations.find(({ effect }) => effect === 'read') ?? operations[0]
  const name = chosen ?? first?.name
  const operation = operations.find((one) => one.name === name)
  return (
    <div className="mx-auto grid max-w-160 gap-5 p-5 max-sm:p-4">
      {operations.length === 0 ? (
        connection.kind !== 'http' && (
          <EmptyState title="Nothing can be called yet">
            An operation is declared or approved first.
          </EmptyState>
        )
      ) : (
        <>
          <FormField label="Operation" required hint={operation?.description || undefined}>
            <Select
              value={name}
              onValueChange={setChosen}
              options={operations.map((one) => ({
                value: one.name,
                label: one.title,
                hint: one.effect === 'read' ? 'reads' : 'writes',
              }))}
            />
          </FormField>
          {operation && (
            <CallForm
              key={operation.name}
              connection={connection}
              operation={operation}
              onCall={() => setChosen(operation.name)}
            />
          )}
        </>
      )}
      {connection.kind === 'http' && <ConnectionTest connection={connection} />}
    </div>
  )
}

function CallForm({
  connection,
  operation,
  onCall,
}: {
  connection: Connection
  operation: Operation
  onCall: () => void
}) {
  const { id, name, nextSecretAt } = connection
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [typed, setTyped] = useState<Record<string, string>>({})
  const [wrong, setWrong] = useState<{ wrong: string; because: string }>()
  const [asking, setAsking] = useState(false)
  const [nextSecret, setNextSecret] = useState(false)
  const fields = callFields(operation.input)
  const call = useMutation(
    trpc.connections.callNow.mutationOptions({
      onError: () => undefined,
      onSettled: () => queryClient.invalidateQueries(trpc.connections.pathFilter()),
    }),
  )
  const go = (confirmed: boolean) => {
    const read = argumentsOf(fields, typed)
    setWrong('wrong' in read ? read : undefined)
    if ('wrong' in read) return
    onCall()
    call.mutate({
      call: 'operation',
      id,
      operation: operation.name,
      arguments: read.arguments,
      confirmed,
      nextSecret,
    })
  }
  const message = otherwise(
    call.error,
    fields.map((field) => `/arguments/${field.name}`),
  )
  return (
    <form
      noValidate
      className="grid gap-3.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (call.isPending) return
        if (operation.effect === 'write') setAsking(true)
        else go(false)
      }}
    >
      {fields.map((field) => (
        <FormField
          key={field.name}
          label={field.name}
          required={field.needed}
          hint={field.description || undefined}
          error={
            wrong?.wrong === field.name ? wrong.because : problemAt(call.error, `/arguments/${field.name}`)
          }
        >
          <Argument
            field={field}
            value={typed[field.name] ?? ''}
            onChange={(value) => setTyped((before) => ({ ...before, [field.name]: value }))}
          />
        </FormField>
      ))}
      {nextSecretAt && (
        <Checkbox
          label="With the new secret"
          hint="The one that waits to be confirmed"
          checked={nextSecret}
          onCheckedChange={setNextSecret}
        />
      )}
      <div>
        <Button icon={Play} type="submit" variant="primary" busy={call.isPending}>
          {call.isPending ? 'Calling…' : operation.effect === 'write' ? 'Call it…' : 'Call it'}
        </Button>
      </div>
      {call.data && <CallResult result={call.data} />}
      {message && (
        <ErrorState title="It was not called" className="m-0">
          {message}
        </ErrorState>
      )}
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`${operation.title} at ${name}?`}
        confirm="Call it"
        typing={operation.name}
        onConfirm={() => go(true)}
      >
        It is carried out now, for real and without a gate, and stands on the record under your name.
      </AlertDialog>
    </form>
  )
}

/** Takes what FormField hands to its control. */
function Argument({
  field,
  value,
  onChange,
  ...control
}: {
  field: CallField
  value: string
  onChange: (value: string) => void
}) {
  const typing = {
    value,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
    ...control,
  }
  switch (field.kind) {
    case 'choice':
      return (
        <Select
          value={value || undefined}
          onValueChange={onChange}
          options={field.choices.map((choice) => ({ value: choice, label: choice }))}
          {...control}
        />
      )
    case 'switch':
      return (
        <Select
          value={value || undefined}
          onValueChange={onChange}
          options={[
            { value: 'true', label: 'yes' },
            { value: 'false', label: 'no' },
          ]}
          {...control}
        />
      )
    case 'long':
      return <Textarea rows={5} {...typing} />
    case 'json':
      return <Textarea rows={4} className="font-mono text-12" spellCheck={false} {...typing} />
    case 'number':
      return <Input inputMode="decimal" {...typing} />
    case 'text':
      return <Input {...typing} />
  }
}
