import { evaluateExpression } from '@/domain/expression/cel'
import type { GivenTask } from '@/domain/run/step'
import { combined } from '@/domain/team/any-of'
import type { Bundle } from '@/domain/team/bundle'
import type { NodeOf } from '@/domain/team/node'

/** A task as the agent plans it: its wish for who does it counts only among several who can. */
export interface PlannedTask {
  type: string
  input: Record<string, unknown>
  to: string
  why: string
}

/** What the agent answers in a round: a result, or tasks. */
export type RoundAnswer = { finished: true; result: unknown } | { finished: false; tasks: PlannedTask[] }

const text = { type: 'string' }

/**
 * The schema of a round's answer: the result by the node's contract, or, while rounds are left, tasks of the types that
 * somebody is connected for, each with what its type's contract asks.
 */
export function roundSchema(
  node: NodeOf<'orchestrator'>,
  bundle: Bundle,
  mayPlan: boolean,
): Record<string, unknown> {
  const types = node.tasks.filter(({ type }) => node.spokes.some(({ can }) => can.includes(type)))
  const inputs = types.map(({ input }) => bundle.contracts[input ?? '']?.schema ?? { type: 'object' })
  const result = bundle.contracts[node.produces ?? '']?.schema ?? { type: 'object' }
  return combined([result, ...inputs], ([own = {}, ...given]) => {
    const finished = object({ finished: { type: 'boolean', const: true }, result: own })
    if (!mayPlan || types.length === 0) return finished
    const tasks = given.map((input, i) =>
      object({
        type: { type: 'string', const: types[i]?.type ?? '' },
        input,
        to: { type: 'string', enum: node.spokes.map(({ port }) => port) },
        why: text,
      }),
    )
    const planned = object({
      finished: { type: 'boolean', const: false },
      tasks: {
        type: 'array',
        minItems: 1,
        maxItems: node.maxTasks,
        items: tasks.length === 1 ? (tasks[0] ?? {}) : { anyOf: tasks },
      },
    })
    return object({ round: { anyOf: [finished, planned] } })
  })
}

const object = (properties: Record<string, unknown>): Record<string, unknown> => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
})

/** The answer, whichever of the two shapes the schema had. */
export const roundIn = (output: Record<string, unknown>): RoundAnswer =>
  (output['round'] ?? output) as unknown as RoundAnswer

/**
 * Who does a task: the first rule for its type that holds; else the one who can; among several who can, the one the
 * agent wished for. Undefined where nobody can, or several can and the wish is for none of them.
 * @throws ExpressionError when a rule cannot be decided
 */
export function route(
  node: NodeOf<'orchestrator'>,
  { type, input, to, why }: PlannedTask,
  bindings: Record<string, unknown>,
): GivenTask | undefined {
  const task = { type, ...input }
  const rule = node.rules.find(
    (one) => one.type === type && evaluateExpression(one.when, { ...bindings, task }) === true,
  )
  if (rule) return { type, input, why, to: rule.to, by: 'rule' }
  const able = node.spokes.filter(({ can }) => can.includes(type)).map(({ port }) => port)
  const [only, ...others] = able
  if (only !== undefined && others.length === 0) return { type, input, why, to: only, by: 'capability' }
  return able.includes(to) ? { type, input, why, to, by: 'choice' } : undefined
}
