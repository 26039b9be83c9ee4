'use client'

import { undoOf } from '@/domain/effect/undo'
import { agentAt } from '@/domain/team/staff'
import { LOOKS } from '@/components/canvas/kinds/looks'
import { ArrowRight, Moon, OctagonPause, Radio, UsersRound, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonList } from '@/components/ui/skeleton'
import { counted } from '@/components/ui/counted'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { formatUtc } from '@/components/ui/format-time'
import { StatusChip } from '@/components/ui/status-chip'
import { Tabs, type TabItem } from '@/components/ui/tabs'
import { JsonView } from '@/components/ui/json-view'
import { visitStatus } from '../run-words'
import type { RunDetail, RunStep, StateRow } from '../run-types'
import { asJson } from '../short-value'
import { StateTab } from '../state/state-tab'
import { ROW_ICONS } from '../timeline/look'
import type { Visit } from '../timeline/visits'
import { EffectTab, effectOf } from './effect-tab'
import { StepTab } from './step-tab'

export type PanelTab = 'step' | 'state' | 'effect' | 'raw'
export const PANEL_TABS = ['step', 'state', 'effect', 'raw'] as const satisfies readonly PanelTab[]

/** Everything about one step: what it saw, said and cost, what it changed, what it sent. */
export function StepPanel({
  run,
  visit,
  states,
  now,
  tab,
  onTab,
}: {
  run: RunDetail
  visit: Visit
  states: readonly StateRow[] | undefined
  now: number
  tab: PanelTab
  onTab: (tab: PanelTab) => void
}) {
  const [chosen, setChosen] = useState<number>()
  const attempts = [...visit.attempts].sort((a, b) => a.attempt - b.attempt)
  const told = attempts.find(({ attempt }) => attempt === chosen) ?? attempts.at(-1)
  const whole = useStep(run.id, told)
  const step = whole.data ?? told
  const effect = step && effectOf(run, step)
  const change =
    typeof step?.version !== 'number' ? undefined : states?.find(({ version }) => version === step.version)
  const items: TabItem<PanelTab>[] = [
    {
      value: 'step',
      label: 'Step',
      content: (
        <>
          <StepTab {...{ run, visit, step, now }} />
          {whole.isError && (
            <ErrorState title="What it saw and said could not be read" onRetry={whole.refetch}>
              {messageOf(whole.error)}
            </ErrorState>
          )}
          {whole.isLoading && <SkeletonList rows={4} />}
        </>
      ),
    },
    {
      value: 'state',
      label: 'State diff',
      ...(change ? { count: change.patch.length } : {}),
      content: (
        <StateTab
          key={step?.version ?? 'none'}
          run={run}
          states={states}
          written={step?.version ?? null}
          scope={step?.scope ?? ''}
        />
      ),
    },
    ...(effect
      ? [
          {
            value: 'effect' as const,
            label: 'Effect',
            content: (
              <EffectTab effect={effect} gate={step?.result.gate} undoable={isUndoable(run, effect.node)} />
            ),
          },
        ]
      : []),
    {
      value: 'raw',
      label: 'Raw',
      content: (
        <div className="p-4">
          <JsonView value={asJson(step ?? visit)} label="step" openDepth={2} />
        </div>
      ),
    },
  ]
  const shown = items.some(({ value }) => value === tab) ? tab : 'step'
  return (
    <section aria-label="Step" className="grid min-h-0 min-w-0 grid-rows-[auto_minmax(0,1fr)_auto]">
      <PanelHead {...{ run, visit, now }} step={step}>
        {attempts.length > 1 && (
          <SegmentedControl
            label="Attempt"
            className="mt-1.5"
            value={String(step?.attempt)}
            onValueChange={(value) => setChosen(Number(value))}
            options={attempts.map(({ attempt }, index) => ({
              value: String(attempt),
              label: `Attempt ${index + 1}`,
            }))}
          />
        )}
      </PanelHead>
      <Tabs value={shown} onValueChange={onTab} items={items} label="Parts of the step" />
      <PanelFoot run={run} node={visit.node} />
    </section>
  )
}

function isUndoable({ bundle }: RunDetail, id: string): boolean {
  const node = bundle.nodes[id]
  return node?.kind === 'action' && undoOf(node, bundle.connections) !== undefined
}

/** A step with what it saw and said, which the run in brief leaves out. What is written once stays as it is. */
function useStep(id: string, step: RunStep | undefined) {
  const at = step && { id, node: step.node, iteration: step.iteration, attempt: step.attempt }
  return useQuery(
    useTRPC().runs.step.queryOptions(at ?? skipToken, {
      staleTime: Infinity,
      select: ({ result }) => step && { ...step, result },
    }),
  )
}

/** On to the record: what stands there of this step, or of the run. */
export function PanelFoot({ run, node }: { run: RunDetail; node?: string }) {
  return (
    <footer className="flex h-9 items-center gap-4 border-t border-line px-4 text-12 text-fg-3 max-sm:h-11">
      <span>
        Record <b className="font-label text-fg">{counted(run.entries, 'entry', 'entries')}</b> of this run
      </span>
      <Link
        href={`/record?run=${run.id}${node ? `&node=${node}` : ''}`}
        className="ml-auto inline-flex min-h-6 items-center gap-1 rounded-4 font-label text-fg-2 hover:text-fg"
      >
        Why and proof <ArrowRight className="size-3.5" aria-hidden />
      </Link>
    </footer>
  )
}

function PanelHead(props: {
  run: RunDetail
  visit: Visit
  step: RunDetail['steps'][number] | undefined
  now: number
  children: React.ReactNode
}) {
  const { run, visit, step, now, children } = props
  const Icon = ROW_ICONS[visit.kind]
  const node = run.bundle.nodes[visit.node]
  const agent = node && run.bundle.agents[agentAt(node) ?? '']
  const { status } = visitStatus(visit, run, now)
  const facts = [
    step ? formatUtc(step.endedAt).slice(11) : `since ${formatUtc(new Date(visit.from)).slice(11)}`,
    visit.iteration > 0 ? `visit ${visit.iteration + 1}` : '',
    typeof step?.version !== 'number' ? '' : `wrote state v${step.version}`,
    agent ? `autonomy ${agent.autonomy}` : '',
    agent ? `owner ${agent.owner}` : '',
  ]
  return (
    <header className="px-4 pt-2.75 pb-2.25">
      <div className="flex items-center gap-2">
        {Icon && <Icon className="size-4 shrink-0" aria-hidden />}
        <h2 className="min-w-0 truncate text-14 font-strong">{visit.name}</h2>
        <StatusChip
          status={status}
          {...(status === 'done'
            ? { word: doneWord(visit) }
            : status === 'queued'
              ? (PAUSED[visit.kind] ?? { word: 'Waits' })
              : visit.held
                ? { word: 'Held', icon: OctagonPause }
                : {})}
          className="ml-auto"
        />
      </div>
      <p className="mt-0.5 text-12 text-fg-3">{facts.filter(Boolean).join(', ')}</p>
      {children}
    </header>
  )
}

const PAUSED: Partial<Record<Visit['kind'], { word: string; icon: LucideIcon }>> = {
  timer: { word: 'Sleeps', icon: Moon },
  wait: { word: 'Waits', icon: Radio },
  team: { word: 'Waits', icon: UsersRound },
}

function doneWord({ kind, attempts }: Visit): string {
  const { effect, tasks } = attempts.at(-1)?.result ?? {}
  if (effect?.status === 'simulated') return 'Simulated'
  return kind === 'orchestrator' && !tasks ? 'Answered' : LOOKS[kind].done
}
