'use client'

import { ArrowRight, ChevronRight, Database } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { JsonView } from '@/components/ui/json-view'
import { plainValue } from '@/components/ui/plain-value'
import type { EffectRequest } from '@/domain/run/step'
import { counted } from '../words'
import { Part } from './part'

/** What will change outside, request by request, as it will be sent. */
export function Effects({
  effects,
  when,
  stale,
  message,
  end,
}: {
  effects: readonly EffectRequest[]
  /** `run only if approved`. */
  when: string
  /** An edit is being followed. */
  stale: boolean
  message: string | undefined
  /** At the right of the heading. */
  end?: ReactNode
}) {
  return (
    <Part
      title="What changes outside"
      detail={effects.length ? `${counted(effects.length, 'effect')}, ${when}` : undefined}
      end={effects.length > 0 && end}
    >
      {message && (
        <p
          role="alert"
          className="mb-2 rounded-6 border border-failed-line bg-failed-bg px-2.5 py-1.5 text-failed-fg"
        >
          {message}
        </p>
      )}
      {effects.length === 0 ? (
        <p className="text-fg-3">Nothing: no request goes out.</p>
      ) : (
        <ul
          aria-busy={stale}
          className={cx(
            'rounded-8 border border-line-strong transition-opacity',
            (stale || message) && 'opacity-60',
          )}
        >
          {effects.map((effect) => (
            <Effect key={effect.node} effect={effect} />
          ))}
        </ul>
      )}
    </Part>
  )
}

function Effect({ effect }: { effect: EffectRequest }) {
  return (
    <li className="grid grid-cols-[22px_minmax(0,1fr)] border-line py-2.25 pr-3 pl-2.5 not-first:border-t">
      <Database className="mt-0.75 size-3.5 text-fg-3" aria-hidden />
      <div className="min-w-0">
        <p>
          <b className="font-label">{effect.summary}</b>{' '}
          <span className="text-fg-3">in {effect.connectionName}</span>
        </p>
        <p className="font-mono text-12 break-all text-fg-3">
          {effect.method} {effect.path}
        </p>
        {effect.changes.length > 0 && (
          <dl className="mt-1.5 grid grid-cols-[minmax(72px,max-content)_fit-content(40%)_14px_minmax(0,1fr)] items-baseline gap-x-2.5 gap-y-0.5 max-sm:grid-cols-[minmax(72px,max-content)_minmax(0,1fr)]">
            {effect.changes.map(({ label, field, before, after }) => (
              <Fragment key={field}>
                <dt className="text-fg-3" title={field}>
                  {label}
                </dt>
                {before === undefined ? (
                  <dd className="col-span-3 min-w-0 max-sm:col-span-1 font-label break-words whitespace-pre-line">
                    {plainValue(after)}
                  </dd>
                ) : plainValue(before) === plainValue(after) ? (
                  <dd className="col-span-3 min-w-0 max-sm:col-span-1 break-words text-fg-2">
                    {plainValue(after)} <span className="text-fg-3">as it is</span>
                  </dd>
                ) : (
                  <>
                    <dd className="min-w-0 break-words text-fg-3">
                      <del>{plainValue(before)}</del>
                    </dd>
                    <dd className="contents max-sm:col-start-2 max-sm:flex max-sm:min-w-0 max-sm:gap-1.5">
                      <ArrowRight
                        className="mt-0.75 size-3.5 shrink-0 self-start text-fg-3"
                        role="img"
                        aria-label="becomes"
                      />
                      <ins className="min-w-0 font-label break-words whitespace-pre-line no-underline">
                        {plainValue(after)}
                      </ins>
                    </dd>
                  </>
                )}
              </Fragment>
            ))}
          </dl>
        )}
        {effect.body && (
          <details className="group mt-1 text-12">
            <summary className="flex min-h-6 list-none items-center gap-1 text-fg-3 hover:text-fg max-md:min-h-11">
              <ChevronRight className="size-3 group-open:rotate-90" aria-hidden />
              The exact body
            </summary>
            <JsonView value={effect.body} label={`body of ${effect.summary}`} className="mt-1 max-h-72" />
          </details>
        )}
      </div>
    </li>
  )
}
