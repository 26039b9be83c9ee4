import type { Actor } from '@/domain/actor'
import { refusedKind, type Denial } from '@/domain/policy/denial'
import type { Bundle } from '@/domain/team/bundle'
import type { NewEntry } from '@/server/record/append'
import { stepEntry } from './commit'
import type { Activation } from './types'

/** The agent that was denied something, as the record names who did what. */
export const deniedAgent = ({ agents }: Pick<Bundle, 'agents'>, { principal: { id } }: Denial): Actor => ({
  ...{ kind: 'agent', id, name: agents[id]?.name ?? id },
})

/** What policies denied an agent at a step, for the record. */
export const deniedEntry = (
  { runId, at, version }: Pick<Activation, 'runId' | 'at' | 'version'>,
  denial: Denial,
  more: Record<string, unknown> = {},
): NewEntry =>
  stepEntry(
    { id: runId, teamId: at.teamId, version },
    at,
    refusedKind(denial),
    deniedAgent(version.bundle, denial),
    { ...more, denial },
  )
