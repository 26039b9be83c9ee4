'use client'

import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Select } from '@/components/ui/select'
import { SkeletonList } from '@/components/ui/skeleton'
import { useMedia } from '@/components/ui/use-media'
import type { ListedTeam } from './agent-types'
import { SightMark, SIGHTS } from './sight-mark'
import { SightTable } from './sight-table'

/** Who sees what: the fields of a team's published version × its agents, by the policies that hold now. */
export function SightMatrix({
  teams,
  chosen,
  onChoose,
  purpose,
  onPurpose,
  onOpen,
}: {
  teams: readonly ListedTeam[]
  /** Slug of a team; without one the first that is published. */
  chosen: string | null
  onChoose: (slug: string) => void
  /** What the data is used for; without one what the team says. */
  purpose: string | null
  onPurpose: (purpose: string | null) => void
  onOpen: (agent: string) => void
}) {
  const trpc = useTRPC()
  const isNarrow = useMedia('(max-width: 639px)')
  const [shown, setShown] = useState<string>()
  const published = teams.filter((team) => team.published)
  const team = teams.find(({ slug }) => slug === chosen) ?? published[0]
  const number = team?.published?.number
  const { data, error, refetch, isFetching } = useQuery(
    trpc.agents.whoSees.queryOptions(
      team && number !== undefined ? { team: team.slug, ...(purpose && { purpose }) } : skipToken,
      { placeholderData: keepPreviousData },
    ),
  )
  const agents = data?.agents ?? []
  const only = agents.find(({ slug }) => slug === shown)?.slug ?? agents[0]?.slug
  return (
    <section
      aria-label="Who sees what"
      className="m-5 mt-0 min-w-0 rounded-8 border border-line-strong max-sm:m-4 max-sm:mt-0"
    >
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-3.5 py-1.5">
        <h2 className="font-strong whitespace-nowrap">Who sees what</h2>
        {published.length > 0 && (
          <Select
            className="w-60 max-sm:w-full"
            label="Team"
            value={team?.slug}
            onValueChange={onChoose}
            options={published.map(({ slug, name, published: at }) => ({
              value: slug,
              label: `${name} v${at?.number ?? ''}`,
            }))}
          />
        )}
        {data && (
          <Select
            className="w-52 max-sm:w-full"
            label="Purpose"
            prefix="for"
            value={data.purpose}
            onValueChange={(next) => onPurpose(next === data.own ? null : next)}
            options={data.purposes.map((value) => ({
              value,
              label: value,
              ...(value === data.own && { hint: 'What this team uses data for' }),
            }))}
          />
        )}
        {isNarrow && agents.length > 0 && (
          <Select
            className="w-full"
            label="Agent"
            value={only}
            onValueChange={setShown}
            options={agents.map(({ slug, name }) => ({ value: slug, label: name }))}
          />
        )}
        <ul className="ml-auto flex flex-wrap gap-x-4 gap-y-1 max-sm:ml-0" aria-label="Key">
          {SIGHTS.map((kind) => (
            <li key={kind}>
              <SightMark sight={kind} />
            </li>
          ))}
        </ul>
      </div>
      {!team || number === undefined ? (
        <EmptyState
          title={team ? `${team.name} is not published yet` : 'No team is published yet'}
          action={
            <Button asChild>
              <Link href={team ? `/teams/${team.slug}` : '/teams'}>
                {team ? 'Open the team' : 'See the teams'}
              </Link>
            </Button>
          }
        >
          Publishing fixes what each agent reads; here it then stands field by field.
        </EmptyState>
      ) : error && !data ? (
        <ErrorState title="Who sees what could not be read" onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      ) : data ? (
        <SightTable
          key={team.slug}
          sees={data}
          only={isNarrow ? only : undefined}
          label={`Who sees what in ${team.name}, version ${data.number}, for ${data.purpose}`}
          onOpen={onOpen}
        />
      ) : (
        <SkeletonList rows={8} />
      )}
    </section>
  )
}
