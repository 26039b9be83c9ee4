'use client'

import { OctagonPause } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { Money } from '@/components/ui/money'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StatusChip } from '@/components/ui/status-chip'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { useListKeys } from '@/components/ui/use-list-keys'
import { GraphPicture } from '@/components/canvas/picture/graph-picture'
import { RunTicks } from './run-ticks'
import { TeamHealth } from './team-health'
import type { ListedTeam } from './team-types'

const percent = ({ ended, alone }: ListedTeam['withoutPerson']): string =>
  ended === 0 ? '–' : `${((alone / ended) * 100).toFixed(1)} %`

export function TeamsTable({ teams }: { teams: readonly ListedTeam[] | undefined }) {
  const router = useRouter()
  const open = (index: number) => {
    const team = teams?.[index]
    if (team) router.push(`/teams/${team.slug}`)
  }
  const { active, rowProps } = useListKeys({ count: teams?.length ?? 0, onOpen: open, what: 'team' })
  return (
    <Table>
      <TableHead>
        <tr>
          <Th>Team</Th>
          <Th className="max-md:hidden">Goal</Th>
          <Th>Health</Th>
          <Th className="max-sm:hidden">Last runs</Th>
          <Th numeric className="max-lg:hidden">
            No person
          </Th>
          <Th numeric className="max-lg:hidden">
            Spent today
          </Th>
          <Th numeric className="max-sm:hidden">
            Version
          </Th>
          <Th numeric className="max-lg:hidden">
            Last run
          </Th>
        </tr>
      </TableHead>
      <TableBody>
        {!teams && <SkeletonRows columns={8} numeric={[4, 5, 6, 7]} />}
        {teams?.map((team, index) => (
          <Tr key={team.id} selected={index === active} onClick={() => open(index)} {...rowProps(index)}>
            <Td className="h-13">
              <span className="flex items-center gap-3">
                <span className="grid h-10 w-22 shrink-0 place-items-center rounded-4 border border-line bg-sunken p-1 max-md:hidden">
                  {team.picture.nodes.length > 0 && (
                    <GraphPicture graph={team.picture} title={`Graph of ${team.name}`} className="h-8 w-20" />
                  )}
                </span>
                <Link
                  href={`/teams/${team.slug}`}
                  tabIndex={-1}
                  title={team.name}
                  className="max-w-96 truncate font-label max-sm:line-clamp-2 max-sm:[overflow-wrap:anywhere] max-sm:whitespace-normal"
                  onClick={(event) => event.stopPropagation()}
                >
                  {team.name}
                </Link>
                {team.stopped && (
                  <span title={team.stopped} className="inline-flex">
                    <StatusChip status="blocked" icon={OctagonPause} word="Stopped" />
                    <span className="sr-only">{team.stopped}</span>
                  </span>
                )}
              </span>
            </Td>
            <Td wide className="text-fg-2 max-md:hidden" title={team.goal}>
              {team.goal}
            </Td>
            <Td>
              <TeamHealth team={team} />
            </Td>
            <Td className="max-sm:hidden">
              <RunTicks runs={team.lastRuns} />
            </Td>
            <Td
              numeric
              className="max-lg:hidden"
              title={`${team.withoutPerson.alone} of ${team.withoutPerson.ended} runs that ended in the last 30 days`}
            >
              {percent(team.withoutPerson)}
            </Td>
            <Td numeric className="max-lg:hidden">
              <Money micros={team.spentTodayMicros} />
            </Td>
            <Td numeric className="max-sm:hidden">
              {team.published ? (
                <Link
                  href={`/teams/${team.slug}?versions=${team.published.number}`}
                  tabIndex={-1}
                  title={`Versions of ${team.name}`}
                  className="rounded-4 underline-offset-2 hover:underline"
                  onClick={(event) => event.stopPropagation()}
                >
                  v{team.published.number}
                </Link>
              ) : (
                '–'
              )}
              {team.published && team.draftAhead && <span className="ml-1.5 text-12 text-fg-3">+ draft</span>}
            </Td>
            <Td numeric className="text-fg-2 max-lg:hidden">
              <RelativeTime at={team.lastRuns[0]?.createdAt} />
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  )
}
