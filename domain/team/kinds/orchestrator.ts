import { z } from 'zod'
import { labelSchema } from '../../name'
import { contractRefSchema } from '../../contract/contract'
import { common, expressionSchema } from './common'
import { OUT, type Kind } from './kind'
import { readsExpressions, staffed, STAFFED_DEFAULTS } from './staffed'

const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and underscores')
  .max(40)

/** A kind of task that an orchestrator may give, and the contract of what is given. */
const taskTypeSchema = z.object({
  type: name,
  about: z.string().max(300).default(''),
  input: contractRefSchema.optional(),
})

/** A way out to somebody who does tasks. */
const spokeSchema = z.object({
  port: name,
  label: labelSchema(60).default(''),
  /** Types of tasks that whoever is there can do. */
  can: z.array(name).max(20).default([]),
})

/** Where tasks of a type go, whatever else could do them; the first that holds counts. */
const routingRuleSchema = z.object({
  type: name,
  /** CEL, a bool, of what the task is given: `task.amount > 1000`. */
  when: expressionSchema.default('true'),
  to: name,
})

/**
 * Hub and spoke: an agent that takes a goal apart into tasks for the agents it is connected to, round by round, until it
 * can hand on a result. Who does a task is decided by rules, then by who can, and by the agent's own choice only among
 * several who can; where nobody can, a person is asked. Every spoke sees its own task and nothing of the others.
 */
export const orchestratorSchema = z.object({
  ...common,
  kind: z.literal('orchestrator'),
  ...staffed,
  produces: contractRefSchema.optional(),
  accepts: contractRefSchema.optional(),
  tasks: z.array(taskTypeSchema).max(20).default([]),
  spokes: z.array(spokeSchema).max(12).default([]),
  rules: z.array(routingRuleSchema).max(30).default([]),
  maxRounds: z.number().int().min(1).max(20).default(4),
  /** Tasks in one round. */
  maxTasks: z.number().int().min(1).max(20).default(5),
  atOnce: z.number().int().min(1).max(20).default(5),
  /** From its first round to its last; then a person is asked. */
  maxSeconds: z
    .number()
    .int()
    .min(1)
    .max(7 * 86_400)
    .default(3600),
  /** Micro-dollars of its own calls and its tasks' together, all rounds; without, the budgets alone limit it. */
  maxSpendMicros: z.number().int().min(1).optional(),
  /** What becomes of a task that cannot be done: a person is asked, or the orchestrator hears of it. */
  failed: z.enum(['ask', 'skip']).default('ask'),
})

export type OrchestratorNode = z.infer<typeof orchestratorSchema>

/** The slot of a spoke's own task. */
export const taskSlot = ({ id }: Pick<OrchestratorNode, 'id'>): string => `${id}_task`

export const orchestratorKind: Kind<OrchestratorNode> = {
  title: 'Orchestrator',
  summary: ({ agent, spokes }, names) =>
    `${agent ? (names.agent(agent) ?? agent) : 'No agent chosen'}, ${spokes.length === 1 ? '1 spoke' : `${spokes.length} spokes`}`,
  defaults: (id, name) => ({
    id,
    name,
    kind: 'orchestrator',
    ...STAFFED_DEFAULTS,
    tasks: [],
    spokes: [],
    rules: [],
    maxRounds: 4,
    maxTasks: 5,
    atOnce: 5,
    maxSeconds: 3600,
    failed: 'ask',
  }),
  ports: ({ spokes }) => [
    OUT,
    ...spokes.map(({ port, label }) => ({ id: port, label: label || port, required: true })),
  ],
  takesIn: true,
  isGate: false,
  isHub: true,
  isEffect: () => false,
  writes: () => true,
  produces: ({ produces }) => produces,
  accepts: ({ accepts }) => accepts,
  expressions: (node) => [
    ...readsExpressions(node),
    ...node.rules.map(({ when }, i) => ({
      pointer: `/rules/${i}/when`,
      source: when,
      form: 'expression' as const,
      gives: 'bool' as const,
      locals: ['task'],
    })),
  ],
  contracts: ({ tasks }) =>
    tasks.flatMap(({ input }, i) =>
      input === undefined ? [] : [{ pointer: `/tasks/${i}/input`, contract: input }],
    ),
  opens: 'items',
  isLane: (_node, port) => port !== OUT.id,
  times: ({ maxRounds, maxTasks }) => maxRounds * maxTasks,
  visits: ({ maxRounds }) => maxRounds + 1,
  closes: 'own',
  joins: ({ maxTasks, failed }) => ({ wait: 'all', quorum: 1, tolerate: maxTasks, late: 'cancel', failed }),
  hands: (node, port) => {
    if (port === OUT.id)
      return [{ slot: node.id, ...(node.produces !== undefined && { contract: node.produces }) }]
    const can = node.spokes.find((spoke) => spoke.port === port)?.can ?? []
    const inputs = node.tasks.flatMap(({ type, input }) => (can.includes(type) ? [input] : []))
    const handed = [...new Set(inputs)].map((contract) => ({
      slot: taskSlot(node),
      ...(contract !== undefined && { contract }),
    }))
    return handed.length > 0 ? handed : [{ slot: taskSlot(node) }]
  },
}
