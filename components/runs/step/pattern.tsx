'use client'

import { counted, figure } from '@/components/ui/counted'
import { formatUtc } from '@/components/ui/format-time'
import { isRecord } from '@/domain/contract/json-schema'
import type { GivenTask, ShownRound, StepResult } from '@/domain/run/step'
import { laneLabel } from '../lanes/lane-label'
import { RelatedRunLine } from '../related-run'
import type { RunDetail } from '../run-types'
import { shortValue } from '../short-value'
import type { Visit } from '../timeline/visits'
import { Block } from './block'

/** What a step did that splits, joins, gives tasks, sends back, sleeps or calls a team. */
export function Pattern({ run, visit, result }: { run: RunDetail; visit: Visit; result: StepResult }) {
  const { split, joined, tasks, feedback, verdict, request } = result
  return (
    <>
      {tasks ? (
        <Tasks run={run} visit={visit} tasks={tasks} />
      ) : (
        split && <SplitInto run={run} split={split} />
      )}
      {joined && <Joined run={run} joined={joined} />}
      {feedback && !verdict && !request && (
        <Block title="Goes back" detail={`told by ${feedback.by}`}>
          <p className="whitespace-pre-wrap text-fg-2">{feedback.instructions}</p>
        </Block>
      )}
      <Called run={run} visit={visit} result={result} />
      <Slept run={run} visit={visit} />
    </>
  )
}

/** How it was decided who does a task. */
function howOf({ by, type }: GivenTask, name: string): string {
  if (by === 'rule') return `by the rule ${type} → ${name}`
  return by === 'choice' ? 'chosen among those who can' : 'the only one who can'
}

/** What a way out of an orchestrator is called. */
function portNames(run: RunDetail, visit: Visit): (port: string) => string {
  const node = run.bundle.nodes[visit.node]
  return (port) =>
    (node?.kind === 'orchestrator' && node.spokes.find((spoke) => spoke.port === port)?.label) || port
}

function Tasks({
  run,
  visit,
  tasks,
}: {
  run: RunDetail
  visit: Visit
  tasks: NonNullable<StepResult['tasks']>
}) {
  const node = run.bundle.nodes[visit.node]
  const nameOf = portNames(run, visit)
  const rounds = run.steps.filter((step) => step.node === visit.node && step.status === 'done')
  const round = rounds.findIndex(({ iteration }) => iteration === visit.iteration) + 1
  const of = node?.kind === 'orchestrator' ? ` of at most ${node.maxRounds}` : ''
  return (
    <Block title="Tasks given" detail={`round ${round}${of}`}>
      <ul>
        {tasks.map((task, index) => (
          <li key={index} className="grid gap-0.5 border-b border-line py-1.5 last:border-b-0">
            <span className="flex items-baseline gap-2">
              <b className="font-label">{task.type}</b>
              <span className="min-w-0 flex-1 truncate">to {nameOf(task.to)}</span>
              <span className="shrink-0 text-12 text-fg-3">{howOf(task, nameOf(task.to))}</span>
            </span>
            <span className="text-12 break-words text-fg-2">{said(task.input)}</span>
            {task.why && <span className="text-12 text-fg-3">“{task.why}”</span>}
          </li>
        ))}
      </ul>
    </Block>
  )
}

/** What came back to an orchestrator in its rounds so far, as its agent was told it. */
export function RoundsTold({
  run,
  visit,
  rounds,
}: {
  run: RunDetail
  visit: Visit
  rounds: readonly ShownRound[]
}) {
  const nameOf = portNames(run, visit)
  return (
    <Block title="What its rounds brought" detail="it saw this too">
      {rounds.map(({ tasks, results }, index) => (
        <ul key={index} aria-label={`Round ${index + 1}`}>
          {results.map((result) => (
            <li key={result.task} className="grid gap-0.5 border-b border-line py-1.5">
              <span className="flex items-baseline gap-2">
                <b className="font-label">{tasks[result.task]?.type}</b>
                <span className="min-w-0 flex-1 truncate">from {nameOf(result.to)}</span>
                <span className="shrink-0 text-12 text-fg-3">round {index + 1}</span>
              </span>
              <span className="text-12 break-words text-fg-2">
                {'missing' in result ? `Nothing: ${result.missing}.` : brought(result.output)}
              </span>
            </li>
          ))}
        </ul>
      ))}
    </Block>
  )
}

