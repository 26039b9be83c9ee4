'use client'

import { useQuery } from '@tanstack/react-query'
import { problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select, type SelectOption } from '@/components/ui/select'
import { WRITING_METHODS } from '@/domain/connection/kinds/http-request'
import { argumentNames, type Operation } from '@/domain/connection/operation'
import type { Covered } from '@/domain/effect/pre-authorisation'

/** No operation is called so: it has a space in it. */
const BY_REQUEST = 'by request'
const REQUEST: Covered = { by: 'request', method: 'POST', path: '/' }

/** What is chosen so far. */
export interface Choice {
  connection?: string
  covers?: Covered
}

/** Over which connection, and which of its operations; of an HTTP service also requests by method and path. */
export function AuthoriseCovers({
  choice: { connection, covers },
  onChange,
  error,
}: {
  choice: Choice
  onChange: (choice: Choice) => void
  error: unknown
}) {
  const { connections, chosen, writes, isLoading } = useWrites(connection)
  const options: SelectOption[] = [
    ...writes.map(({ name, title }) => ({ value: name, label: title, hint: name })),
    ...(chosen?.kind === 'http'
      ? [
          {
            value: BY_REQUEST,
            label: 'Requests by method and path',
            hint: 'Of actions that name no operation',
          },
        ]
      : []),
  ]
  const isWrong = covers?.by !== 'request' && problemAt(error, '/covers') !== undefined
  return (
    <>
      <div className="grid grid-cols-2 items-start gap-3 max-sm:grid-cols-1">
        <FormField
          label="Connection"
          required
          error={problemAt(error, '/connection') && 'Choose a connection'}
        >
          <Select
            value={connection}
            placeholder="Choose a connection"
            options={connections.map(({ slug, name }) => ({ value: slug, label: name }))}
            onValueChange={(slug) => onChange({ connection: slug })}
          />
        </FormField>
        <FormField
          label="What it sends"
          required
          {...(isWrong && { error: 'Choose what it sends' })}
          {...(chosen && !isLoading && options.length === 0 && { hint: 'It has no operation that writes.' })}
        >
          <Select
            value={covers?.by === 'operation' ? covers.operation : covers && BY_REQUEST}
            placeholder={connection === undefined ? 'Choose a connection first' : 'Choose an operation'}
            disabled={options.length === 0}
            options={options}
            onValueChange={(value) =>
              onChange({
                ...(connection !== undefined && { connection }),
                covers: value === BY_REQUEST ? REQUEST : { by: 'operation', operation: value },
              })
            }
          />
        </FormField>
      </div>
      {covers?.by === 'request' && (
        <div className="grid grid-cols-[112px_minmax(0,1fr)] items-start gap-3">
          <FormField label="Method" required error={problemAt(error, '/covers/method')}>
            <Select
              value={covers.method}
              options={WRITING_METHODS.map((value) => ({ value, label: value }))}
              onValueChange={(method) =>
                onChange({ ...(connection !== undefined && { connection }), covers: { ...covers, method } })
              }
            />
          </FormField>
          <FormField
            label="Path"
            required
            error={problemAt(error, '/covers/path')}
            hint="* is one piece between slashes, ** at the end all that follows: /deals/*"
          >
            <Input
              className="font-mono"
              value={covers.path}
              onChange={({ target: { value: path } }) =>
                onChange({ ...(connection !== undefined && { connection }), covers: { ...covers, path } })
              }
            />
          </FormField>
        </div>
      )}
    </>
  )
}

/** What a condition may read of what is sent: `body.to, body.subject`; undefined where only the drawing says. */
export function useSentNames({ connection, covers }: Choice): string | undefined {
  const { writes } = useWrites(connection)
  const operation = covers?.by === 'operation' && writes.find(({ name }) => name === covers.operation)
  if (!operation) return undefined
  const names = argumentNames(operation)
  return names.length > 0 ? names.map((name) => `body.${name}`).join(', ') : undefined
}

function useWrites(connection: string | undefined) {
  const trpc = useTRPC()
  const { data: connections = [] } = useQuery(trpc.connections.list.queryOptions())
  const chosen = connections.find(({ slug }) => slug === connection)
  const { data, isLoading } = useQuery(
    trpc.connections.get.queryOptions({ id: chosen?.id ?? '' }, { enabled: chosen !== undefined }),
  )
  const writes: Operation[] = (data?.operations ?? []).flatMap(({ operation, state }) =>
    state === 'on' && operation.effect === 'write' ? [operation] : [],
  )
  return { connections, chosen, writes, isLoading }
}
