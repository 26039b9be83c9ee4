'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Play, Square } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { figure } from '@/components/ui/counted'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { toast } from '@/components/ui/toast'
import type { DraftStore } from '../studio/draft-store'
import { isUnderWay, type Bench, type BenchCase } from './bench-types'
import { CaseDialog } from './case-dialog'
import { CaseHistory } from './case-history'
import { CaseRow, type CaseAct } from './case-row'

const FAILED = new Set(['failed', 'refused'])

/** The team's test cases with what came of each last; runs one or all of them. */
export function CaseList({
  slug,
  bench,
  store,
  onRun,
}: {
  slug: string
  bench: Bench
  store: DraftStore
  onRun: (id: string) => void
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayRun = useMay('run.start')
  const onSuccess = () => queryClient.invalidateQueries(trpc.bench.get.pathFilter())
  const start = useMutation(trpc.bench.startCases.mutationOptions({ onError: () => undefined, onSuccess }))
  const stop = useMutation(trpc.bench.stop.mutationOptions({ onSuccess }))
  const put = useMutation(trpc.bench.putCase.mutationOptions({ onSuccess }))
  const remove = useMutation(trpc.bench.removeCase.mutationOptions({ onSuccess }))
  const [open, setOpen] = useState<{ what: CaseAct; one: BenchCase['case']; hidden: BenchCase['hidden'] }>()
  const { cases } = bench
  const running = cases.filter(({ last }) => isUnderWay(last)).length
  const passed = cases.filter(({ last }) => last?.current && last.status === 'passed').length
  const failed = cases.filter(({ last }) => last?.current && FAILED.has(last.status)).length
  const run = async (names?: string[]) => {
    if (await store.flush()) start.mutate({ slug, ...(names && { names }) })
  }
  const drop = ({ case: one, hidden }: BenchCase) => {
    remove.mutate(
      { slug, name: one.name },
      {
        onSuccess: () =>
          toast({
            title: `“${one.name}” is removed`,
            // Of one that is not all shown, what would come back is not what was there.
            ...(hidden.length === 0 && {
              action: { label: 'Undo', run: () => put.mutate({ slug, case: one }) },
            }),
          }),
      },
    )
  }
  if (cases.length === 0)
    return (
      <EmptyState title="No test case yet">
        Try the team, and keep how it went as a test case. All cases can be run before each publish.
      </EmptyState>
    )
  return (
    <>
      <div className="flex items-center gap-3 px-3 py-2" role="status">
        <span className="font-label">
          {running > 0
            ? `${figure(cases.length - running)} of ${figure(cases.length)} done${failed > 0 ? `, ${figure(failed)} failed` : ''}`
            : `${figure(passed)} of ${figure(cases.length)} passed on this draft`}
        </span>
        <span className="flex-1" />
        {mayRun && running > 0 && (
          <Button size="sm" icon={Square} busy={stop.isPending} onClick={() => stop.mutate({ slug })}>
            Stop
          </Button>
        )}
        {mayRun && (
          <Button
            size="sm"
            variant="primary"
            icon={Play}
            disabled={running > 0}
            busy={start.isPending}
            onClick={() => void run()}
          >
            Run all
          </Button>
        )}
      </div>
      {start.error && <ErrorState title="The cases did not start">{messageOf(start.error)}</ErrorState>}
      <ul aria-label="Test cases">
        {cases.map((each) => (
          <CaseRow
            key={each.case.name}
            {...each}
            onRun={onRun}
            onStart={() => void run([each.case.name])}
            onRemove={() => drop(each)}
            onOpen={(what) => setOpen({ what, one: each.case, hidden: each.hidden })}
          />
        ))}
      </ul>
      {open?.what === 'edit' && (
        <CaseDialog
          slug={slug}
          title="Edit the test case"
          initial={open.one}
          hidden={open.hidden}
          was={open.one.name}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open?.what === 'duplicate' && (
        <CaseDialog
          slug={slug}
          title="Duplicate the test case"
          initial={{ ...open.one, name: copyOf(open.one.name, cases) }}
          hidden={open.hidden}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open?.what === 'results' && (
        <CaseHistory slug={slug} name={open.one.name} onRun={onRun} onClose={() => setOpen(undefined)} />
      )}
    </>
  )
}

/** A name beside the others: `Large discount (2)`. */
function copyOf(name: string, cases: readonly BenchCase[]): string {
  for (let i = 2; ; i++) {
    const ending = ` (${i})`
    const next = name.slice(0, 80 - ending.length) + ending
    if (!cases.some((each) => each.case.name === next)) return next
  }
}
