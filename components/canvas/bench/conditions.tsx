'use client'

import { Plus, X } from 'lucide-react'
import { cx } from '@/components/ui/cx'
import { Button } from '@/components/ui/button'
import { IconButton } from '@/components/ui/icon-button'
import { Input } from '@/components/ui/input'

/** Expressions that must be true, one a line. */
export function Conditions({
  label,
  example,
  sources,
  wrong,
  onSources,
}: {
  label: string
  /** A condition as one could be. */
  example: string
  sources: readonly string[]
  /** Why one cannot be read. */
  wrong: (index: number) => string | undefined
  onSources: (sources: string[]) => void
}) {
  return (
    <div role="group" aria-label={label} className="grid gap-1">
      {sources.length > 0 && (
        <p className="text-12 text-fg-3">
          {label}: what must be true, as in <code className="font-mono">{example}</code>
        </p>
      )}
      {sources.map((source, i) => (
        <div key={i}>
          <div className="flex items-center gap-2">
            <Input
              aria-label={`${label}: condition ${i + 1}`}
              aria-invalid={source !== '' && wrong(i) !== undefined}
              className="font-mono text-12"
              autoFocus={source === '' && i === sources.length - 1}
              value={source}
              onChange={({ target }) =>
                onSources(sources.map((one, index) => (index === i ? target.value : one)))
              }
            />
            <IconButton
              size="sm"
              icon={X}
              label={`${label}: remove condition ${i + 1}`}
              onClick={() => onSources(sources.filter((_, index) => index !== i))}
            />
          </div>
          {wrong(i) && (
            <p className={cx('text-12', source === '' ? 'text-fg-3' : 'text-failed-fg')}>
              {source === '' ? 'Write it, or remove it.' : wrong(i)}
            </p>
          )}
        </div>
      ))}
      <Button
        size="sm"
        icon={Plus}
        className="justify-self-start"
        aria-label={`${label}: add a condition`}
        onClick={() => onSources([...sources, ''])}
      >
        Condition
      </Button>
    </div>
  )
}