const brought = (output: unknown): string => (isRecord(output) ? said(output) : shortValue(output))

const said = (input: Record<string, unknown>): string =>
  Object.entries(input)
    .map(([name, value]) => `${name}: ${shortValue(value)}`)
    .join(' · ')

const forkOf = (run: RunDetail, id: string) => run.forks.find(({ fork }) => fork === id)

function SplitInto({ run, split }: { run: RunDetail; split: NonNullable<StepResult['split']> }) {
  const fork = forkOf(run, split.fork)
  if (split.width === 0)
    return (
      <Block title="Split">
        <p className="text-fg-2">The list was empty: the join goes on at once.</p>
      </Block>
    )
  return (
    <Block title="Split" detail={counted(split.width, 'way')}>
      {fork && (
        <p className="text-fg-2">
          {names(
            run,
            fork.fork,
            Array.from({ length: split.width }, (_, i) => i),
          )}
        </p>
      )}
    </Block>
  )
}

function Joined({ run, joined }: { run: RunDetail; joined: NonNullable<StepResult['joined']> }) {
  const { arrived, missing, late, fork } = joined
  const ends = forkOf(run, fork)?.state.ends ?? {}
  const unfinished = missing.filter((lane) => !['failed', 'ended'].includes(ends[lane]?.how ?? ''))
  return (
    <Block
      title="Came together"
      detail={`${figure(arrived.length)} of ${figure(arrived.length + missing.length)} arrived`}
    >
      <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1">
        <dt className="text-fg-3">Arrived</dt>
        <dd>{names(run, fork, arrived) || 'none'}</dd>
        {missing.length > 0 && (
          <>
            <dt className="text-fg-3">Missing</dt>
            <dd>{names(run, fork, missing)}</dd>
          </>
        )}
        {unfinished.length > 0 && (
          <>
            <dt className="text-fg-3">Under way then</dt>
            <dd>
              {names(run, fork, unfinished)}:{' '}
              {late === 'cancel' ? 'stopped before the next step' : 'may finish, without being waited for'}
            </dd>
          </>
        )}
      </dl>
    </Block>
  )
}

const SHOWN = 12

/** Lanes by what they are called; of many, the first ones and how many more. */
function names(run: RunDetail, id: string, lanes: readonly number[]): string {
  const fork = forkOf(run, id)
  const said = lanes.slice(0, SHOWN).map((lane) => (fork ? laneLabel(run, fork, lane) : `${lane + 1}`))
  const more = lanes.length - said.length
  return [...said, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

function Called({ run, visit, result }: { run: RunDetail; visit: Visit; result: StepResult }) {
  const called = run.family.called.filter(
    ({ node, iteration }) => node === visit.node && iteration === visit.iteration,
  )
  if (called.length === 0) return null
  return (
    <Block title="Its run" {...(result.called?.result ? { end: result.called.result } : {})}>
      {called.map((one) => (
        <RelatedRunLine key={one.id} run={one} />
      ))}
    </Block>
  )
}

/** A step that sleeps leaves nothing until it is woken: what it waits for stands where its branch does. */
function Slept({ run, visit }: { run: RunDetail; visit: Visit }) {
  if (visit.at !== 'waiting') return null
  const waits = run.waits.filter(
    ({ node, iteration }) => node === visit.node && iteration === visit.iteration,
  )
  return (
    <>
      {waits.map(({ event, key }) => (
        <Block key={`${event} ${key}`} title="Waits for">
          <p>
            <code className="font-mono text-12">{event}</code> <span className="text-fg-3">with the key</span>{' '}
            <code className="font-mono text-12">{key}</code>
          </p>
        </Block>
      ))}
      {visit.until && visit.kind !== 'team' && (
        <Block title={waits.length > 0 ? 'At most until' : 'Sleeps until'}>
          <p>{formatUtc(visit.until)}</p>
        </Block>
      )}
    </>
  )
}
