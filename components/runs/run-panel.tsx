'use client'

import { ArrowRight } from 'lucide-react'
import Link from 'next/link'
import { counted } from '@/components/ui/counted'
import { formatUtc } from '@/components/ui/format-time'
import { JsonView } from '@/components/ui/json-view'
import { RelativeTime } from '@/components/ui/relative-time'
import { Tabs } from '@/components/ui/tabs'
import { RunChip } from './run-chip'
import type { RunDetail, RunReview, StateRow } from './run-types'
import { asJson } from './short-value'
import { StateTab } from './state/state-tab'
import { Lineage } from './restart/lineage'
import { RelatedRunLine } from './related-run'
import { Block } from './step/block'
import { PanelFoot, type PanelTab } from './step/step-panel'

/** The run as a whole, while no step is selected: what went in, who was asked, its state version by version. */
export function RunPanel({
  run,
  states,
  tab,
  now,
  onTab,
}: {
  run: RunDetail
  states: readonly StateRow[] | undefined
  now: number
  tab: PanelTab
  onTab: (tab: PanelTab) => void
}) {
  return (
    <section aria-label="The whole run" className="grid min-h-0 min-w-0 grid-rows-[auto_minmax(0,1fr)_auto]">
      <header className="px-4 pt-2.75 pb-2.25">
        <div className="flex items-center gap-2">
          <h2 className="min-w-0 truncate text-14 font-strong">The whole run</h2>
          <RunChip run={run} now={now} className="ml-auto" />
        </div>
        <p className="mt-0.5 text-12 text-fg-3">
          {[
            `Started ${formatUtc(run.createdAt)} by ${run.startedBy.name}`,
            run.endedAt && `ended ${formatUtc(run.endedAt).slice(11)}`,
          ]
            .filter(Boolean)
            .join(', ')}
        </p>
      </header>
      <Tabs
        label="Parts of the run"
        value={tab === 'effect' ? 'step' : tab}
        onValueChange={onTab}
        items={[
          { value: 'step', label: 'Run', content: <Whole run={run} /> },
          {
            value: 'state',
            label: 'State',
            count: run.stateVersion,
            content: <StateTab run={run} states={states} />,
          },
          {
            value: 'raw',
            label: 'Raw',
            content: (
              <div className="p-4">
                <JsonView
                  value={asJson({ ...run, bundle: undefined, document: undefined })}
                  label="run"
                  openDepth={1}
                />
              </div>
            ),
          },
        ]}
      />
      <PanelFoot run={run} />
    </section>
  )
}

function Whole({ run }: { run: RunDetail }) {
  return (
    <div className="pb-4">
      <Block title="Input">
        <JsonView value={run.input} label="input" className="max-h-60" />
      </Block>
      {run.outcome && (
        <Block
          title="Outcome"
          end={run.outcome.result === 'given up' ? 'ended by a person' : run.outcome.result}
        >
          <p className="text-fg-2">
            {run.outcome.reason ||
              (run.outcome.node
                ? `Ended at ${run.bundle.nodes[run.outcome.node]?.name ?? run.outcome.node}.`
                : 'No reason was given.')}
          </p>
        </Block>
      )}
      <Family run={run} />
      <Lineage run={run} />
      <Block title="Reviews" detail={String(run.reviews.length)}>
        {run.reviews.length === 0 && <p className="text-fg-3">No person was needed so far.</p>}
        <ul>
          {run.reviews.map((review) => (
            <ReviewLine key={review.id} review={review} />
          ))}
        </ul>
      </Block>
      <Block title="Effects" detail={counted(run.effects.length, 'request')}>
        {run.effects.length === 0 && <p className="text-fg-3">Nothing was written outside.</p>}
        <ul>
          {run.effects.map((effect) => (
            <li
              key={effect.id}
              className="flex min-h-7 items-center gap-2 border-b border-line last:border-b-0"
            >
              <span className="min-w-0 flex-1 truncate">
                {run.bundle.nodes[effect.node]?.name ?? effect.node}
              </span>
              <span className="text-12 text-fg-2">{effect.status}</span>
            </li>
          ))}
        </ul>
      </Block>
    </div>
  )
}

function ReviewLine({ review }: { review: RunReview }) {
  const open = review.status === 'open'
  return (
    <li className="border-b border-line last:border-b-0">
      <Link
        href={`/inbox?review=${review.id}`}
        className="flex min-h-8 items-center gap-2 rounded-4 py-1 hover:bg-hover"
      >
        <span className="min-w-0 flex-1">{review.question}</span>
        <span className="shrink-0 text-12 text-fg-3">
          {open ? (
            <>
              due <RelativeTime at={review.dueAt} />
            </>
          ) : (
            [review.status, review.decidedBy?.name].filter(Boolean).join(', ')
          )}
        </span>
        <ArrowRight className="size-3.5 shrink-0 text-fg-3" aria-hidden />
      </Link>
    </li>
  )
}

/** The run that called it, and those that it called. */
function Family({ run }: { run: RunDetail }) {
  const { parent, called } = run.family
  return (
    <>
      {parent && (
        <Block title="Called by">
          <RelatedRunLine run={parent} />
        </Block>
      )}
      {called.length > 0 && (
        <Block title="Called" detail={counted(called.length, 'run')}>
          <ul>
            {called.map((one) => (
              <li key={one.id}>
                <RelatedRunLine run={one} />
              </li>
            ))}
          </ul>
        </Block>
      )}
    </>
  )
}
