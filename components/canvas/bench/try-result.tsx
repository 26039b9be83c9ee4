'use client'

import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ExactEffect } from '@/components/gate/exact-request'
import { StageList } from '@/components/gate/stage-list'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { JsonView } from '@/components/ui/json-view'
import { Money } from '@/components/ui/money'
import { StatusChip } from '@/components/ui/status-chip'
import type { Pin } from '@/domain/team/case'
import { isOver } from '@/domain/run/history'
import type { RunDetail } from '../studio/studio-data'
import type { TrialResult } from './bench-types'
import { Compare } from './compare'
import { SaveCase } from './save-case'
import { Standing } from './standing'

/** How a try went, step by step: what each saw, said, took and cost. */
export function TryResult({
  slug,
  result,
  onPin,
  onKept,
}: {
  slug: string
  result: TrialResult | undefined
  onPin: (id: string, pin: Pin) => void
  onKept: () => void
}) {
  const [keeping, setKeeping] = useState(false)
  const mayEdit = useMay('team.edit')
  const { data: run } = useQuery(
    useTRPC().runs.get.queryOptions(result?.run ? { id: result.run } : skipToken, {
      refetchInterval: ({ state }) => (state.data && isOver(state.data.status) ? false : 800),
    }),
  )
  if (!result || !run)
    return (
      <EmptyState title="Nothing tried yet" className="content-start self-start">
        What each step sees and says stands here, and the canvas shows how it goes.
      </EmptyState>
    )
  const stands = isOver(run.status) || run.status === 'waiting' || run.status === 'blocked'
  return (
    <section aria-label="What came of it" className="grid min-w-0 content-start gap-2 p-3">
      <div className="flex flex-wrap items-center gap-2.5" role="status">
        <StatusChip status={run.status} />
        <Money micros={run.spentMicros} className="text-12 text-fg-2" />
        <span className="flex-1" />
        {mayEdit && stands && (
          <Button size="sm" onClick={() => setKeeping(true)}>
            Save as a test case
          </Button>
        )}
      </div>
      {run.outcome?.reason && <p className="text-fg-2">{run.outcome.reason}</p>}
      {!isOver(run.status) && <Standing run={run} />}
      <ol aria-label="Steps of the try">
        {run.steps.map((step) => (
          <StepRow
            key={`${step.node} ${step.iteration} ${step.attempt}`}
            run={run}
            step={step}
            onPin={onPin}
          />
        ))}
      </ol>
      {stands && <Compare slug={slug} run={run} />}
      {keeping && (
        <SaveCase slug={slug} trial={result.id} onClose={() => setKeeping(false)} onKept={onKept} />
      )}
    </section>
  )
}

function StepRow({
  run,
  step,
  onPin,
}: {
  run: RunDetail
  step: RunDetail['steps'][number]
  onPin: (id: string, pin: Pin) => void
}) {
  const [open, setOpen] = useState(false)
  const { id } = run
  const { node, iteration, attempt } = step
  const whole = useQuery(
    useTRPC().runs.step.queryOptions(open ? { id, node, iteration, attempt } : skipToken, {
      staleTime: Infinity,
    }),
  )
  const result = whole.data?.result
  const ms = step.endedAt.getTime() - step.startedAt.getTime()
  const name = run.bundle.nodes[node]?.name ?? node
  return (
    <li className="border-t border-line py-1">
      <div className="flex items-center gap-2">
        <button
          type="button"
          aria-expanded={open}
          className="flex min-h-7 min-w-0 flex-1 items-center gap-2 rounded-4 text-left hover:bg-hover"
          onClick={() => setOpen(!open)}
        >
          <StatusChip
            plain
            status={step.status}
            {...(step.result.pinned && { word: 'Pinned' })}
            {...(step.result.effect?.status === 'simulated' && { word: 'Simulated' })}
          />
          <span className="min-w-0 flex-1 truncate">{name}</span>
          <span className="text-12 text-fg-3">{step.port}</span>
          <span className="text-12 text-fg-3">{(ms / 1000).toFixed(1)} s</span>
          <Money micros={step.costMicros} className="text-12 text-fg-3" />
        </button>
      </div>
      {open && (
        <div className="grid gap-2 py-1">
          {whole.isError && (
            <ErrorState className="m-0" title="The step could not be read" onRetry={() => whole.refetch()}>
              {messageOf(whole.error)}
            </ErrorState>
          )}
          {result?.failure && <p className="text-failed-fg">{result.failure.message}</p>}
          {result?.view && (
            <>
              <h4 className="text-12 text-fg-3">What it saw</h4>
              <JsonView label={`What ${name} saw`} value={result.view.data} openDepth={1} />
            </>
          )}
          {result?.output !== undefined && (
            <>
              <h4 className="text-12 text-fg-3">What it said</h4>
              <JsonView label={`What ${name} said`} value={result.output} />
              <Button
                size="sm"
                className="justify-self-start"
                onClick={() => onPin(node, { port: step.port ?? 'out', output: result.output })}
              >
                Pin what it said
              </Button>
            </>
          )}
          {result?.gate && (
            <>
              <h4 className="text-12 text-fg-3">What it went through</h4>
              <StageList gate={result.gate} />
            </>
          )}
          {result?.effect && (
            <>
              <h4 className="text-12 text-fg-3">What would be sent</h4>
              <JsonView label="What would be sent" value={result.effect.request} openDepth={1} />
              <p>
                <ExactEffect id={result.effect.id} />
              </p>
            </>
          )}
        </div>
      )}
    </li>
  )
}
