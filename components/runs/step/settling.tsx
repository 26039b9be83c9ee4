'use client'

import { Check } from 'lucide-react'
import { shortValue } from '../short-value'
import type { StepResult } from '@/domain/run/step'
import { Block } from './block'

/** The claims as they were compared: which one holds, and why the others do not. */
export function SettlingBlock({
  settling: { claims, settled, because },
  nameOf,
}: {
  settling: NonNullable<StepResult['settling']>
  nameOf: (node: string) => string
}) {
  return (
    <Block
      title="Claims"
      detail={String(claims.length)}
      end={settled && (settled.agreed ? 'all agree' : `settled by ${SETTLED_BY[settled.policy]}`)}
    >
      <ul>
        {claims.map(({ by, value, confidence }) => {
          const lost = settled?.losing.find((one) => one.by === by)
          return (
            <li
              key={by}
              className="grid grid-cols-[14px_minmax(0,1fr)] items-start gap-2 border-b border-line py-1 last:border-b-0"
            >
              {settled?.by === by ? (
                <Check className="mt-0.75 size-3.5" aria-label="holds" />
              ) : (
                <span aria-hidden />
              )}
              <span className="min-w-0">
                <span className="flex min-w-0 gap-2">
                  <span className={settled?.by === by ? 'font-label' : 'text-fg-2'}>{nameOf(by)}</span>
                  <span className="min-w-0 truncate font-mono text-12 leading-5" title={shortValue(value)}>
                    {shortValue(value)}
                  </span>
                  {confidence !== undefined && (
                    <span className="ml-auto shrink-0 text-12 leading-5 text-fg-3">
                      {confidence.toFixed(2)}
                    </span>
                  )}
                </span>
                {lost && <span className="text-12 text-fg-3">{lost.why}</span>}
              </span>
            </li>
          )
        })}
      </ul>
      {because && <p className="mt-1 text-12 text-fg-2">{because}</p>}
    </Block>
  )
}

const SETTLED_BY = {
  owner: 'its owner',
  confidence: 'who is surer',
  supervisor: 'an adjudicator',
  person: 'a person',
}
