import { z } from 'zod'
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

export const nodeSchema = z.discriminatedUnion('kind', [
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
])

export type TeamNode = z.infer<typeof nodeSchema>
export type NodeKind = TeamNode['kind']
export type NodeOf<K extends NodeKind> = Extract<TeamNode, { kind: K }>
