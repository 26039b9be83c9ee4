'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { toast } from '@/components/ui/toast'
import type { Member } from '@/components/settings/settings-types'
import { ClearanceChoice } from './clearance-choice'

/** What a member may see of what runs hold. */
export function MemberClearance({ member }: { member: Member }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [cleared, setCleared] = useState({ clearance: member.clearance, categories: member.categories })
  const save = useMutation(
    trpc.members.setClearance.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries()
        toast({ title: `${member.name} is cleared for ${cleared.clearance} data` })
      },
    }),
  )
  const changed =
    cleared.clearance !== member.clearance || cleared.categories.join() !== member.categories.join()
  const groups = member.groups.map(({ name }) => name).join(', ')
  return (
    <form
      className="grid gap-3 border-t border-line pt-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (changed) save.mutate({ id: member.id, ...cleared })
      }}
    >
      <ClearanceChoice
        value={cleared}
        onValueChange={setCleared}
        hint={
          groups
            ? `What they see of the data of runs; the groups ${groups} may add to it`
            : 'What they see of the data of runs; what is above it is masked or left out'
        }
      />
      {save.error && (
        <ErrorState title="The clearance was not changed" className="m-0">
          {messageOf(save.error)}
        </ErrorState>
      )}
      <div>
        <Button type="submit" disabled={!changed} busy={save.isPending}>
          Save clearance
        </Button>
      </div>
    </form>
  )
}
