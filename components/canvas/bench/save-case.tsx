'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf, problemsOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { SkeletonList } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { CASE_KINDS, type CaseKind, type Expectation } from '@/domain/team/case'
import { ExpectList } from './expect-list'

const KIND_WORDS: Record<CaseKind, string> = {
  normal: 'Normal: the usual way',
  escalating: 'Escalating: must reach a person',
  violating: 'Violating: must be refused',
}

/** Keeps a try as a test case: what to expect is proposed from how it went, and each point can be edited or taken out. */
export function SaveCase({
  slug,
  trial,
  onClose,
  onKept,
}: {
  slug: string
  trial: string
  onClose: () => void
  onKept: () => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const proposed = useQuery(trpc.bench.propose.queryOptions({ slug, trial }, { staleTime: Infinity }))
  const [name, setName] = useState('')
  const [kind, setKind] = useState<CaseKind>()
  const [edited, setEdited] = useState<Expectation>()
  const put = useMutation(trpc.bench.putCase.mutationOptions({ onError: () => undefined }))
  const expect = edited ?? proposed.data?.expect
  const save = async () => {
    if (!proposed.data || !expect) return
    const one = { name: name.trim(), kind: kind ?? proposed.data.kind, ...proposed.data.tried, expect }
    try {
      await put.mutateAsync({ slug, case: one })
      await queryClient.invalidateQueries(trpc.bench.get.pathFilter())
      toast({ title: `“${one.name}” is a test case now` })
      onClose()
      onKept()
    } catch {
      // Shown below; what was typed stays.
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title="Save as a test case"
      description="It begins and is pinned as it was tried. It passes when everything below is seen again."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={!expect || name.trim() === ''}
            busy={put.isPending}
            onClick={() => void save()}
          >
            Save the case
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <div className="grid grid-cols-[minmax(0,1fr)_240px] gap-3 max-sm:grid-cols-1">
          <FormField label="Name" required>
            <Input maxLength={80} value={name} onChange={(event) => setName(event.target.value)} />
          </FormField>
          <FormField label="Kind" required>
            <Select
              value={kind ?? proposed.data?.kind}
              onValueChange={setKind}
              options={CASE_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
            />
          </FormField>
        </div>
        {proposed.isLoading && <SkeletonList rows={4} />}
        {proposed.error && (
          <ErrorState className="m-0" title="Nothing could be proposed" onRetry={() => proposed.refetch()}>
            {messageOf(proposed.error)}
          </ErrorState>
        )}
        {expect && <ExpectList expect={expect} onExpect={setEdited} />}
        {put.error && (
          <ErrorState className="m-0" title={messageOf(put.error)}>
            <ul>
              {problemsOf(put.error).map(({ pointer, message }) => (
                <li key={pointer + message}>{message}</li>
              ))}
            </ul>
          </ErrorState>
        )}
      </div>
    </Dialog>
  )
}
