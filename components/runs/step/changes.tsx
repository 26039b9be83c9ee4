import { ArrowRight } from 'lucide-react'
import type { EffectRequest } from '@/domain/run/step'
import { shortValue } from '../short-value'

/** What a request changes, field by field: what stood there, and what stands there then. */
export function Changes({ changes }: { changes: EffectRequest['changes'] }) {
  if (changes.length === 0) return null
  return (
    <dl className="mt-1 grid grid-cols-[minmax(76px,max-content)_minmax(0,1fr)] gap-x-3 gap-y-0.5">
      {changes.map((change) => (
        <div key={change.field} className="contents">
          <dt className="text-fg-3" title={change.field}>
            {change.label}
          </dt>
          <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2.5">
            {'before' in change && !same(change) && (
              <>
                <span className="break-words text-fg-3 line-through">
                  <span className="sr-only">was </span>
                  {shortValue(change.before)}
                </span>
                <ArrowRight className="size-3.5 shrink-0 self-center text-fg-3" aria-label="becomes" />
              </>
            )}
            <span className="min-w-0 font-label break-words whitespace-pre-wrap">
              {shortValue(change.after, 600)}
            </span>
            {same(change) && <span className="text-12 text-fg-3">as it was</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}

const same = ({ before, after }: EffectRequest['changes'][number]): boolean =>
  before !== undefined && JSON.stringify(before) === JSON.stringify(after)
