'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { RoleChoice } from '@/components/settings/role-choice'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Checkbox } from '@/components/ui/checkbox'
import { FormDialog } from '@/components/ui/form-dialog'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { SkeletonList } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { ClearanceChoice } from './clearance-choice'
import type { ListedGroup } from './people-types'

/** One group: who is in it and what it gives. */
export function GroupDialog({
  group,
  asksProvider,
  onClose,
}: {
  group: ListedGroup | undefined
  asksProvider: boolean
  onClose: () => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [name, setName] = useState(group?.name ?? '')
  const [roles, setRoles] = useState(group?.roles ?? [])
  const [cleared, setCleared] = useState({
    clearance: group?.clearance ?? ('public' as const),
    categories: group?.categories ?? [],
  })
  const [claims, setClaims] = useState(group?.claims.join(', ') ?? '')
  const [members, setMembers] = useState(() =>
    (group?.members ?? []).filter(({ byClaim }) => !byClaim).map(({ id }) => id),
  )
  const put = useMutation(trpc.groups.put.mutationOptions({ onError: () => undefined }))
  const fill = useMutation(trpc.groups.setMembers.mutationOptions({ onError: () => undefined }))
  // What the first half made is kept when the second fails, and is not made twice.
  const [made, setMade] = useState(group?.id)
  const error = put.error ?? fill.error
  const message = otherwise(error, ['/name', '/claims'])
  const send = async () => {
    const { id } = await put.mutateAsync({
      ...(made !== undefined && { id: made }),
      ...{ name, roles, ...cleared },
      claims: claims
        .split(',')
        .map((each) => each.trim())
        .filter(Boolean),
    })
    setMade(id)
    await fill.mutateAsync({ id, members })
    await queryClient.invalidateQueries(trpc.groups.pathFilter())
    await queryClient.invalidateQueries(trpc.members.pathFilter())
    toast({ title: group ? `${name} is changed` : `${name} is added` })
    onClose()
  }
  return (
    <FormDialog
      title={group ? `Change ${group.name}` : 'Add a group'}
      size="md"
      act={group ? 'Save the group' : 'Add the group'}
      busy={put.isPending || fill.isPending}
      failed="The group was not saved"
      message={message}
      onSend={() => send().catch(() => undefined)}
      onClose={onClose}
    >
      <FormField
        label="Name"
        required
        hint={problemAt(error, '/name') ? undefined : 'What its people have in common, as in “Claims desk”'}
        error={problemAt(error, '/name')}
      >
        <Input autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
      </FormField>
      <Members group={group} value={members} onValueChange={setMembers} />
      <RoleChoice value={roles} onValueChange={setRoles} />
      <ClearanceChoice
        value={cleared}
        onValueChange={setCleared}
        hint="What its members see of the data of runs; the highest of theirs counts"
      />
      <FormField
        label="Groups of the identity provider"
        hint={
          asksProvider
            ? 'Names, with commas between. Whoever is in one of them is in this group from their next sign-in on.'
            : 'Takes effect once single sign-on names a claim for groups (OIDC_GROUPS_CLAIM).'
        }
        error={problemAt(error, '/claims')}
      >
        <Input autoComplete="off" value={claims} onChange={(event) => setClaims(event.target.value)} />
      </FormField>
    </FormDialog>
  )
}

function Members({
  group,
  value,
  onValueChange,
}: {
  group: ListedGroup | undefined
  value: readonly string[]
  onValueChange: (members: string[]) => void
}) {
  const trpc = useTRPC()
  const { data, error } = useQuery(trpc.members.list.queryOptions())
  const claimed = new Set(group?.members.filter(({ byClaim }) => byClaim).map(({ id }) => id))
  return (
    <fieldset>
      <legend className="mb-1 font-label">Members</legend>
      {!data && !error && <SkeletonList />}
      {error && <p className="text-failed-fg">The members could not be read. Close this and try again.</p>}
      <div className="grid max-h-44 overflow-y-auto">
        {data?.map(({ id, name }) => (
          <Checkbox
            key={id}
            label={name}
            disabled={claimed.has(id)}
            {...(claimed.has(id) && { hint: 'Put here by the identity provider' })}
            checked={value.includes(id) || claimed.has(id)}
            onCheckedChange={(on) =>
              onValueChange(on ? [...value, id] : value.filter((member) => member !== id))
            }
          />
        ))}
      </div>
    </fieldset>
  )
}
