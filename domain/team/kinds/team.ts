import { z } from 'zod'
import { contractRefSchema } from '../../contract/contract'
import { slugSchema } from '../slug'
import { common, expressionSchema } from './common'
import { OUT, type Kind } from './kind'

/**
 * Another team does a part: its published version as it stood when this one was published, in a run of its own, with its
 * own budget, permissions and record. What its end is handed comes back.
 */
export const teamSchema = z.object({
  ...common,
  kind: z.literal('team'),
  team: slugSchema.optional(),
  /** CEL, what it begins with; without, what came in. */
  input: expressionSchema.optional(),
  accepts: contractRefSchema.optional(),
  /** Contract of what comes back. */
  produces: contractRefSchema.optional(),
})

export type SubTeamNode = z.infer<typeof teamSchema>

export const teamKind: Kind<SubTeamNode> = {
  title: 'Team',
  summary: ({ team }) => team ?? 'No team chosen',
  defaults: (id, name) => ({ id, name, kind: 'team' }),
  ports: () => [OUT, { id: 'rejected', label: 'rejected', required: false, endsAs: 'rejected' }],
  takesIn: true,
  isGate: false,
  team: ({ team }) => team,
  isEffect: () => false,
  writes: ({ produces }) => produces !== undefined,
  produces: ({ produces }) => produces,
  accepts: ({ accepts }) => accepts,
  expressions: ({ input }) =>
    input === undefined ? [] : [{ pointer: '/input', source: input, form: 'expression' }],
  hands: ({ id, produces }, port) =>
    produces !== undefined && port === OUT.id ? [{ slot: id, contract: produces }] : [],
  // What its agents made, no gate of this team has seen.
  fromOutside: ({ produces }) => produces !== undefined,
}
