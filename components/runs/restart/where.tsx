'use client'

import { useId, type ReactNode } from 'react'
import { cx } from '@/components/ui/cx'

/** One of a few ways, each with a line of its own; one that is closed says why. */
export function Ways<V extends string>({
  legend,
  value,
  onValueChange,
  ways,
}: {
  legend: string
  value: V
  onValueChange: (value: V) => void
  ways: readonly { value: V; label: string; refused?: readonly string[] }[]
}) {
  const name = useId()
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1 font-label">{legend}</legend>
      {ways.map(({ value: way, label, refused = [] }) => {
        const closed = refused.length > 0
        return (
          <div key={way}>
            <label className={cx('flex min-h-7 items-center gap-2 max-sm:min-h-11', closed && 'text-fg-off')}>
              <input
                type="radio"
                name={name}
                value={way}
                checked={value === way}
                disabled={closed}
                aria-describedby={closed ? `${name}-${way}` : undefined}
                onChange={() => onValueChange(way)}
                className="accent-accent"
              />
              {label}
            </label>
            {closed && (
              <ul id={`${name}-${way}`} className="ml-5.5 grid gap-0.5 text-12 text-fg-3">
                {refused.slice(0, 6).map((why) => (
                  <li key={why}>{why}</li>
                ))}
                {refused.length > 6 && <li>and {refused.length - 6} more reasons</li>}
              </ul>
            )}
          </div>
        )
      })}
    </fieldset>
  )
}

export const Said = ({ children }: { children: ReactNode }) => (
  <div className="grid gap-1 rounded-6 border border-line bg-sunken p-2.5 text-fg-2" aria-live="polite">
    {children}
  </div>
)
