'use client'

import Link from 'next/link'
import { messageOf } from '@/components/shell/problems'
import { ErrorState } from '@/components/ui/error-state'
import { useTeamUses } from './use-team-uses'

const SIDES = { takes: 'takes it', 'hands on': 'hands it on', begins: 'begins with it', names: 'names it' }
const PLACES = { draft: 'draft', published: 'published' }

/** The teams that hold a version of a contract, and the nodes that name it there, each a way to it. */
export function UsedBy({ name, version }: { name: string; version: number }) {
  const { teams, error } = useTeamUses(name)
  if (error)
    return <ErrorState title="The teams that use it could not be read">{messageOf(error)}</ErrorState>
  const holding = teams?.filter(({ contracts }) => contracts.some((one) => one.version === version))
  if (!holding) return <p className="px-4 py-2 text-fg-3">Reading who uses it…</p>
  if (holding.length === 0) return <p className="px-4 py-2 text-fg-2">No team uses this version now.</p>
  return (
    <ul className="py-1">
      {holding.map(({ team, where, uses }) => {
        const here = uses.filter(({ ref }) => ref === `${name}@${version}`)
        return (
          <li
            key={`${team.slug} ${where}`}
            className="grid gap-0.5 border-b border-line px-4 py-1.5 last:border-b-0"
          >
            <span>
              <Link href={`/teams/${team.slug}`} className="font-label hover:text-accent-fg">
                {team.name}
              </Link>{' '}
              <span className="text-12 text-fg-3">{PLACES[where]}</span>
            </span>
            {here.length === 0 && <span className="text-12 text-fg-3">No node names it.</span>}
            {here.map(({ node, side }) => (
              <Link
                key={`${node.id} ${side}`}
                href={`/teams/${team.slug}?node=${node.id}`}
                className="text-12 text-fg-2 hover:text-accent-fg"
              >
                {node.name} <span className="text-fg-3">{SIDES[side]}</span>
              </Link>
            ))}
          </li>
        )
      })}
    </ul>
  )
}
