'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { SettingsList } from '@/components/settings/settings-list'
import { useMay } from '@/components/shell/session'
import { rolesInWords } from '@/components/shell/roles'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { ClassTag } from '@/components/ui/class-tag'
import { Td, Th, Tr } from '@/components/ui/table'
import { toast } from '@/components/ui/toast'
import { TwoLines } from '@/components/ui/two-lines'
import { GroupDialog } from './group-dialog'
import type { ListedGroup } from './people-types'

/** Groups, with what each gives its members. */
export function GroupSection() {
  const trpc = useTRPC()
  const mayEdit = useMay('member.edit')
  const query = useQuery(trpc.groups.list.queryOptions())
  const [open, setOpen] = useState<ListedGroup | 'new'>()
  const [removing, setRemoving] = useState<ListedGroup>()
  const groups = query.data?.groups
  return (
    <>
      <SettingsList
        id="groups"
        title="Groups"
        detail="roles and clearance for several people at once"
        add={
          mayEdit && (
            <Button icon={Plus} onClick={() => setOpen('new')}>
              Add a group
            </Button>
          )
        }
        query={{ ...query, data: groups }}
        failed="The groups could not be read"
        empty={{
          title: 'No group yet',
          says: 'A group gives its members roles and a clearance beyond their own. Reviews can be kept for a group, and groups of your identity provider can fill it.',
        }}
        columns={5}
        head={
          <>
            <Th>Name</Th>
            <Th className="max-sm:hidden">Members</Th>
            <Th className="max-sm:hidden">Gives the roles</Th>
            <Th className="max-md:hidden">Clearance</Th>
            <Th>
              <span className="sr-only">Acts</span>
            </Th>
          </>
        }
      >
        {groups?.map((group) => (
          <GroupRow
            key={group.id}
            group={group}
            mayEdit={mayEdit}
            onOpen={() => setOpen(group)}
            onRemove={() => setRemoving(group)}
          />
        ))}
      </SettingsList>
      {open && (
        <GroupDialog
          group={open === 'new' ? undefined : open}
          asksProvider={query.data?.asksProvider ?? false}
          onClose={() => setOpen(undefined)}
        />
      )}
      {removing && <Remove group={removing} onClose={() => setRemoving(undefined)} />}
    </>
  )
}

function GroupRow({
  group,
  mayEdit,
  onOpen,
  onRemove,
}: {
  group: ListedGroup
  mayEdit: boolean
  onOpen: () => void
  onRemove: () => void
}) {
  const { name, members, roles, clearance, claims } = group
  const names = members.map((member) => member.name).join(', ')
  return (
    <Tr>
      <Td className="max-w-72 whitespace-normal max-sm:w-full">
        <TwoLines
          below={[claims.length > 0 && `filled from ${claims.join(', ')}`]}
          phone={[names || 'nobody', roles.length > 0 && `gives ${roles.join(', ')}`]}
        >
          {name}
        </TwoLines>
      </Td>
      <Td className="max-w-60 truncate max-sm:hidden" title={names}>
        {names || <span className="text-fg-3">nobody</span>}
      </Td>
      <Td className="max-sm:hidden">
        {roles.length ? rolesInWords(roles) : <span className="text-fg-3">none</span>}
      </Td>
      <Td className="max-md:hidden">
        <ClassTag value={clearance} />
      </Td>
      <Td numeric>
        {mayEdit && (
          <span className="inline-flex gap-1 max-sm:-mr-2 max-sm:grid max-sm:py-1.5">
            <Button size="sm" variant="ghost" onClick={onOpen} aria-label={`Change ${name}`}>
              Change…
            </Button>
            <Button size="sm" variant="ghost" onClick={onRemove} aria-label={`Remove ${name}`}>
              Remove…
            </Button>
          </span>
        )}
      </Td>
    </Tr>
  )
}

function Remove({ group, onClose }: { group: ListedGroup; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const remove = useMutation(
    trpc.groups.remove.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.groups.pathFilter())
        await queryClient.invalidateQueries(trpc.members.pathFilter())
        toast({ title: `${group.name} is removed` })
      },
    }),
  )
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Remove ${group.name}?`}
      confirm="Remove the group"
      onConfirm={() => remove.mutateAsync({ id: group.id })}
    >
      Its members lose the roles and the clearance that it gave them, at once. Their own stay.
    </AlertDialog>
  )
}
