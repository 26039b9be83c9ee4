'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { usePublishing } from '@/components/publishing/use-publishing'
import { Checkbox } from '@/components/ui/checkbox'
import { Duration } from '@/components/ui/duration'
import { Money } from '@/components/ui/money'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Spacer, Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { useListKeys } from '@/components/ui/use-list-keys'
import { useNow } from '@/components/ui/use-now'
import { useMedia } from '@/components/ui/use-media'
import { useVirtualRows } from '@/components/ui/use-virtual-rows'
import { RunChip } from '../run-chip'
import type { RunRow } from '../run-types'

/** One that is under way can be cancelled, one that failed or was cancelled taken up. */
const markable = ({ status }: RunRow): boolean => status !== 'done'

const ROW = 32
/** Two lines: the title, and below it team, state and money. */
const PHONE_ROW = 48

/** Runs as lines, only those in sight drawn. J and K move, Enter opens, X marks. */
export function RunList({
  runs,
  loading,
  marked,
  onMark,
  onEnd,
  onReading,
}: {
  runs: readonly RunRow[]
  loading: boolean
  /** Null where the person may neither cancel nor start. */
  marked: ReadonlySet<string> | null
  onMark: (ids: readonly string[], on: boolean) => void
  /** The end of what is loaded comes into sight. */
  onEnd: () => void
  /** Whether the reader is anywhere but at the top. */
  onReading: (reading: boolean) => void
}) {
  const router = useRouter()
  const { several, nameOf } = usePublishing()
  const now = useNow(60_000)
  const phone = useMedia('(max-width: 639px)')
  const height = phone ? PHONE_ROW : ROW
  const { scroller, rows, before, after, reveal } = useVirtualRows({ count: runs.length, height, onEnd })
  const { active, rowProps } = useListKeys({
    count: runs.length,
    what: 'run',
    onOpen: (index) => runs[index] && router.push(`/runs/${runs[index].id}`),
    onActive: (index) => onReading(index > 0),
    reveal,
  })
  const mark = (run: RunRow | undefined) => {
    if (run && marked && markable(run)) onMark([run.id], !marked.has(run.id))
  }
  useHotkeys(
    [{ keys: 'x', label: 'Mark or unmark the run', group: 'Runs', run: () => mark(runs[active]) }],
    marked !== null,
  )
  const open = runs.filter(markable).map(({ id }) => id)
  const all = open.length > 0 && open.every((id) => marked?.has(id))
  const columns = phone ? 1 : marked ? 10 : 9
  return (
    <div
      ref={scroller}
      className="@container min-h-0 flex-1 overflow-auto"
      tabIndex={runs.length === 0 ? 0 : undefined}
      onScroll={(event) => onReading(event.currentTarget.scrollTop > height)}
    >
      <Table className="table-fixed" aria-label="Runs" aria-rowcount={runs.length + 1}>
        <TableHead>
          <tr>
            {marked && (
              <Th className="w-11 max-sm:hidden">
                <Checkbox
                  aria-label="Mark all runs that are not done"
                  checked={all ? true : marked.size > 0 ? 'indeterminate' : false}
                  disabled={open.length === 0}
                  onCheckedChange={(on) => onMark(open, on)}
                />
              </Th>
            )}
            <Th className="max-sm:px-4">Run</Th>
            <Th className="w-36 @max-[680px]:hidden">Team</Th>
            <Th numeric className="w-12 @max-[820px]:hidden">
              Ver.
            </Th>
            <Th className="w-46 max-sm:hidden">State</Th>
            <Th className="w-32 @max-[1040px]:hidden">At</Th>
            <Th numeric className="w-22 @max-[820px]:hidden">
              Took
            </Th>
            <Th numeric className="w-24 max-sm:hidden">
              Money
            </Th>
            <Th numeric className="w-24 @max-[680px]:hidden">
              Started
            </Th>
            <Th className="w-28 @max-[1040px]:hidden">By</Th>
          </tr>
        </TableHead>
        <TableBody>
          {loading && (
            <SkeletonRows rows={14} columns={columns} numeric={marked ? [3, 6, 7, 8] : [2, 5, 6, 7]} />
          )}
          {before > 0 && <Spacer height={before} />}
          {rows.map(({ index }) => {
            const run = runs[index]
            if (!run) return null
            const on = marked?.has(run.id) ?? false
            return (
              <Tr
                key={run.id}
                aria-rowindex={index + 2}
                selected={on}
                className="cursor-default -outline-offset-2"
                onClick={() => router.push(`/runs/${run.id}`)}
                {...rowProps(index)}
              >
                {marked && (
                  <Td className="max-sm:hidden" onClick={(event) => event.stopPropagation()}>
                    {markable(run) && (
                      <Checkbox
                        aria-label={`Mark ${run.title}`}
                        checked={on}
                        onCheckedChange={() => mark(run)}
                      />
                    )}
                  </Td>
                )}
                <Td className="truncate font-label max-sm:h-12 max-sm:px-4">
                  <Link
                    href={`/runs/${run.id}`}
                    tabIndex={-1}
                    className="rounded-4"
                    title={run.title}
                    onClick={(event) => event.stopPropagation()}
                  >
                    {run.title}
                  </Link>
                  {several && <span className="font-text text-fg-3"> {nameOf(run.environment)}</span>}
                  {run.mode === 'shadow' && <span className="font-text text-fg-3"> shadow</span>}
                  {phone && <SecondLine run={run} now={now} />}
                </Td>
                <Td className="truncate text-fg-2 @max-[680px]:hidden" title={run.team.name}>
                  {run.team.name}
                </Td>
                <Td numeric className="text-fg-3 @max-[820px]:hidden">
                  {run.trial ? 'draft' : `v${run.version}`}
                </Td>
                <Td className="truncate max-sm:hidden">
                  <RunChip plain run={run} now={now} />
                </Td>
                <Td className="truncate text-fg-2 @max-[1040px]:hidden" title={run.at.join(', ')}>
                  {run.at.join(', ')}
                </Td>
                <Td numeric className="@max-[820px]:hidden">
                  <Duration from={run.createdAt} to={run.endedAt} />
                </Td>
                <Td numeric className="max-sm:hidden">
                  <Money micros={run.spentMicros} />
                </Td>
                <Td numeric className="text-fg-2 @max-[680px]:hidden">
                  <RelativeTime at={run.createdAt} />
                </Td>
                <Td className="truncate text-fg-2 @max-[1040px]:hidden" title={run.startedBy.name}>
                  {run.startedBy.name}
                </Td>
              </Tr>
            )
          })}
          {after > 0 && <Spacer height={after} />}
        </TableBody>
      </Table>
    </div>
  )
}

const SecondLine = ({ run, now }: { run: RunRow; now: number }) => (
  <span className="flex items-center gap-2 font-text text-12 text-fg-2">
    <RunChip plain run={run} now={now} className="min-w-0 shrink-0" />
    <span className="truncate">{run.team.name}</span>
    <Money micros={run.spentMicros} className="ml-auto shrink-0" />
  </span>
)
