'use client'

import { ChevronDown, ChevronUp } from 'lucide-react'
import { useCallback, useMemo, useState, type KeyboardEvent, type ReactNode } from 'react'
import { messageOf } from '@/components/shell/problems'
import { counted, figure } from '@/components/ui/counted'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { IconButton } from '@/components/ui/icon-button'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { SkeletonList } from '@/components/ui/skeleton'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { useNarrow } from '../studio/use-narrow'
import { changesBetween } from '@/domain/team/changes'
import { ChangeList } from './change-list'
import { DrawingDiff } from './drawing-diff'
import type { SideRef } from './side-ref'
import { TextDiff } from './text-diff'
import { uniteSides } from './union'
import { useSide, type DrawnSide } from './use-side'
import { sayFirst } from './words'

/** What differs between two sides, on the canvas and as text; J and K go through it. */
export function Comparison({
  before,
  after,
  start,
  className,
}: {
  before: SideRef
  after: SideRef
  /** At the left of its bar: which two they are. */
  start?: ReactNode
  className?: string
}) {
  const [old, now] = [useSide(before), useSide(after)]
  const failed = [old, now].find(({ error }) => error)
  if (failed)
    return (
      <div className={className}>
        <ErrorState title="The versions could not be read" onRetry={failed.retry}>
          {messageOf(failed.error)}
        </ErrorState>
      </div>
    )
  if (!old.side || !now.side)
    return (
      <div className={className} aria-busy="true">
        <SkeletonList rows={6} />
      </div>
    )
  return (
    <Compared
      old={old.side}
      now={now.side}
      isFirst={before.kind === 'none'}
      start={start}
      className={className}
    />
  )
}

function Compared({
  old,
  now,
  isFirst,
  start,
  className,
}: {
  old: DrawnSide
  now: DrawnSide
  /** Against nothing: all of it is new, which no mark has to say. */
  isFirst: boolean
  start: ReactNode
  className: string | undefined
}) {
  const changes = useMemo(() => changesBetween(old, now), [old, now])
  const union = useMemo(() => uniteSides(old, now, changes), [old, now, changes])
  const narrow = useNarrow()
  const [chosenAs, setAs] = useState<'drawing' | 'text'>()
  const as = chosenAs ?? (narrow ? 'text' : 'drawing')
  const [chosen, setChosen] = useState(-1)
  const active = Math.min(chosen, changes.length - 1)
  const onActive = useCallback((index: number) => setChosen(index), [])
  const step = (by: 1 | -1) => {
    if (changes.length > 0) setChosen(Math.max(0, Math.min(changes.length - 1, active + by)))
  }
  useHotkeys([
    { keys: 'j', label: 'Next change', group: 'Compare', run: () => step(1) },
    { keys: 'k', label: 'Previous change', group: 'Compare', run: () => step(-1) },
    {
      keys: 't',
      label: 'As drawing or as text',
      group: 'Compare',
      run: () => setAs(as === 'text' ? 'drawing' : 'text'),
    },
  ])
  /** In a dialog the page's keys rest, so these are its own as well. */
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { j: 1, k: -1 }[event.key] as 1 | -1 | undefined
    if (!by || event.metaKey || event.ctrlKey || event.altKey || !event.currentTarget.closest('[data-modal]'))
      return
    event.preventDefault()
    step(by)
  }
  const noticed = changes.filter(({ matters }) => matters).length
  return (
    <div
      className={cx('grid min-h-0 min-w-0 grid-rows-[auto_minmax(0,1fr)]', className)}
      onKeyDown={onKeyDown}
    >
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5">
        {start}
        <span className="text-fg-2" role="status">
          {changes.length === 0
            ? 'Nothing differs'
            : isFirst
              ? sayFirst(now)
              : `${counted(changes.length, 'change')}${noticed === 0 ? ', no run notices any' : ''}`}
        </span>
        {changes.length > 0 && (
          <span className="ml-auto flex items-center gap-1">
            {!isFirst && (
              <>
                {' '}
                <span className="text-12 text-fg-3 tabular-nums">
                  {active >= 0 ? `${figure(active + 1)} of ${figure(changes.length)}` : ''}
                </span>
                <IconButton
                  icon={ChevronUp}
                  label="Previous change"
                  kbd="K"
                  disabled={active <= 0}
                  onClick={() => step(-1)}
                />
                <IconButton
                  icon={ChevronDown}
                  label="Next change"
                  kbd="J"
                  disabled={active === changes.length - 1}
                  onClick={() => step(1)}
                />
              </>
            )}
            <SegmentedControl
              label="Show the changes as"
              className="ml-1"
              value={as}
              onValueChange={setAs}
              options={[
                { value: 'drawing', label: 'Drawing' },
                { value: 'text', label: 'Text' },
              ]}
            />
          </span>
        )}
      </div>
      {changes.length === 0 ? (
        <EmptyState title="Both are the same">Choose another version to compare with.</EmptyState>
      ) : as === 'text' ? (
        <TextDiff changes={changes} document={union.document} active={active} />
      ) : (
        <div
          className={cx(
            'grid min-h-0',
            !isFirst &&
              'grid-cols-[minmax(0,1fr)_minmax(280px,26rem)] max-lg:grid-cols-1 max-lg:grid-rows-[minmax(0,1fr)_minmax(0,42%)]',
          )}
        >
          <section aria-label="Both sides drawn" className="relative min-h-0 min-w-0">
            <DrawingDiff
              union={union}
              marked={!isFirst}
              before={old}
              after={now}
              changes={changes}
              active={active}
              onActive={onActive}
            />
          </section>
          {!isFirst && (
            <ChangeList
              className="border-l border-line max-lg:border-t max-lg:border-l-0"
              changes={changes}
              document={union.document}
              active={active}
              onActive={onActive}
            />
          )}
        </div>
      )}
    </div>
  )
}
