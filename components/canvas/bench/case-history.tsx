'use client'

import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import { Dialog } from '@/components/ui/dialog'
import { Duration } from '@/components/ui/duration'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Digest } from '@/components/ui/id-text'
import { Money } from '@/components/ui/money'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonList } from '@/components/ui/skeleton'
import { StatusChip } from '@/components/ui/status-chip'
import { KEPT_RESULTS } from '@/domain/team/case'
import { nodeName } from '../model/node-name'
import { useStudio } from '../studio/studio-context'
import { isUnderWay, standingOf, type CaseResult } from './bench-types'
import { HandedDifferences } from './compare'
import { Missed } from './missed'

const LOOK_MS = 2000

/** What came of a case of late: when, by whom, on what, and any two of them side by side. */
export function CaseHistory({
  slug,
  name,
  onRun,
  onClose,
}: {
  slug: string
  name: string
  onRun: (id: string) => void
  onClose: () => void
}) {
  const results = useQuery(
    useTRPC().bench.results.queryOptions(
      { slug, name },
      { refetchInterval: ({ state }) => (state.data?.results.some(isUnderWay) ? LOOK_MS : false) },
    ),
  )
  const [chosen, setChosen] = useState<string[]>([])
  const list = results.data?.results ?? []
  // In the order of the list: the later one is what became of the earlier one.
  const [after, before] = list.filter(({ id }) => chosen.includes(id))
  // Of three that are chosen the last two count.
  const choose = (id: string, on: boolean) =>
    setChosen(on ? [...chosen.slice(-1), id] : chosen.filter((one) => one !== id))
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="xl"
      title={`Results of “${name}”`}
      description={`The last ${KEPT_RESULTS} are kept. Choose two to compare them.`}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {results.isLoading && <SkeletonList rows={4} />}
      {results.error && (
        <ErrorState className="m-0" title="The results could not be read" onRetry={() => results.refetch()}>
          {messageOf(results.error)}
        </ErrorState>
      )}
      {results.data && list.length === 0 && (
        <EmptyState title="Not run yet">What comes of it stands here once it was run.</EmptyState>
      )}
      <ul aria-label="Results">
        {list.map((result) => (
          <ResultRow
            key={result.id}
            result={result}
            chosen={chosen.includes(result.id)}
            onChoose={(on) => choose(result.id, on)}
            onShow={(run) => {
              onRun(run)
              onClose()
            }}
          />
        ))}
      </ul>
      {before?.run && after?.run && (
        <Compared slug={slug} before={{ ...before, run: before.run }} after={{ ...after, run: after.run }} />
      )}
    </Dialog>
  )
}

function ResultRow({
  result,
  chosen,
  onChoose,
  onShow,
}: {
  result: CaseResult
  chosen: boolean
  onChoose: (on: boolean) => void
  onShow: (run: string) => void
}) {
  const { run, draft, startedAt, endedAt, startedBy, costMicros, sameCase } = result
  const about = draft.current
    ? 'this draft'
    : draft.version === null
      ? 'another draft'
      : `what became v${draft.version}`
  return (
    <li className="grid gap-1 border-t border-line py-1.5">
      <div className="flex flex-wrap items-center gap-2.5">
        <Checkbox
          aria-label={`Compare the result of ${startedAt.toISOString().slice(0, 16).replace('T', ' ')}`}
          checked={chosen}
          disabled={run === null}
          onCheckedChange={onChoose}
        />
        <StatusChip className="w-28" plain {...standingOf({ ...result, current: true })} />
        <RelativeTime at={startedAt} focusable className="w-20 text-fg-2" />
        <span className="min-w-0 flex-1 truncate text-fg-2 max-sm:order-last max-sm:w-full max-sm:flex-none max-sm:whitespace-normal">
          {startedBy.name}, on {about}
          {!sameCase && ', before the case was edited'}
        </span>
        <Digest value={draft.digest} label="digest of the draft" />
        {endedAt && (
          <span className="flex gap-2.5 text-12 text-fg-3">
            <Duration from={startedAt} to={endedAt} />
            <Money micros={costMicros} />
          </span>
        )}
        {run && (
          <Button size="sm" onClick={() => onShow(run)}>
            Show
          </Button>
        )}
      </div>
      <Missed result={result} className="pl-6.5" />
    </li>
  )
}

type Ran = CaseResult & { run: string }

function Compared({ slug, before, after }: { slug: string; before: Ran; after: Ran }) {
  const trpc = useTRPC()
  const { document } = useStudio()
  const [was, is] = [
    useQuery(trpc.bench.handed.queryOptions(before.run ? { slug, run: before.run } : skipToken)),
    useQuery(trpc.bench.handed.queryOptions(after.run ? { slug, run: after.run } : skipToken)),
  ]
  const turned = after.checked.flatMap(({ expects, held, seen }) => {
    const then = before.checked.find((one) => one.expects === expects)
    return then && (then.held !== held || then.seen !== seen) ? [{ expects, then, held, seen }] : []
  })
  const error = was.error ?? is.error
  return (
    <section aria-label="Compared" className="mt-3 grid gap-2 border-t border-line-strong pt-3">
      <h3 className="font-strong">
        From <RelativeTime at={before.startedAt} /> to <RelativeTime at={after.startedAt} />
      </h3>
      {turned.map(({ expects, then, held, seen }) => (
        <p key={expects} className="text-fg-2">
          {expects}: <del>{then.seen}</del>, then{' '}
          <ins className={held ? 'text-done-fg no-underline' : 'text-failed-fg no-underline'}>{seen}</ins>
        </p>
      ))}
      {error && <ErrorState title="They could not be compared">{messageOf(error)}</ErrorState>}
      {was.data && is.data && (
        <HandedDifferences before={was.data} after={is.data} name={(id) => nodeName(document, id)} />
      )}
    </section>
  )
}
