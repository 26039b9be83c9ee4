'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { DifferenceList } from '@/components/ui/difference-list'
import { differences } from '@/components/ui/differences'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { RelativeTime } from '@/components/ui/relative-time'
import { RemoveSection } from '@/components/ui/remove-section'
import { Select } from '@/components/ui/select'
import { SidePanel } from '@/components/ui/sheet'
import { toast } from '@/components/ui/toast'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import type { Operation } from '@/domain/connection/operation'
import type { Connection, ConnectionOperation } from './connection-types'
import { OperationMessage } from './operation-message'
import { UndoSection } from './undo-section'

/** One operation: what it is, whether it may be called, and where it waits to be looked at. */
export function OperationPanel({
  connection,
  stored,
  onClose,
}: {
  connection: Connection
  stored: ConnectionOperation
  onClose: () => void
}) {
  const { operation, offered, state, approvedBy, approvedAt } = stored
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayEdit = useMay('connection.edit')
  useHotkeys([{ keys: 'Escape', label: 'Close the panel', run: onClose }])
  const refresh = () => queryClient.invalidateQueries(trpc.connections.pathFilter())
  const set = useMutation(
    trpc.connections.setOperation.mutationOptions({ onError: () => undefined, onSuccess: refresh }),
  )
  const remove = useMutation(
    trpc.connections.removeOperation.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        onClose()
        await refresh()
      },
    }),
  )
  const key = { id: connection.id, name: operation.name }
  const shown = offered ?? operation
  const waits = state === 'new' || offered !== null
  const fixed = connection.kind === 'smtp'
  return (
    <SidePanel title={operation.title} label={operation.title} onClose={onClose}>
      <div className="grid gap-5 p-4">
        {offered && (
          <section className="grid gap-2">
            <h3 className="font-label">What has changed since it was approved</h3>
            <DifferenceList differences={differences(facts(operation), facts(offered))} />
          </section>
        )}
        <section className="grid gap-2">
          {shown.description && (
            <p className="break-words whitespace-pre-line text-fg-2">{shown.description}</p>
          )}
          {operation.pin && (
            <p className="text-12 text-fg-3">These are the words of {connection.name}, not Baton’s.</p>
          )}
          <Request request={shown.request} />
        </section>
        <OperationMessage title="What goes in" schema={shown.input} nothing="Nothing has to be said." />
        {shown.output && (
          <OperationMessage title="What comes back" schema={shown.output} nothing="No field is promised." />
        )}
        {mayEdit && waits && state !== 'gone' && (
          <Approve connection={connection} shown={shown} onDone={refresh} />
        )}
        {!waits && approvedAt && (
          <p className="text-12 text-fg-3">
            {operation.pin ? 'Approved' : 'Declared'} {approvedBy && `by ${approvedBy} `}
            <RelativeTime at={approvedAt} focusable />
          </p>
        )}
        {mayEdit && !operation.pin && !fixed && operation.effect === 'write' && (
          <UndoSection connection={connection} operation={operation} />
        )}
        {mayEdit && !fixed && (
          <>
            {!waits && state !== 'gone' && (
              <div>
                <Button
                  busy={set.isPending}
                  onClick={() => set.mutate({ ...key, on: state !== 'on' })}
                  title="Holds for every version at once"
                >
                  {state === 'on' ? 'Switch it off' : 'Switch it on'}
                </Button>
              </div>
            )}
            {set.error && (
              <ErrorState title="It stays as it was" className="m-0">
                {messageOf(set.error)}
              </ErrorState>
            )}
            <RemoveSection
              name={operation.title}
              typing={operation.name}
              failure={remove.error ? messageOf(remove.error) : undefined}
              onRemove={() => remove.mutateAsync(key)}
            >
              No team and no agent can call it any more, not even by versions that run.
            </RemoveSection>
          </>
        )}
      </div>
    </SidePanel>
  )
}

/** What of an operation people and models go by. */
const facts = ({ title, description, input, output }: Operation) => ({
  title,
  description,
  input,
  output: output ?? null,
})

function Request({ request }: { request: Operation['request'] }) {
  const text =
    request.kind === 'http'
      ? `${request.method} ${request.path}`
      : request.kind === 'postgres'
        ? request.statement
        : request.kind === 'webhook'
          ? request.event
          : request.kind === 'mcp'
            ? request.tool
            : undefined
  if (text === undefined) return null
  return (
    <pre tabIndex={0} className="overflow-auto rounded-6 bg-sunken px-3 py-2 font-mono text-12 text-fg-2">
      {text}
    </pre>
  )
}

function Approve({
  connection,
  shown,
  onDone,
}: {
  connection: Connection
  shown: Operation
  onDone: () => Promise<unknown>
}) {
  const trpc = useTRPC()
  const [effect, setEffect] = useState<Operation['effect']>('write')
  const [idempotent, setIdempotent] = useState(false)
  const approve = useMutation(
    trpc.connections.approveOperation.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        toast({ title: `${shown.title} can be called` })
        await onDone()
      },
    }),
  )
  return (
    <section className="grid gap-2.5 border-t border-line pt-4">
      <FormField label="Effect" required hint="Your word counts, not the server’s">
        <Select
          value={effect}
          onValueChange={setEffect}
          options={[
            { value: 'write', label: 'Writes', hint: 'May change something; only behind a gate' },
            { value: 'read', label: 'Reads', hint: 'Changes nothing; agents may use it as a tool' },
          ]}
        />
      </FormField>
      {effect === 'write' && (
        <Checkbox
          label="The same call twice does it once"
          hint="Then an unknown outcome is asked again; otherwise it goes to a person"
          checked={idempotent}
          onCheckedChange={setIdempotent}
        />
      )}
      <div>
        <Button
          variant="primary"
          busy={approve.isPending}
          onClick={() =>
            approve.mutate({
              id: connection.id,
              name: shown.name,
              pin: shown.pin ?? '',
              effect,
              idempotent: effect === 'read' || idempotent,
            })
          }
        >
          Approve it as shown
        </Button>
      </div>
      {approve.error && (
        <ErrorState title="It was not approved" className="m-0">
          {messageOf(approve.error)}
        </ErrorState>
      )}
    </section>
  )
}
