'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { messageOf, problemsOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { HiddenNote } from '@/components/ui/hidden-note'
import { Input, Textarea } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { CASE_KINDS, type CaseKind, type TeamCase } from '@/domain/team/case'
import { caseProblems } from '@/domain/team/case-problems'
import { useStudio } from '../studio/studio-context'
import { ExpectList } from './expect-list'
import { TriedFields } from './tried-fields'

const KIND_WORDS: Record<CaseKind, string> = {
  normal: 'Normal: the usual way',
  escalating: 'Escalating: must reach a person',
  violating: 'Violating: must be refused',
}

/** All of a test case: what it is called, what it begins with, what is pinned, and what must be seen. */
export function CaseDialog({
  slug,
  title,
  initial,
  hidden = [],
  was,
  onClose,
  onKept,
}: {
  slug: string
  title: string
  initial: TeamCase
  /** What of it is not shown to this reader; saved as it is shown, it stays as it was. */
  hidden?: readonly { path: string; visibility: string }[]
  /** The name of the case that is edited; a new one without. */
  was?: string
  onClose: () => void
  onKept?: () => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { document } = useStudio()
  const [one, setOne] = useState(initial)
  const last = useQuery(trpc.bench.handed.queryOptions({ slug }))
  const put = useMutation(trpc.bench.putCase.mutationOptions({ onError: () => undefined }))
  const problems = useMemo(() => caseProblems(one, document), [one, document])
  const refused = put.error ? problemsOf(put.error) : []
  const name = one.name.trim()
  const save = async () => {
    const about = one.about?.trim()
    const { about: _about, ...rest } = one
    try {
      await put.mutateAsync({ slug, case: { ...rest, name, ...(about && { about }) }, ...(was && { was }) })
      await queryClient.invalidateQueries(trpc.bench.pathFilter())
      toast({ title: was ? `“${name}” is saved` : `“${name}” is a test case now` })
      onClose()
      onKept?.()
    } catch {
      // Shown below; what was typed stays.
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="xl"
      title={title}
      description="It passes when everything that is expected is seen."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={name === '' || problems.length > 0}
            busy={put.isPending}
            onClick={() => void save()}
          >
            Save the case
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <HiddenNote hidden={hidden} />
        {hidden.length > 0 && (
          <p className="text-fg-2">
            {was
              ? 'What is not shown to you stays as it is, unless you write something else in its place.'
              : 'This copy begins with what is shown to you: fill in what is missing.'}
          </p>
        )}
        <div className="grid grid-cols-[minmax(0,1fr)_240px] gap-3 max-sm:grid-cols-1">
          <FormField
            label="Name"
            required
            error={refused.find(({ pointer }) => pointer === '/name')?.message}
          >
            <Input
              maxLength={80}
              value={one.name}
              onChange={({ target }) => setOne({ ...one, name: target.value })}
            />
          </FormField>
          <FormField label="Kind" required>
            <Select
              value={one.kind}
              onValueChange={(kind) => setOne({ ...one, kind })}
              options={CASE_KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
            />
          </FormField>
          <FormField label="What it shows" className="col-span-full">
            <Textarea
              rows={2}
              maxLength={500}
              value={one.about ?? ''}
              onChange={({ target }) => setOne({ ...one, about: target.value })}
            />
          </FormField>
        </div>
        <div className="grid grid-cols-2 items-start gap-x-6 gap-y-4 max-md:grid-cols-1">
          <section aria-label="What is tried" className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
            <TriedFields
              tried={one}
              onTried={({ input, pins, from, to }) => {
                const { pins: _pins, from: _from, to: _to, ...rest } = one
                setOne({ ...rest, input, ...(pins && { pins }), ...(from && { from }), ...(to && { to }) })
              }}
              handed={last.data ?? undefined}
            />
          </section>
          <ExpectList
            expect={one.expect}
            problems={problems}
            onExpect={(expect) => setOne({ ...one, expect })}
          />
        </div>
        {problems
          .filter(({ pointer }) => !pointer.startsWith('/expect/'))
          .map(({ pointer, message }) => (
            <p key={pointer} className="text-failed-fg">
              {message}
            </p>
          ))}
        {put.error && (
          <ErrorState className="m-0" title={messageOf(put.error)}>
            <ul>
              {refused.map(({ pointer, message }) => (
                <li key={pointer + message}>{message}</li>
              ))}
            </ul>
          </ErrorState>
        )}
      </div>
    </Dialog>
  )
}
