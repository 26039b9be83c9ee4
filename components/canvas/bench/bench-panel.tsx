'use client'

import { X } from 'lucide-react'
import { useCallback, useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { ErrorState } from '@/components/ui/error-state'
import { IconButton } from '@/components/ui/icon-button'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { SkeletonList } from '@/components/ui/skeleton'
import { useFocusBack } from '@/components/ui/use-return-focus'
import type { DraftStore } from '../studio/draft-store'
import { CaseList } from './case-list'
import { Grip } from './grip'
import { TryOut } from './try-out'
import { useBench } from './use-bench'
import { useRoom } from './use-room'
import { useTest } from './use-test'

const SMALLEST = 160
const FIRST = 320

/** Below the canvas: the draft is tried here, by hand or by its test cases, while the canvas shows how it goes. */
export function BenchPanel({
  slug,
  store,
  onRun,
}: {
  slug: string
  store: DraftStore
  onRun: (id: string | null) => void
}) {
  const { asked, open, close } = useTest()
  useFocusBack()
  useRoom()
  const bench = useBench(slug)
  const [height, setHeight] = useState(FIRST)
  const [part, setPart] = useState<'try' | 'cases'>('try')
  const taken = useCallback(() => open(), [open])
  if (asked && part !== 'try') setPart('try')
  return (
    <section
      aria-label="Test"
      className="z-strip grid min-w-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_auto_minmax(0,1fr)] border-t border-line-strong bg-page"
      style={{ height: `min(${height}px, 70vh)` }}
    >
      <Grip height={height} onHeight={(next) => setHeight(Math.max(SMALLEST, next))} />
      <header className="flex h-10 items-center gap-3 px-3">
        <h2 className="font-strong">Test</h2>
        <SegmentedControl
          label="Part of the bench"
          value={part}
          onValueChange={setPart}
          options={[
            { value: 'try', label: 'Try it' },
            { value: 'cases', label: 'Test cases', ...(bench.data && { count: bench.data.cases.length }) },
          ]}
        />
        <span className="truncate text-12 text-fg-3 max-md:hidden">
          The draft as it stands. What would go out is simulated; models and money are real.
        </span>
        <span className="flex-1" />
        <IconButton icon={X} label="Close the test bench" onClick={close} />
      </header>
      <div className="min-h-0 overflow-auto border-t border-line">
        {bench.error && (
          <ErrorState
            title="The bench could not be read"
            onRetry={() => bench.refetch()}
            retrying={bench.isFetching}
          >
            {messageOf(bench.error)}
          </ErrorState>
        )}
        {bench.isLoading && <SkeletonList rows={4} />}
        {bench.data && part === 'cases' && (
          <CaseList slug={slug} bench={bench.data} store={store} onRun={onRun} />
        )}
        {bench.data && (
          // What was typed is there again after a look at the cases.
          <div hidden={part !== 'try'} className="min-h-full">
            <TryOut
              slug={slug}
              asked={asked}
              onTaken={taken}
              bench={bench.data}
              store={store}
              onRun={onRun}
              onKept={() => setPart('cases')}
            />
          </div>
        )}
      </div>
    </section>
  )
}
