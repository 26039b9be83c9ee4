'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { counted } from '@/components/ui/counted'
import { EmptyState } from '@/components/ui/empty-state'
import { Money } from '@/components/ui/money'
import { SectionHead } from '@/components/ui/section'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import type { DearRun } from './cost-types'

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)

/** What made it dear, the most telling first. */
function whyDear({ repairs, fallbacks, sentBack, tokens, calls, model, status }: DearRun): string {
  const size = tokens >= 1000 ? `${Math.round(tokens / 1000)} k` : String(tokens)
  const reasons = [
    ...(repairs ? [counted(repairs, 'repair')] : []),
    ...(fallbacks ? [`fallback to ${model}`] : []),
    ...(sentBack ? [`sent back ${times(sentBack)}`] : []),
    ...(status === 'blocked' ? ['blocked'] : []),
  ]
  return reasons.length > 0 ? reasons.join(', ') : `${size} tokens in ${counted(calls, 'call')}, ${model}`
}

/** The ten runs that took most. */
export function DearestRuns({ runs, current }: { runs: readonly DearRun[] | undefined; current: boolean }) {
  const router = useRouter()
  return (
    <section aria-label="Dearest runs" className="min-w-0 border-line lg:border-l max-lg:border-t">
      <SectionHead
        title="Dearest runs"
        detail={current ? 'this month' : 'that month'}
        end={
          <Link href="/runs" className="flex min-h-6 items-center rounded-4 hover:text-fg">
            All runs
          </Link>
        }
      />
      {runs?.length === 0 ? (
        <EmptyState className="mt-1" title="No run called a model">
          The ten dearest runs of the month stand here, with what made them dear.
        </EmptyState>
      ) : (
        <Table className="table-fixed">
          <TableHead>
            <tr>
              <Th className="w-[38%]">Run</Th>
              <Th>What made it dear</Th>
              <Th numeric className="w-22">
                Money
              </Th>
            </tr>
          </TableHead>
          <TableBody>
            {!runs && <SkeletonRows rows={10} columns={3} numeric={[2]} />}
            {runs?.map((run) => (
              <Tr key={run.id} onClick={() => router.push(`/runs/${run.id}`)} className="cursor-default">
                <Td className="truncate font-label">
                  <Link href={`/runs/${run.id}`} className="rounded-4" title={`${run.title}, ${run.team}`}>
                    {run.title}
                  </Link>
                </Td>
                <Td className="truncate text-fg-2" title={whyDear(run)}>
                  {whyDear(run)}
                </Td>
                <Td numeric>
                  <Money micros={run.micros} />
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      )}
    </section>
  )
}
