'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useMay } from '@/components/shell/session'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { formatShare } from '@/components/ui/format-share'
import { groupBy } from '@/components/ui/group-by'
import { Kbd } from '@/components/ui/kbd'
import { SectionHead } from '@/components/ui/section'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import type { RunStatus } from '@/domain/run/history'
import type { OverviewTeam } from './overview-types'

/** Each team's last runs at a glance, and how many needed nobody. */
export function TeamTable({ teams }: { teams: OverviewTeam[] | undefined }) {
  const router = useRouter()
  const mayDraw = useMay('team.edit')
  return (
    <section aria-label="Teams" className="flex min-w-0 flex-col border-line lg:min-h-0 lg:border-l">
      <SectionHead
        title="Teams"
        detail="last 24 runs"
        end={
          <Link href="/teams" className="flex min-h-6 items-center gap-1 rounded-4 hover:text-fg">
            All teams <Kbd keys="G T" />
          </Link>
        }
      />
      {teams?.length === 0 ? (
        <EmptyState
          className="mt-1"
          title="No team yet"
          action={
            mayDraw && (
              <Button asChild variant="primary">
                <Link href="/teams/new">Make the first team</Link>
              </Button>
            )
          }
        >
          A team is a process drawn as a graph of agents, gates and actions.
        </EmptyState>
      ) : (
        <div
          className="overflow-x-auto lg:min-h-0 lg:flex-1 lg:overflow-auto"
          tabIndex={teams ? undefined : 0}
        >
          <Table>
            <TableHead>
              <tr>
                <Th>Team</Th>
                <Th>Runs</Th>
                <Th numeric>No person</Th>
              </tr>
            </TableHead>
            <TableBody>
              {!teams && <SkeletonRows rows={6} columns={3} numeric={[2]} />}
              {teams?.map(({ slug, name, last, ended, alone }) => (
                <Tr key={slug} onClick={() => router.push(`/teams/${slug}`)}>
                  <Td className="max-w-44 truncate">
                    <Link href={`/teams/${slug}`} className="rounded-4" title={name}>
                      {name}
                    </Link>
                  </Td>
                  <Td>
                    {last.length ? <Ticks last={last} /> : <span className="text-fg-3">never ran</span>}
                  </Td>
                  <Td numeric title={`${alone} of ${ended} runs`}>
                    {ended ? formatShare(alone, ended) : '–'}
                  </Td>
                </Tr>
              ))}
            </TableBody>
          </Table>
          <Legend />
        </div>
      )}
    </section>
  )
}

const tick: Record<RunStatus, string> = {
  done: 'h-1.5 bg-fg-3 opacity-55',
  cancelled: 'h-1.5 bg-line-strong',
  queued: 'h-1.5 bg-line-strong',
  running: 'h-2 bg-running-mark',
  waiting: 'h-2.5 bg-waiting-mark',
  blocked: 'h-2.5 bg-blocked-mark',
  failed: 'h-3.5 bg-failed-mark',
}

/** Oldest to newest; taller means worth a look. */
function Ticks({ last }: { last: OverviewTeam['last'] }) {
  const counts = groupBy(last, ({ status }) => status)
  const label = [...counts].map(([status, runs]) => `${runs.length} ${status}`).join(', ')
  return (
    <span
      role="img"
      aria-label={`Last ${last.length}: ${label}`}
      title={label}
      className="flex h-3.5 items-end gap-0.5"
    >
      {last.map(({ id, status }) => (
        <span key={id} className={cx('w-1 rounded-[1px]', tick[status])} />
      ))}
    </span>
  )
}

function Legend() {
  return (
    <div className="flex items-center gap-1.5 border-t border-line px-5 py-2.5 text-12 text-fg-3">
      {(['done', 'running', 'waiting', 'blocked', 'failed'] as const).map((status) => (
        <span key={status} className="mr-2 flex items-end gap-1.5">
          <span aria-hidden className={cx('w-1 rounded-[1px]', tick[status])} />
          {status}
        </span>
      ))}
    </div>
  )
}
