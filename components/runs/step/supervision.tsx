'use client'

import { JsonView } from '@/components/ui/json-view'
import { StatusChip } from '@/components/ui/status-chip'
import type { StepResult, Supervision } from '@/domain/run/step'
import { Block } from './block'

const VERDICTS: Record<Supervision['verdict'], string> = {
  approve: 'approved it',
  amend: 'amended it',
  reject: 'rejected it',
  escalate: 'asked a person',
}

/** What a supervisor made of a worker's decision, why, and what it was told. */
export function SupervisionBlock({
  supervision,
  verdict,
  nameOf,
}: {
  supervision: Supervision
  verdict: StepResult['verdict']
  nameOf: (node: string) => string
}) {
  const { of, told, withheld, overruled, before } = supervision
  return (
    <Block title="Review" detail={`of what ${nameOf(of)} decided`}>
      <p>
        <b className="font-label">{verdict?.by ?? 'The supervisor'}</b> {VERDICTS[supervision.verdict]}
        {verdict?.decision === 'send_back' && ', and it went back'}.
      </p>
      {verdict?.reason && (
        <ul className="grid gap-0.5 text-fg-2">
          {verdict.reason.split('\n').map((reason, index) => (
            <li key={index} className="break-words">
              {reason}
            </li>
          ))}
        </ul>
      )}
      {overruled && (
        <p className="mt-1">
          <StatusChip plain status="blocked" word="Its verdict does not stand; a person decides" />
        </p>
      )}
      <p className="mt-1 text-12 text-fg-3">
        {told
          ? `It was told the reasons: “${told.rationale}”, confidence ${told.confidence.toFixed(2)}.`
          : `It was not told the reasons. ${withheld ?? ''}`}
      </p>
      {before !== undefined && (
        <div className="mt-1.5">
          <p className="mb-1 text-12 text-fg-3">Before the amendment</p>
          <JsonView value={before} label="before the amendment" className="max-h-60" />
        </div>
      )}
    </Block>
  )
}
