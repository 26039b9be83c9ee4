'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { usePublishing } from '@/components/publishing/use-publishing'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Textarea } from '@/components/ui/input'
import { toast } from '@/components/ui/toast'
import { lastOf } from '@/domain/team/environment'
import { underWay } from './say-runs'
import type { ListedVersion } from './version-types'

/** Makes a version current in an environment: says what that does to what, and asks why. */
export function PromoteDialog({
  team,
  version,
  environment,
  versions,
  onClose,
}: {
  team: { slug: string; name: string }
  version: ListedVersion
  /** Its slug. */
  environment: string
  versions: readonly ListedVersion[]
  onClose: () => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { environments, several, nameOf } = usePublishing()
  const [note, setNote] = useState('')
  const promote = useMutation(trpc.teams.promote.mutationOptions({ onError: () => undefined }))
  const triggers = useQuery(trpc.triggers.list.queryOptions({ team: team.slug }))
  const was = versions.find(({ environments: here }) => here.includes(environment))
  const back = was !== undefined && version.number < was.number
  const isLast = environments.length > 0 && lastOf(environments).slug === environment
  const here = several ? ` in ${nameOf(environment)}` : ''
  const started = (triggers.data?.triggers ?? []).filter(
    (trigger) => trigger.enabled && (trigger.environment ?? (isLast ? environment : null)) === environment,
  )
  const going = was ? underWay(was.runs) : 0
  const act = async () => {
    try {
      await promote.mutateAsync({
        ...{ slug: team.slug, number: version.number, environment, note },
        instead: was?.number ?? null,
      })
      await queryClient.invalidateQueries(trpc.teams.pathFilter())
      await queryClient.invalidateQueries(trpc.publishing.pathFilter())
      toast({ title: `${team.name} v${version.number} is current${here}` })
      onClose()
    } catch {
      // Shown below; the note stays.
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="md"
      title={
        back
          ? `Go back to ${team.name} v${version.number}${here}?`
          : `Promote ${team.name} v${version.number}${several ? ` to ${nameOf(environment)}` : ''}?`
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={promote.isPending} onClick={() => void act()}>
            {back ? `Go back to v${version.number}` : `Promote v${version.number}`}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <ul className="grid list-disc gap-1 pl-4 text-fg-2 marker:text-fg-3">
          <li>
            New runs{here} take v{version.number}
            {was ? ` instead of v${was.number}` : '; nothing was current there'}.
            {isLast && several && ' So do runs that name no environment.'}
          </li>
          <li>
            {started.length === 0
              ? `No trigger starts runs${here}.`
              : `${counted(started.length, 'trigger')} will start it: ${started.map(({ name }) => name).join(', ')}.`}
          </li>
          {was && (
            <li>
              {going === 0
                ? `No run of v${was.number} is under way.`
                : `${counted(going, 'run')} of v${was.number} under way ${going === 1 ? 'goes' : 'go'} on with it.`}
            </li>
          )}
        </ul>
        <FormField label="Why" hint="It goes on the record.">
          <Textarea
            rows={2}
            maxLength={1000}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </FormField>
        {promote.error && (
          <ErrorState className="m-0" title="Nothing was changed">
            {messageOf(promote.error)}
          </ErrorState>
        )}
      </div>
    </Dialog>
  )
}
