'use client'

import { Ban, Check, ChevronRight, CircleX, Undo2 } from 'lucide-react'
import { figure } from '@/components/ui/counted'
import { JsonView } from '@/components/ui/json-view'
import { Money } from '@/components/ui/money'
import { RelativeTime } from '@/components/ui/relative-time'
import { isRecord } from '@/domain/contract/json-schema'
import type { Problem } from '@/domain/problem'
import type { RuleOutcome, StepFailure } from '@/domain/run/step'
import { counted } from '../words'
import type { Attempt, Review } from '../inbox-types'
import { Part } from './part'

/** Why a person is asked: the rules that stopped it, what failed, what was tried, what was sent back before. */
export function Stopped({ review, rules = [] }: { review: Review; rules?: RuleOutcome[] | undefined }) {
  const { failure, reasons } = review.view
  const others = reasons.filter(
    // What the gate holds is told by its stages.
    ({ code, text }) =>
      !code.startsWith('gate.') &&
      text !== failure?.message &&
      !rules.some(({ id, held }) => id === code && !held),
  )
  const { attempts, sentBack } = review
  if (!rules.length && !failure && !others.length && !sentBack.length && !attempts.length) return null
  const stopped = rules.filter(({ held }) => !held)
  // Something else asks: the gate before what it sends.
  const passed = rules.length > 0 && !stopped.length && !failure && !others.length
  return (
    <Part
      title={passed ? 'Rules that it passed' : 'Why it stopped'}
      detail={
        passed
          ? `all ${figure(rules.length)} hold`
          : rules.length > 0 && `${stopped.length} of ${counted(rules.length, 'rule')} stopped it`
      }
    >
      <div className="grid gap-2">
        {failure &&
          (review.kind === 'budget' ? (
            <p className="break-words">{failure.message}</p>
          ) : (
            <Failure failure={failure} asked={askedOf(review)} />
          ))}
        {rules.length + others.length > 0 && (
          <ul className="grid gap-1">
            {[...stopped, ...rules.filter(({ held }) => held)].map(({ id, name, held, message }) => (
              <li key={id} className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2">
                {held ? (
                  <Check className="mt-0.75 size-3.5 text-fg-3" aria-label="passes" />
                ) : (
                  <Ban className="mt-0.75 size-3.5 text-blocked-fg" aria-label="stops it" />
                )}
                <span className={held ? 'text-fg-3' : ''}>
                  {held ? (
                    `${id}: ${name}`
                  ) : (
                    <>
                      <span className="font-label text-blocked-fg">
                        {id} stops it: {message}
                      </span>
                      {message !== name && <span className="text-fg-3"> · the rule: {name}</span>}
                    </>
                  )}
                </span>
              </li>
            ))}
            {others.map(({ code, text }) => (
              <li key={code + text} className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2">
                <CircleX className="mt-0.75 size-3.5 text-failed-fg" aria-hidden />
                <span className="break-words">{text}</span>
              </li>
            ))}
          </ul>
        )}
        {attempts.length > 0 && <Attempts attempts={attempts} />}
        {sentBack.map(({ visit, at, by, reason }) => (
          <p key={visit} className="flex gap-2 text-fg-2">
            <Undo2 className="mt-0.75 size-3.5 shrink-0 text-fg-3" aria-hidden />
            <span>
              {by} sent it back <RelativeTime at={at} focusable className="text-fg-3" />: “{reason}”
            </span>
          </p>
        ))}
      </div>
    </Part>
  )
}

function Failure({ failure, asked }: { failure: StepFailure; asked: string }) {
  const { problems, answer, failures, rest } = readDetails(failure.details)
  const heading = `What ${asked} answered`
  return (
    <div className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2 gap-y-1.5 rounded-6 border border-failed-line bg-failed-bg px-2.5 py-2">
      <CircleX className="mt-0.5 size-4 text-failed-fg" aria-hidden />
      <p className="break-words">
        <b className="font-label">{failure.message}</b>{' '}
        <span className="text-12 text-fg-2">{failure.code.replaceAll('_', ' ')}</span>
      </p>
      {problems.length > 0 && (
        <ul className="col-start-2 grid gap-0.5 text-12" aria-label="Problems">
          {problems.map(({ pointer, message, expected }, index) => (
            <li key={index} className="break-words">
              {pointer && <code className="font-mono text-failed-fg">{pointer} </code>}
              {message}
              {expected && <span className="text-fg-2">, expected {expected}</span>}
            </li>
          ))}
        </ul>
      )}
      {answer && (
        <div className="col-start-2">
          <p className="mb-1 text-12 text-fg-2">{heading}</p>
          <pre
            tabIndex={0}
            aria-label={heading}
            className="max-h-60 overflow-auto rounded-6 border border-line bg-page px-2.5 py-1.5 font-mono text-12 break-words whitespace-pre-wrap"
          >
            {answer}
          </pre>
        </div>
      )}
      {failures.length > 0 && (
        <ul className="col-start-2 grid gap-0.5 text-12" aria-label="Models that were asked">
          {failures.map(({ model, message, status }, index) => (
            <li key={index} className="break-words">
              <span className="font-mono">{model}</span> <span className="text-fg-2">{message}</span>
              {status !== undefined && <span className="text-fg-2">, HTTP {status}</span>}
            </li>
          ))}
        </ul>
      )}
      {rest !== undefined && <JsonView value={rest} label="details" openDepth={1} className="col-start-2" />}
    </div>
  )
}

/** Who gave the answer that failed. */
const askedOf = ({ node, view }: Review): string =>
  node.kind === 'action' ? (view.effects[0]?.connectionName ?? 'the connection') : 'the model'

function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  return (
    <details className="group">
      <summary className="flex min-h-6 list-none items-center gap-1 text-12 text-fg-2 hover:text-fg max-md:min-h-11">
        <ChevronRight className="size-3 group-open:rotate-90" aria-hidden />
        {counted(attempts.length, 'failed attempt')}
      </summary>
      <ol className="mt-1 grid gap-1 pl-4 text-12">
        {attempts.map(({ attempt, endedAt, costMicros, failure, calls }) => (
          <li key={attempt} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3">
            <span className="break-words text-fg-2">{failure?.message ?? 'failed'}</span>
            <Money micros={costMicros} className="text-fg-3" />
            <span className="text-fg-3">
              <RelativeTime at={endedAt} />
              {calls.map(({ id, model, purpose, result }) => (
                <span key={id}>
                  {' '}
                  · {model}, {purpose}: {result}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </details>
  )
}

interface ModelFailure {
  model: string
  message: string
  status?: number
}

interface Details {
  problems: Problem[]
  answer: string
  failures: ModelFailure[]
  rest: unknown
}

function readDetails(details: unknown): Details {
  if (!isRecord(details)) return { problems: [], answer: '', failures: [], rest: details ?? undefined }
  const { problems, answer, failures, ...others } = details
  const said =
    typeof answer === 'string' ? answer : answer === undefined ? '' : JSON.stringify(answer, null, 2)
  return {
    problems: Array.isArray(problems) ? (problems as Problem[]) : [],
    answer: said,
    failures: Array.isArray(failures) ? (failures as ModelFailure[]) : [],
    rest: Object.keys(others).length > 0 ? others : undefined,
  }
}
