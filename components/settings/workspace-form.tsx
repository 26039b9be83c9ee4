'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useSession } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'

/** Name and time zone; budgets of a day and a month turn at its midnight. */
export function WorkspaceForm({ mayEdit }: { mayEdit: boolean }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { workspace } = useSession()
  const [name, setName] = useState(workspace?.name ?? '')
  const [timeZone, setTimeZone] = useState(workspace?.timeZone ?? 'UTC')
  const save = useMutation(
    trpc.session.updateWorkspace.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries()
        toast({ title: 'The workspace is saved' })
      },
    }),
  )
  const changed = name !== workspace?.name || timeZone !== workspace.timeZone
  const message = otherwise(save.error, ['/name', '/timeZone'])
  return (
    <section aria-labelledby="workspace">
      <h2 id="workspace" className="mb-3 font-strong">
        Workspace
      </h2>
      <form
        noValidate
        className="grid max-w-100 gap-3.5"
        onSubmit={(event) => {
          event.preventDefault()
          if (changed && mayEdit) save.mutate({ name, timeZone })
        }}
      >
        {message && (
          <ErrorState title="Nothing was saved" className="m-0">
            {message}
          </ErrorState>
        )}
        <FormField label="Name" required error={problemAt(save.error, '/name')}>
          <Input readOnly={!mayEdit} value={name} onChange={(event) => setName(event.target.value)} />
        </FormField>
        <FormField
          label="Time zone"
          required
          hint="A name of the IANA list, as in Europe/Berlin. Budgets of a day and a month turn at its midnight."
          error={problemAt(save.error, '/timeZone')}
        >
          <Input
            readOnly={!mayEdit}
            list="time-zones"
            spellCheck={false}
            value={timeZone}
            onChange={(event) => setTimeZone(event.target.value)}
          />
        </FormField>
        <datalist id="time-zones">
          {Intl.supportedValuesOf('timeZone').map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <div className="flex items-center gap-3">
          <Button type="submit" variant="primary" disabled={!changed || !mayEdit} busy={save.isPending}>
            Save
          </Button>
          {!mayEdit && <span className="text-12 text-fg-3">Only an admin changes this</span>}
        </div>
      </form>
    </section>
  )
}
