'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { RunChip } from '@/components/runs/run-chip'
import { useMay } from '@/components/shell/session'
import { Button } from '@/components/ui/button'
import { formatDuration } from '@/components/ui/format-time'
import { EmptyState } from '@/components/ui/empty-state'
import { Kbd } from '@/components/ui/kbd'
import { Money } from '@/components/ui/money'
import { SectionHead } from '@/components/ui/section'
import { SkeletonRows } from '@/components/ui/skeleton'
import { useNow } from '@/components/ui/use-now'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import type { Overview } from './overview-types'

/** Runs that have not ended, the newest change first. */
export function RunTable({ overview }: { overview: Overview | undefined }) {
  const router = useRouter()
  const now = useNow(60_000)
  const mayStart = useMay('run.start')
  const { running = 0, waiting = 0, blocked = 0 } = overview?.figures.inFlight ?? {}
  const runs = overview?.runs
  return (
    <section
      aria-label="Runs in flight"
      className="flex min-w-0 flex-col lg:min-h-0 max-lg:border-b max-lg:border-line"
    >
      <SectionHead
        title="Runs in flight"
        detail={overview && `${running + waiting + blocked}, newest change first`}
        end={
          <Link href="/runs" className="flex min-h-6 items-center gap-1 rounded-4 hover:text-fg">
            All runs <Kbd keys="G R" />
          </Link>
        }
      />
      {runs?.length === 0 ? (
        <EmptyState
          className="mt-1"
          title="Nothing is running"
          action={
            mayStart && (
              <Button asChild>
                <Link href="/teams">Open a team and run it</Link>
              </Button>
            )
          }
        >
          Runs appear here from their start until they end.
        </EmptyState>
      ) : (
        <div
          className="overflow-x-auto lg:min-h-0 lg:flex-1 lg:overflow-auto"
          tabIndex={runs ? undefined : 0}
        >
          <Table>
            <TableHead>
              <tr>
                <Th>Run</Th>
                <Th className="max-sm:hidden">Team</Th>
                <Th>State</Th>
                <Th className="max-md:hidden">At</Th>
                <Th numeric className="max-md:hidden">
                  Worked
                </Th>
                <Th numeric>Money</Th>
              </tr>
            </TableHead>
            <TableBody>
              {!runs && <SkeletonRows rows={8} columns={6} numeric={[4, 5]} />}
              {runs?.map((run) => (
                <Tr key={run.id} onClick={() => router.push(`/runs/${run.id}`)}>
                  <Td className="max-w-60 truncate font-label">
                    <Link href={`/runs/${run.id}`} className="rounded-4" title={run.title}>
                      {run.title}
                    </Link>
                  </Td>
                  <Td className="max-w-48 truncate text-fg-2 max-sm:hidden">{run.team}</Td>
                  <Td>
                    <RunChip plain run={run} now={now} />
                  </Td>
                  <Td className="max-w-56 truncate max-md:hidden">
                    {run.at ?? '–'}
                    {run.attempt > 0 && <span className="text-fg-3">, attempt {run.attempt + 1}</span>}
                  </Td>
                  <Td numeric className="max-md:hidden">
                    {formatDuration(run.workedMs)}
                  </Td>
                  <Td numeric>
                    <Money micros={run.spentMicros} />
                  </Td>
                </Tr>
              ))}
            </TableBody>
          </Table>
        </div>
      )}
    </section>
  )
}
