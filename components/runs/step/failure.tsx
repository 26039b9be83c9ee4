'use client'

import { CircleX } from 'lucide-react'
import { isRecord } from '@/domain/contract/json-schema'
import type { Problem } from '@/domain/problem'
import type { StepFailure } from '@/domain/run/step'
import { JsonView } from '@/components/ui/json-view'

/** What went wrong: the sentence, each misfit with its pointer, and what the model answered. */
export function Failure({
  failure,
  title = 'This attempt failed',
}: {
  failure: StepFailure
  title?: string
}) {
  // What a budget lacks, and where words come from, stands in the sentence.
  const isSaid = failure.code === 'budget_blocked' || failure.code === 'untrusted'
  const details = isSaid ? undefined : failure.details
  const { problems, answer, rest } = readDetails(details)
  return (
    <div className="grid gap-2 rounded-6 border border-failed-line bg-failed-bg px-2.5 py-2">
      <div className="flex gap-2">
        <CircleX className="mt-0.5 size-4 shrink-0 text-failed-fg" aria-hidden />
        <div className="min-w-0">
          <b className="font-label">{title}</b>{' '}
          <span className="text-12 text-fg-2">{failure.code.replaceAll('_', ' ')}</span>
          <p className="break-words text-fg-2">{failure.message}</p>
        </div>
      </div>
      {problems.length > 0 && (
        <ul className="grid gap-0.5 pl-6" aria-label="Problems">
          {problems.map(({ pointer, message, expected }, index) => (
            <li key={index} className="text-12">
              {pointer && <code className="font-mono text-failed-fg">{pointer} </code>}
              {message}
              {expected && <span className="text-fg-2"> · expected {expected}</span>}
            </li>
          ))}
        </ul>
      )}
      {answer && (
        <details className="pl-6 text-12">
          <summary className="text-fg-2">The model’s answer</summary>
          <pre
            className="mt-1 max-h-60 overflow-auto rounded-6 border border-line bg-page px-2 py-1.5 font-mono break-words whitespace-pre-wrap"
            tabIndex={0}
          >
            {answer}
          </pre>
        </details>
      )}
      {rest !== undefined && <JsonView value={rest} label="details" openDepth={1} className="ml-6" />}
    </div>
  )
}

function readDetails(details: unknown): { problems: Problem[]; answer: string; rest: unknown } {
  if (!isRecord(details)) return { problems: [], answer: '', rest: details ?? undefined }
  const { problems, answer, ...rest } = details
  return {
    problems: Array.isArray(problems) ? (problems as Problem[]) : [],
    answer: typeof answer === 'string' ? answer : '',
    rest:
      Object.keys(rest).length > 0
        ? rest
        : typeof answer === 'object' && answer !== null
          ? { answer }
          : undefined,
  }
}
