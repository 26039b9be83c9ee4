import { z } from 'zod'
import { actionSchema } from './kinds/action'
import { agentNodeSchema } from './kinds/agent'
import { endSchema } from './kinds/end'
import { humanSchema } from './kinds/human'
import { routerSchema } from './kinds/router'
import { rulesSchema } from './kinds/rules'
import { triggerSchema } from './kinds/trigger'

export const nodeSchema = z.discriminatedUnion('kind', [
  triggerSchema,
  agentNodeSchema,
  rulesSchema,
  humanSchema,
  actionSchema,
  routerSchema,
  endSchema,
])

export type TeamNode = z.infer<typeof nodeSchema>
export type NodeKind = TeamNode['kind']
export type NodeOf<K extends NodeKind> = Extract<TeamNode, { kind: K }>
