'use client'

import { skipToken, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { SightMark } from '@/components/agents/sight-mark'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { categoryLabel } from '@/components/ui/category-label'
import { Checkbox } from '@/components/ui/checkbox'
import { counted } from '@/components/ui/counted'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Select } from '@/components/ui/select'
import { Sheet } from '@/components/ui/sheet'
import { SkeletonList } from '@/components/ui/skeleton'
import type { ViewField } from '@/domain/policy/view'
import { CaughtLine } from '../step/caught'
import type { RunDetail, StepAsAgent } from '../run-types'
import { shortValue, valueAt } from '../short-value'
import { agentsOf } from './agents-of'

/** The run as one of its agents saw it, step by step, beside what it would be shown now. */
export function AsAgentSheet({
  run,
  open,
  onOpenChange,
}: {
  run: RunDetail
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const trpc = useTRPC()
  const agents = agentsOf(run)
  const [chosen, setChosen] = useState<string>()
  const [onlyOthers, setOnlyOthers] = useState(false)
  const agent = agents.find(({ slug }) => slug === chosen)?.slug ?? agents[0]?.slug
  const { data, error, refetch, isFetching } = useQuery(
    trpc.runs.asAgent.queryOptions(open && agent !== undefined ? { id: run.id, agent } : skipToken),
  )
  const differing = data?.steps.reduce((sum, { differs }) => sum + differs.length, 0) ?? 0
  return (
    <Sheet open={open} onOpenChange={onOpenChange} title="The run as an agent saw it">
      <div className="grid gap-2 border-b border-line px-4 py-3">
        <Select
          label="Agent"
          value={agent}
          onValueChange={setChosen}
          options={agents.map(({ slug, name }) => ({ value: slug, label: name }))}
        />
        {data && (
          <p className="text-12 text-fg-2">
            Cleared for {data.agent.clearance} data
            {data.agent.categories.length > 0 &&
              `, and holds ${data.agent.categories.map(categoryLabel).join(', ')}`}
            .{' '}
            {differing > 0
              ? `By the policies that hold now it would see ${counted(differing, 'field')} otherwise.`
              : 'By the policies that hold now it would see the same.'}
          </p>
        )}
        {differing > 0 && (
          <Checkbox checked={onlyOthers} onCheckedChange={setOnlyOthers} label="Only what differs" />
        )}
      </div>
      {error && !data ? (
        <ErrorState title="The run could not be read" onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      ) : !data ? (
        <SkeletonList rows={8} />
      ) : data.steps.length === 0 ? (
        <EmptyState title="It was shown nothing yet">
          A step appears here once the agent was served its view of the state.
        </EmptyState>
      ) : (
        data.steps.map((step) => (
          <Step
            key={`${step.node}.${step.iteration}.${step.attempt}`}
            step={step}
            onlyOthers={onlyOthers && differing > 0}
          />
        ))
      )}
    </Sheet>
  )
}

function Step({ step, onlyOthers }: { step: StepAsAgent; onlyOthers: boolean }) {
  const { name, iteration, attempt, stateVersion, saw, now, differs } = step
  const others = new Set(differs.map(({ path }) => path))
  const paths = [...new Set([...saw.fields, ...now.fields].map(({ path }) => path))].filter(
    (path) => !onlyOthers || others.has(path),
  )
  const visit = [iteration > 0 && `visit ${iteration + 1}`, attempt > 0 && `attempt ${attempt + 1}`]
  return (
    <section aria-label={name} className="border-b border-line px-4 py-3 last:border-b-0">
      <h3 className="font-strong">{name}</h3>
      <p className="text-12 text-fg-3">
        {[`state v${stateVersion}`, ...visit].filter(Boolean).join(', ')}
        {differs.length > 0 && `, ${counted(differs.length, 'field')} otherwise now`}
      </p>
      <CaughtLine caught={saw.caught} />
      {paths.length === 0 ? (
        <p className="pt-1 text-fg-3">
          {onlyOthers ? 'It would see the same now.' : 'Nothing of the state was shown to it.'}
        </p>
      ) : (
        <table className="mt-1 w-full table-fixed border-separate border-spacing-0">
          <thead>
            <tr className="text-left text-12 text-fg-3">
              <th scope="col" className="w-2/5 py-1 font-text">
                Field
              </th>
              <th scope="col" className="py-1 font-text">
                Saw
              </th>
              <th scope="col" className="py-1 pl-2 font-text">
                Would see now
              </th>
            </tr>
          </thead>
          <tbody>
            {paths.map((path) => (
              <tr key={path} className="align-top">
                <th
                  scope="row"
                  className="border-t border-line py-1 pr-2 text-left font-mono text-12 font-text break-words text-fg-2"
                >
                  {path}
                </th>
                <td className="border-t border-line py-1">
                  <Value field={saw.fields.find((each) => each.path === path)} data={saw.data} />
                </td>
                <td className="border-t border-line py-1 pl-2">
                  {others.has(path) ? (
                    <Value field={now.fields.find((each) => each.path === path)} data={now.data} />
                  ) : (
                    <span className="text-fg-3">the same</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

/** What is shown, or in which way it is not; and why. */
function Value({ field, data }: { field: ViewField | undefined; data: Record<string, unknown> }) {
  if (!field) return <SightMark sight="absent" />
  const value = valueAt(data, field.path)
  return (
    <>
      {field.visibility === 'clear' ? (
        <span className="break-words">{shortValue(value)}</span>
      ) : (
        <SightMark sight={field.visibility} mask={field.mask} />
      )}
      {field.visibility === 'pseudonym' && value !== undefined && (
        <span className="block font-mono text-12 break-all text-fg-3">{shortValue(value)}</span>
      )}
      {field.because && <span className="block text-12 text-fg-3">{field.because}</span>}
    </>
  )
}
