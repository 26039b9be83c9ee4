'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Play, Square, Trash2 } from 'lucide-react'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { figure } from '@/components/ui/counted'
import { Duration } from '@/components/ui/duration'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { IconButton } from '@/components/ui/icon-button'
import { Money } from '@/components/ui/money'
import { StatusChip } from '@/components/ui/status-chip'
import { Tag } from '@/components/ui/tag'
import { toast } from '@/components/ui/toast'
import type { DraftStore } from '../studio/draft-store'
import { isUnderWay, standingOf, type Bench, type BenchCase } from './bench-types'

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
  const mayEdit = useMay('team.edit')
  const onSuccess = () => queryClient.invalidateQueries(trpc.bench.get.pathFilter())
  const start = useMutation(trpc.bench.startCases.mutationOptions({ onError: () => undefined, onSuccess }))
  const stop = useMutation(trpc.bench.stop.mutationOptions({ onSuccess }))
  const put = useMutation(trpc.bench.putCase.mutationOptions({ onSuccess }))
  const remove = useMutation(trpc.bench.removeCase.mutationOptions({ onSuccess }))
  const { cases } = bench
  const running = cases.filter(({ last }) => isUnderWay(last)).length
  const passed = cases.filter(({ last }) => last?.current && last.status === 'passed').length
  const run = async (names?: string[]) => {
    if (await store.flush()) start.mutate({ slug, ...(names && { names }) })
  }
  const drop = (one: BenchCase['case']) => {
    remove.mutate(
      { slug, name: one.name },
      {
        onSuccess: () =>
          toast({
            title: `“${one.name}” is removed`,
            action: { label: 'Undo', run: () => put.mutate({ slug, case: one }) },
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
            ? `${figure(cases.length - running)} of ${figure(cases.length)} done`
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
        {cases.map(({ case: one, last }) => {
          const missed = last?.current ? last.checked.filter(({ held }) => !held) : []
          return (
            <li key={one.name} className="grid gap-1 border-t border-line px-3 py-1.5">
              <div className="flex flex-wrap items-center gap-2.5">
                <StatusChip className="w-30" plain {...standingOf(last)} />
                <span className="min-w-0 truncate font-label" title={one.about}>
                  {one.name}
                </span>
                <Tag>{one.kind}</Tag>
                <span className="flex-1" />
                {last?.endedAt && (
                  <span className="flex gap-2.5 text-12 text-fg-3">
                    <Duration from={last.startedAt} to={last.endedAt} />
                    <Money micros={last.costMicros} />
                  </span>
                )}
                {last?.run && (
                  <Button size="sm" onClick={() => onRun(last.run ?? '')}>
                    Show
                  </Button>
                )}
                {mayRun && (
                  <IconButton
                    size="sm"
                    icon={Play}
                    label={`Run ${one.name}`}
                    disabled={isUnderWay(last)}
                    onClick={() => void run([one.name])}
                  />
                )}
                {mayEdit && (
                  <IconButton
                    size="sm"
                    icon={Trash2}
                    label={`Remove ${one.name}`}
                    onClick={() => drop(one)}
                  />
                )}
              </div>
              {missed.map(({ pointer, expects, seen }) => (
                <p key={pointer} className="pl-32.5 text-12 text-fg-2 max-sm:pl-0">
                  Expected: {expects}. <span className="text-failed-fg">Seen: {seen}</span>
                </p>
              ))}
            </li>
          )
        })}
      </ul>
    </>
  )
}
