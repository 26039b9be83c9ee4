'use client'

import { Check } from 'lucide-react'
import { JsonView } from '@/components/ui/json-view'
import { Meter } from '@/components/ui/meter'
import { StatusChip } from '@/components/ui/status-chip'
import { showRef } from '@/domain/contract/contract'
import { isRecord } from '@/domain/contract/json-schema'
import type { Envelope } from '@/domain/run/step'
import { Block } from './block'

/** The output, and whether it fits the contract it was held to. */
export function Output({
  value,
  contract,
  by,
}: {
  value: unknown
  contract: string | undefined
  by?: string
}) {
  return (
    <Block
      title="What it said"
      detail={
        <span className="font-mono">
          {contract ? showRef(contract) : ''} {by ? `by hand, ${by}` : ''}
        </span>
      }
      end={contract ? <StatusChip plain status="done" word="fits the contract" /> : undefined}
    >
      {isFlat(value) ? (
        <Pairs value={value} />
      ) : (
        <JsonView value={value} label="output" className="max-h-90" />
      )}
    </Block>
  )
}

const isFlat = (value: unknown): value is Record<string, unknown> =>
  isRecord(value) &&
  Object.keys(value).length > 0 &&
  Object.values(value).every((each) => typeof each !== 'object' || each === null)

function Pairs({ value }: { value: Record<string, unknown> }) {
  return (
    <dl className="grid grid-cols-[minmax(88px,max-content)_minmax(0,1fr)] gap-x-3 rounded-6 border border-line bg-sunken px-2.5 py-1.5 font-mono text-12 leading-[19px]">
      {Object.entries(value).map(([name, each]) => (
        <div key={name} className="contents">
          <dt className="text-fg-3">{name}</dt>
          <dd className="break-words whitespace-pre-wrap">{JSON.stringify(each)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Why it said so: rationale, how sure it was, what else was open, and what it leant on. */
export function Reasons({ envelope }: { envelope: Envelope }) {
  const { rationale, confidence, alternatives, evidence, claims } = envelope
  return (
    <>
      <p className="px-4 pt-1 text-fg-2">{rationale}</p>
      <ul className="px-4 pt-2 pb-1" aria-label="Confidence and alternatives">
        <Option chosen option="Its answer" share={confidence} why={evidenceCount(evidence.length)} />
        {alternatives.map(({ option, why_not }) => (
          <Option key={option} option={option} why={why_not} />
        ))}
      </ul>
      {evidence.length > 0 && (
        <Block title="Evidence" detail={String(evidence.length)}>
          <ul className="grid gap-1">
            {evidence.map(({ source, says }, index) => (
              <li key={index} className="grid grid-cols-[132px_minmax(0,1fr)] gap-2 text-12">
                <span className="truncate font-mono text-fg-2" title={source}>
                  {source}
                </span>
                <span className="text-fg-2">{says}</span>
              </li>
            ))}
          </ul>
        </Block>
      )}
      {claims.length > 0 && (
        <Block title="Claims" detail={String(claims.length)}>
          <ul className="grid gap-0.5 font-mono text-12">
            {claims.map(({ subject, value }) => (
              <li key={subject}>
                <span className="text-fg-3">{subject} = </span>
                {value}
              </li>
            ))}
          </ul>
        </Block>
      )}
    </>
  )
}

const evidenceCount = (count: number): string =>
  count === 1 ? '1 piece of evidence' : `${count} pieces of evidence`

function Option(props: { option: string; why: string; share?: number; chosen?: boolean }) {
  const { option, why, share, chosen = false } = props
  return (
    <li className="grid min-h-6 grid-cols-[14px_132px_minmax(0,1fr)] items-center gap-2">
      {chosen ? <Check className="size-3.5" aria-label="chosen" /> : <span />}
      <span className={chosen ? 'font-label' : 'truncate text-fg-2'} title={option}>
        {option}
      </span>
      <span className="flex min-w-0 items-center gap-2">
        {share !== undefined && (
          <>
            <Meter
              className="w-14 shrink-0"
              label={`confidence ${share.toFixed(2)}`}
              total={1}
              parts={[{ value: share, tone: 'spent' }]}
            />
            <span className="font-label">{share.toFixed(2)}</span>
          </>
        )}
        <span className="truncate text-12 text-fg-3" title={why}>
          {why}
        </span>
      </span>
    </li>
  )
}
