import { z } from 'zod'
import { contractRefSchema } from '../../contract/contract'
import { common } from './common'
import { ASKS_BACK, asksBackSchema } from './asks-back'
import { OUT, type Kind } from './kind'
import { readsExpressions, staffed, STAFFED_DEFAULTS } from './staffed'

/** An agent at work: reads its view, answers within its contract. */
export const agentNodeSchema = z.object({
  ...common,
  kind: z.literal('agent'),
  ...staffed,
  /** What it hands on; its answer is checked against it. */
  produces: contractRefSchema.optional(),
  /** What it takes up; the incoming handoff is proved and checked against it. */
  accepts: contractRefSchema.optional(),
  asksBack: asksBackSchema.optional(),
})

export type AgentNode = z.infer<typeof agentNodeSchema>

export const agentKind: Kind<AgentNode> = {
  title: 'Agent',
  summary: ({ agent }, names) => (agent ? (names.agent(agent) ?? agent) : 'No agent chosen'),
  defaults: (id, name) => ({ id, name, kind: 'agent', ...STAFFED_DEFAULTS }),
  ports: ({ asksBack }) => (asksBack ? [OUT, ASKS_BACK] : [OUT]),
  takesIn: true,
  isGate: false,
  isEffect: () => false,
  writes: () => true,
  produces: ({ produces }) => produces,
  accepts: ({ accepts }) => accepts,
  contracts: ({ asksBack }) =>
    asksBack?.contract === undefined ? [] : [{ pointer: '/asksBack/contract', contract: asksBack.contract }],
  expressions: readsExpressions,
  returns: ({ asksBack }) => asksBack?.max ?? 0,
  asks: ({ asksBack }) => (asksBack ? ASKS_BACK.id : undefined),
  takesRequests: true,
}
