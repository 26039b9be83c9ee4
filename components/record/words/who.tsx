import { Bot, CircleHelp, KeyRound, Server, UserRound, type LucideIcon } from 'lucide-react'
import type { EntryLine } from '../record-types'

const ICONS: Record<EntryLine['actor']['kind'], LucideIcon> = {
  person: UserRound,
  agent: Bot,
  system: Server,
  token: KeyRound,
  nobody: CircleHelp,
}

/** Who acted, with the icon of what they are. */
export function Who({ actor }: { actor: EntryLine['actor'] }) {
  const Icon = ICONS[actor.kind]
  return (
    <span className="inline-flex max-w-full min-w-0 items-center gap-1.75 align-bottom">
      <Icon className="size-3.5 shrink-0 text-fg-3" aria-label={actor.kind} />
      <span className="truncate">{actor.name}</span>
    </span>
  )
}
