'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { argumentNames, neededArguments, type Operation } from '@/domain/connection/operation'
import type { Connection } from './connection-types'

const NOTHING = 'nothing'
const UNDO = '/operations/0/undo'

/** By which other operation what this one did is taken back, and what that is told. */
export function UndoSection({ connection, operation }: { connection: Connection; operation: Operation }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [by, setBy] = useState(operation.undo?.operation ?? NOTHING)
  const [told, setTold] = useState<Record<string, string>>(operation.undo?.arguments ?? {})
  const others = connection.operations.flatMap(({ operation: one, state }) =>
    state === 'on' && one.effect === 'write' && one.name !== operation.name ? [one] : [],
  )
  const chosen = others.find(({ name }) => name === by)
  const save = useMutation(
    trpc.connections.putOperations.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.connections.pathFilter())
        toast({
          title: chosen ? `${operation.title} can be taken back` : `${operation.title} cannot be taken back`,
        })
      },
    }),
  )
  if (others.length === 0) return null
  const other = otherwise(
    save.error,
    (chosen ? argumentNames(chosen) : []).map((name) => `${UNDO}/arguments/${name}`),
  )
  const { undo: _before, ...rest } = operation
  const given = Object.fromEntries(
    chosen
      ? argumentNames(chosen).flatMap((name) => (told[name]?.trim() ? [[name, told[name].trim()]] : []))
      : [],
  )
  return (
    <form
      noValidate
      className="grid gap-2.5 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({
          id: connection.id,
          operations: [{ ...rest, ...(chosen && { undo: { operation: chosen.name, arguments: given } }) }],
        })
      }}
    >
      <FormField label="Taken back by" required>
        <Select
          value={by}
          onValueChange={setBy}
          options={[
            { value: NOTHING, label: 'Nothing takes it back' },
            ...others.map(({ name, title }) => ({ value: name, label: title })),
          ]}
        />
      </FormField>
      {chosen &&
        argumentNames(chosen).map((name) => (
          <FormField
            key={name}
            label={name}
            required={neededArguments(chosen).includes(name)}
            error={problemAt(save.error, `${UNDO}/arguments/${name}`)}
          >
            <Input
              className="font-mono text-12"
              spellCheck={false}
              placeholder={`input.${name}`}
              value={told[name] ?? ''}
              onChange={({ target }) => setTold({ ...told, [name]: target.value })}
            />
          </FormField>
        ))}
      {chosen && (
        <p className="text-12 text-fg-3">
          Expressions over <code className="font-mono">input</code>, what went in, and{' '}
          <code className="font-mono">answer</code>, what came back.
        </p>
      )}
      {other && (
        <ErrorState title="It stays as it was" className="m-0">
          {other}
        </ErrorState>
      )}
      <div>
        <Button type="submit" busy={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  )
}
