import { z } from 'zod'
import { contractRefSchema } from '../../contract/contract'
import { slugSchema } from '../slug'
import { common, statePathSchema } from './common'
import { OUT, type Kind } from './kind'

/** An agent at work: reads its view, answers within its contract. */
export const agentNodeSchema = z.object({
  ...common,
  kind: z.literal('agent'),
  agent: slugSchema.optional(),
  /** What it hands on; its answer is checked against it. */
  produces: contractRefSchema.optional(),
  /** What it takes up; the incoming handoff is proved and checked against it. */
  accepts: contractRefSchema.optional(),
  /** State it reads besides the incoming handoff. */
  reads: z.array(statePathSchema).max(40).default([]),
  task: z.string().max(4000).default(''),
  /** Attempts after the first, for faults of the model or the line. */
  retries: z.number().int().min(0).max(10).default(2),
  /** Times an answer that breaks the contract is sent back with the error before it escalates. */
  repairs: z.number().int().min(0).max(5).default(2),
  timeoutSeconds: z.number().int().min(1).max(600).default(60),
  maxOutputTokens: z.number().int().min(16).max(32_000).default(1500),
})

export type AgentNode = z.infer<typeof agentNodeSchema>

export const agentKind: Kind<AgentNode> = {
  title: 'Agent',
  summary: ({ agent }, names) => (agent ? (names.agent(agent) ?? agent) : 'No agent chosen'),
  defaults: (id, name) => ({
    id,
    name,
    kind: 'agent',
    reads: [],
    task: '',
    retries: 2,
    repairs: 2,
    timeoutSeconds: 60,
    maxOutputTokens: 1500,
  }),
  ports: () => [OUT],
  takesIn: true,
  isGate: false,
  isEffect: () => false,
  writes: () => true,
  produces: ({ produces }) => produces,
  accepts: ({ accepts }) => accepts,
  expressions: ({ reads }) => reads.map((source, i) => ({ pointer: `/reads/${i}`, source, form: 'path' })),
}
