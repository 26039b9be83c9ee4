'use client'

import { ArrowRight, FlaskConical } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { Button } from '@/components/ui/button'
import { counted, figure } from '@/components/ui/counted'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Select } from '@/components/ui/select'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import type { ReplayDifference } from '@/domain/policy/replay'
import type { Policies } from './policy-types'
import type { PolicyDraft } from './use-policy-draft'
import type { ReplayRun, useReplay } from './use-replay'

const STEPS = ['1000', '10000', '100000'] as const

/** What the edited policies would have decided: past decisions asked again, and those that would differ. */
export function ReplayPart({
  policies,
  draft,
  trial: { run, start, stop },
}: {
  policies: Policies
  draft: PolicyDraft
  /** Kept while other parts of the page are looked at. */
  trial: ReturnType<typeof useReplay>
}) {
  const [most, setMost] = useState<(typeof STEPS)[number]>('10000')
  const { revision } = policies.draft
  const why =
    draft.changes.length === 0
      ? 'Change a policy first: this tries what is edited.'
      : draft.state !== 'kept'
        ? 'What was typed is not kept yet.'
        : policies.problems.length > 0
          ? 'The edited policies have problems; mend them first.'
          : undefined
  const running = run.state === 'running'
  return (
    <div className="h-full overflow-auto">
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-5 py-3 max-sm:px-4">
        <Select
          className="w-52"
          label="How far back"
          value={most}
          onValueChange={setMost}
          options={STEPS.map((value) => ({ value, label: `The last ${figure(Number(value))} steps` }))}
        />
        {running ? (
          <Button onClick={stop}>Stop</Button>
        ) : (
          <Button
            icon={FlaskConical}
            variant="primary"
            disabled={why !== undefined}
            title={why}
            onClick={() => start(revision, Number(most))}
          >
            Try on past decisions
          </Button>
        )}
        <Progress run={run} stale={run.revision !== revision} />
      </div>
      {run.state === 'idle' ? (
        <EmptyState title="See what would change before it does">
          What agents were shown, the tools they called and the models that answered are asked again under the
          edited policies. Nothing is done anew, and no value is read. {why}
        </EmptyState>
      ) : run.state === 'failed' ? (
        <ErrorState
          title="The past decisions could not be tried"
          onRetry={() => start(revision, Number(most))}
        >
          {messageOf(run.error)}
        </ErrorState>
      ) : (
        <Found run={run} />
      )}
    </div>
  )
}

function Progress({ run: { state, steps, found }, stale }: { run: ReplayRun; stale: boolean }) {
  if (state === 'idle' || state === 'failed') return null
  const looked = `${counted(steps, 'step')}, ${counted(found.decisions, 'decision')}`
  return (
    <p role="status" className="text-fg-2">
      {state === 'running' ? `Looking: ${looked} so far` : `${looked} asked again`}
      {state === 'stopped' && ', then stopped'}
      {stale && state !== 'running' && '. The policies were edited since: try again'}
    </p>
  )
}

function Found({ run: { state, found } }: { run: ReplayRun }) {
  const byEdit = found.differences.filter(({ now, to }) => now !== to)
  const before = found.differences.filter(({ now, to }) => now === to)
  const [which, setWhich] = useState<'edit' | 'before'>('edit')
  const shown = which === 'edit' ? byEdit : before
  if (state === 'done' && found.decisions === 0)
    return (
      <EmptyState title="There is nothing to try them on yet">
        No agent has seen, called or been answered by anything in a run so far.
      </EmptyState>
    )
  return (
    <>
      <div className="flex flex-wrap items-center gap-3 px-5 py-2.5 max-sm:px-4">
        <SegmentedControl
          label="Which differences"
          value={which}
          onValueChange={setWhich}
          options={[
            { value: 'edit', label: 'By your changes', count: sum(byEdit) },
            { value: 'before', label: 'Already by what holds', count: sum(before) },
          ]}
        />
      </div>
      {shown.length === 0 ? (
        <EmptyState title={state === 'running' ? 'Nothing differs so far' : 'Nothing would differ'}>
          {which === 'edit'
            ? 'Every decision that was looked at comes out as it does under the policies that hold.'
            : 'What was decided then is what the policies that hold decide now.'}
        </EmptyState>
      ) : (
        <Table>
          <TableHead>
            <tr>
              <Th numeric>Times</Th>
              <Th>Who</Th>
              <Th>What</Th>
              <Th>From, to</Th>
              <Th className="max-lg:hidden">Why</Th>
              <Th className="max-md:hidden">Runs</Th>
            </tr>
          </TableHead>
          <TableBody>
            {shown.map((each) => (
              <Difference
                key={[each.who, each.action, each.what, each.team, each.from, each.now, each.to].join(' ')}
                of={each}
                from={which === 'edit' ? each.now : each.from}
              />
            ))}
          </TableBody>
        </Table>
      )}
    </>
  )
}

function Difference({ of, from }: { of: ReplayDifference; from: string }) {
  return (
    <Tr>
      <Td numeric>{figure(of.count)}</Td>
      <Td className="py-1.5 max-sm:whitespace-normal">
        {of.who}
        <span className="block text-12 text-fg-3">
          {of.team}, {of.purpose}
        </span>
      </Td>
      <Td className="max-w-60 truncate max-sm:break-words max-sm:whitespace-normal" title={of.what}>
        <span className="text-fg-3">{DEEDS.get(of.action) ?? of.action} </span>
        <code className="font-mono text-12">{of.what}</code>
      </Td>
      <Td>
        <span className="inline-flex items-center gap-1.5 max-sm:flex-wrap">
          {from}
          <ArrowRight className="size-3.5 text-fg-3" role="img" aria-label="becomes" />
          <b className="font-label">{of.to}</b>
        </span>
      </Td>
      <Td wide className="text-fg-2 max-lg:hidden" title={of.because}>
        {of.because}
      </Td>
      <Td className="max-md:hidden">
        <span className="flex gap-2">
          {of.runs.map((run) => (
            <Link
              key={run}
              href={`/runs/${run}`}
              className="rounded-4 font-mono text-12 text-accent-fg hover:underline"
            >
              {run.slice(-6)}
            </Link>
          ))}
        </span>
      </Td>
    </Tr>
  )
}

const DEEDS: ReadonlyMap<string, string> = new Map([
  ['sees', 'sees'],
  ['tool.call', 'calls'],
  ['model.use', 'is answered by'],
])

const sum = (differences: readonly ReplayDifference[]): number =>
  differences.reduce((total, { count }) => total + count, 0)
