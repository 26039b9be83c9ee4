'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { useUnsaved } from '@/components/shell/use-unsaved'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { BLANK_CONTRACT, refOf, showRef, type Contract } from '@/domain/contract/contract'
import { ContractEditor } from './contract-editor'
import { knownVersions } from './editor/known-version'
import type { ListedContract } from './listed-contract'

/** A contract made on the page of contracts, and put into a team's draft: contracts belong to teams. */
export function NewContract({ listed, onClose }: { listed: readonly ListedContract[]; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { data: teams } = useQuery(trpc.teams.list.queryOptions({}))
  const [chosen, setChosen] = useState<string>()
  const unsaved = useUnsaved()
  const close = () => unsaved.guard(onClose)
  const slug = chosen ?? teams?.[0]?.slug
  const apply = useMutation(trpc.teams.applyEdits.mutationOptions({ onError: () => undefined }))
  const save = async (contract: Contract) => {
    if (slug === undefined || apply.isPending) return
    try {
      const { revision, name } = await queryClient.fetchQuery({
        ...trpc.teams.get.queryOptions({ slug }),
        staleTime: 0,
      })
      await apply.mutateAsync({ slug, revision, commands: [{ type: 'contract.put', contract }] })
      unsaved.tell(false)
      toast({ title: `${showRef(refOf(contract))} is in the draft of ${name}` })
      onClose()
      await Promise.all([
        queryClient.invalidateQueries(trpc.contracts.pathFilter()),
        queryClient.invalidateQueries(trpc.teams.pathFilter()),
      ])
    } catch (error) {
      toast({ tone: 'failed', title: 'The contract could not be added', description: messageOf(error) })
    }
  }
  return (
    <div
      data-modal
      className="absolute inset-0 z-panel bg-page"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented && !(event.target instanceof HTMLInputElement))
          close()
      }}
    >
      <ContractEditor
        contract={BLANK_CONTRACT}
        isNew
        importing
        known={knownVersions(listed)}
        beside={
          <Select
            className="w-60"
            label="The team whose draft it is added to"
            prefix="To"
            placeholder={teams?.length === 0 ? 'There is no team yet' : 'Choose a team'}
            value={slug}
            options={(teams ?? []).map((team) => ({ value: team.slug, label: team.name }))}
            onValueChange={setChosen}
          />
        }
        onUnsaved={unsaved.tell}
        onClose={close}
        onSave={(contract) => void save(contract)}
      />
      <AlertDialog
        open={unsaved.asks}
        onOpenChange={unsaved.stay}
        title="Discard this contract?"
        confirm="Discard"
        onConfirm={unsaved.leave}
      >
        It is in no team yet. Go back and add it to a team to keep it.
      </AlertDialog>
    </div>
  )
}
