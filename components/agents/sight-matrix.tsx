'use client'

import { useQuery } from '@tanstack/react-query'
import { Eye, EyeOff, Minus, Pencil, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import { useMemo } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ClassTag } from '@/components/ui/class-tag'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Select } from '@/components/ui/select'
import { SkeletonList } from '@/components/ui/skeleton'
import type { ListedTeam } from './agent-types'
import { sightOf, type Matrix, type Sight } from './sight'

const LOOKS: Record<Sight, { icon: LucideIcon; ink: string }> = {
  clear: { icon: Eye, ink: 'text-fg' },
  masked: { icon: EyeOff, ink: 'text-fg-2' },
  absent: { icon: Minus, ink: 'text-fg-3' },
  writes: { icon: Pencil, ink: 'text-fg font-label' },
}
const KINDS = ['clear', 'masked', 'absent', 'writes'] as const

/** Who sees what: the fields of a team's published version × its agents. */
export function SightMatrix({
  teams,
  chosen,
  onChoose,
  onOpen,
}: {
  teams: readonly ListedTeam[]
  /** Slug of a team; without one the first that is published. */
  chosen: string | null
  onChoose: (slug: string) => void
  onOpen: (agent: string) => void
}) {
  const trpc = useTRPC()
  const published = teams.filter((team) => team.published)
  const team = teams.find(({ slug }) => slug === chosen) ?? published[0]
  const number = team?.published?.number
  const { data, error, refetch, isFetching } = useQuery(
    trpc.teams.version.queryOptions(
      { slug: team?.slug ?? '', number: number ?? 0 },
      { enabled: team !== undefined && number !== undefined, staleTime: Infinity },
    ),
  )
  const matrix = useMemo(() => data && sightOf(data), [data])
  return (
    <section
      aria-label="Who sees what"
      className="m-5 mt-0 min-w-0 rounded-8 border border-line-strong max-sm:m-4 max-sm:mt-0"
    >
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-3.5 py-1.5">
        <h2 className="font-strong whitespace-nowrap">Who sees what</h2>
        {published.length > 0 && (
          <Select
            className="w-60"
            label="Team"
            value={team?.slug}
            onValueChange={onChoose}
            options={published.map(({ slug, name, published: at }) => ({
              value: slug,
              label: `${name} v${at?.number ?? ''}`,
            }))}
          />
        )}
        <ul className="ml-auto flex flex-wrap gap-x-4 gap-y-1" aria-label="Key">
          {KINDS.map((kind) => (
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
          Publishing fixes what each agent sees; here it then stands field by field.
        </EmptyState>
      ) : error && !data ? (
        <ErrorState title="The version could not be read" onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      ) : matrix ? (
        <MatrixTable
          matrix={matrix}
          label={`Who sees what in ${team.name}, version ${number}`}
          onOpen={onOpen}
        />
      ) : (
        <SkeletonList rows={8} />
      )}
    </section>
  )
}

const head =
  'sticky top-0 h-8 border-b border-line bg-page px-2.5 text-left text-12 font-text text-fg-3 whitespace-nowrap'
const cell = 'h-8.5 border-b border-line px-2.5 whitespace-nowrap'

function MatrixTable(props: { matrix: Matrix; label: string; onOpen: (agent: string) => void }) {
  const { agents, rows } = props.matrix
  if (agents.length === 0 || rows.length === 0)
    return (
      <EmptyState title={agents.length ? 'No field to see' : 'No agent works in this version'}>
        Fields appear with the contracts that the team’s nodes hand on.
      </EmptyState>
    )
  return (
    <div
      role="group"
      aria-label={props.label}
      tabIndex={0}
      className="max-h-[640px] overflow-auto rounded-b-8"
    >
      <table className="w-full border-separate border-spacing-0 [&_tbody>tr:last-child>*]:border-b-0">
        <caption className="sr-only">{props.label}</caption>
        <thead>
          <tr>
            <th scope="col" className={cx(head, 'left-0 z-panel w-72 pl-3.5 max-sm:w-auto')}>
              Field
            </th>
            <th scope="col" className={cx(head, 'z-sticky')}>
              Class
            </th>
            {agents.map(({ slug, name }) => (
              <th key={slug} scope="col" className={cx(head, 'z-sticky')}>
                <button
                  type="button"
                  onClick={() => props.onOpen(slug)}
                  className="min-h-6 rounded-4 hover:text-fg hover:underline"
                >
                  {name}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ path, classification, cells }) => (
            <tr key={path} className="group hover:bg-hover">
              <th
                scope="row"
                title={path}
                className={cx(
                  cell,
                  'sticky left-0 z-canvas max-w-72 truncate bg-page pl-3.5 text-left font-mono text-12 font-text text-fg group-hover:bg-hover max-sm:max-w-40',
                )}
              >
                {path}
              </th>
              <td className={cell}>
                <ClassTag value={classification} />
              </td>
              {cells.map(({ sight, because }, index) => (
                <td key={agents[index]?.slug} className={cell} title={because}>
                  <SightMark sight={sight} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function SightMark({ sight }: { sight: Sight }) {
  const { icon: Icon, ink } = LOOKS[sight]
  return (
    <span className={cx('inline-flex items-center gap-1.5 align-middle', ink)}>
      <Icon className="size-3.5 shrink-0" aria-hidden />
      {sight}
    </span>
  )
}
