import { z } from 'zod'
import { didYouMean } from '../expression/nearest'
import { brief } from '../problem'
import { actionSchema } from './kinds/action'
import { agentNodeSchema } from './kinds/agent'
import { conflictSchema } from './kinds/conflict'
import { endSchema } from './kinds/end'
import { humanSchema } from './kinds/human'
import { joinSchema } from './kinds/join'
import { loopSchema } from './kinds/loop'
import { mapSchema } from './kinds/map'
import { orchestratorSchema } from './kinds/orchestrator'
import { parallelSchema } from './kinds/parallel'
import { routerSchema } from './kinds/router'
import { rulesSchema } from './kinds/rules'
import { teamSchema } from './kinds/team'
import { supervisorSchema } from './kinds/supervisor'
import { timerSchema } from './kinds/timer'
import { triggerSchema } from './kinds/trigger'
import { waitSchema } from './kinds/wait'

const KINDS = [
  triggerSchema,
  agentNodeSchema,
  orchestratorSchema,
  rulesSchema,
  supervisorSchema,
  humanSchema,
  actionSchema,
  routerSchema,
  loopSchema,
  parallelSchema,
  mapSchema,
  joinSchema,
  conflictSchema,
  timerSchema,
  teamSchema,
  waitSchema,
  endSchema,
] as const

/** What it says of a kind that there is not, in words for whoever wrote it. */
function noKind({ code, input }: z.core.$ZodRawIssue): string | undefined {
  if (code !== 'invalid_union') return undefined
  const { kind } = input as { kind?: unknown }
  if (typeof kind !== 'string') return 'It does not say of what kind it is.'
  const known = KINDS.map(({ shape }) => shape.kind.value)
  return `There is no kind "${brief(kind)}"${didYouMean(kind, known)}.`
}

export const nodeSchema = z.discriminatedUnion('kind', KINDS, { error: noKind })

export type TeamNode = z.infer<typeof nodeSchema>
export type NodeKind = TeamNode['kind']
export type NodeOf<K extends NodeKind> = Extract<TeamNode, { kind: K }>
