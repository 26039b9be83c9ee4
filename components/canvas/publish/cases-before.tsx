'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Play } from 'lucide-react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { figure } from '@/components/ui/counted'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { StatusChip } from '@/components/ui/status-chip'
import { isUnderWay, standingOf } from '../bench/bench-types'
import { useBench } from '../bench/use-bench'

/** How the test cases went on just this draft; where not all passed, publishing takes a reason. */
export function CasesBefore({
  slug,
  reason,
  onReason,
  onFlush,
}: {
  slug: string
  /** Undefined while nobody said that it is published all the same. */
  reason: string | undefined
  onReason: (reason: string | undefined) => void
  onFlush: () => Promise<boolean>
}) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const bench = useBench(slug)
  const start = useMutation(
    trpc.bench.startCases.mutationOptions({
      onError: () => undefined,
      onSuccess: () => queryClient.invalidateQueries(trpc.bench.get.pathFilter()),
    }),
  )
  const cases = bench.data?.cases ?? []
  const open = cases.filter(({ last }) => !(last?.current && last.status === 'passed'))
  const running = cases.filter(({ last }) => isUnderWay(last)).length
  if (!bench.data) return null
  if (cases.length === 0)
    return <p className="text-fg-2">This team has no test case. Try it under Test to keep one.</p>
  return (
    <section aria-label="Test cases" className="grid gap-1.5">
      <div className="flex items-center gap-2">
        <h3 className="flex-1 font-strong">
          <span role="status">
            {running > 0
              ? `${figure(cases.length - running)} of ${figure(cases.length)} test cases done`
              : `${figure(cases.length - open.length)} of ${figure(cases.length)} test cases passed on this draft`}
          </span>
        </h3>
        <Button
          size="sm"
          icon={Play}
          disabled={running > 0}
          busy={start.isPending}
          onClick={() => void onFlush().then((saved) => saved && start.mutate({ slug }))}
        >
          Run all
        </Button>
      </div>
      {start.error && <p className="text-failed-fg">{messageOf(start.error)}</p>}
      <ul>
        {open.map(({ case: one, last }) => (
          <li key={one.name} className="flex items-center gap-2 border-t border-line py-1">
            <span className="min-w-0 flex-1">
              {one.name}
              {last?.current && !isUnderWay(last) && (
                <span className="block text-12 text-fg-2">
                  {last.checked
                    .filter(({ held }) => !held)
                    .map(({ expects, seen }) => `${expects}. Seen: ${seen}`)
                    .join(' · ')}
                </span>
              )}
            </span>
            <StatusChip plain {...standingOf(last)} />
          </li>
        ))}
      </ul>
      {open.length > 0 && running === 0 && (
        <>
          <Checkbox
            label="Publish all the same"
            hint="The reason goes on the record and into the version’s note."
            checked={reason !== undefined}
            onCheckedChange={(checked) => onReason(checked ? '' : undefined)}
          />
          {reason !== undefined && (
            <FormField label="Why" required>
              <Input maxLength={500} value={reason} onChange={({ target }) => onReason(target.value)} />
            </FormField>
          )}
        </>
      )}
    </section>
  )
}

/** Whether the cases keep a draft from being published until somebody says why. */
export function useCasesHold(slug: string, reason: string | undefined): boolean {
  const { data, isPending } = useBench(slug)
  const open = (data?.cases ?? []).some(({ last }) => !(last?.current && last.status === 'passed'))
  return isPending || (open && (reason ?? '').trim() === '')
}
