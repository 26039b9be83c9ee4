'use client'

import { Avatar } from '@/components/ui/avatar'
import { Tooltip } from '@/components/ui/tooltip'
import { useTogether } from './together'

const MOST = 4

/** Who else is at this draft, by their initials; the name on hover, on focus, and for readers. */
export function PresenceNames() {
  const { others } = useTogether()
  const people = [...new Map(others.map(({ person }) => [person.id, person])).values()]
  if (people.length === 0) return null
  const beyond = people.length - MOST
  return (
    <ul aria-label="Also here" className="flex items-center gap-1 max-sm:hidden">
      {people.slice(0, MOST).map(({ id, name }) => (
        <li key={id}>
          <Tooltip content={`${name} is here`}>
            <span tabIndex={0} className="block rounded-full">
              <Avatar name={name} large />
              <span className="sr-only">{name} is here</span>
            </span>
          </Tooltip>
        </li>
      ))}
      {beyond > 0 && <li className="text-12 text-fg-3">and {beyond} more</li>}
    </ul>
  )
}
