import { z } from 'zod'
import { UndecidedError, type Decide, type PolicyDecision, type PolicyRequest } from './cedar/decide'

const entitySchema = z.object({
  type: z.string(),
  id: z.string(),
  attrs: z.record(z.string(), z.unknown()).optional(),
  in: z.array(z.object({ type: z.string(), id: z.string() })).optional(),
})

/**
 * What policies denied, as an entry of the record keeps it in `data.denial`: the whole question, so that it can be asked
 * again of other policies, and which policies forbade it; none where none permits it. It holds no value of any field.
 */
export const denialSchema = z.object({
  principal: entitySchema,
  action: z.string(),
  resource: entitySchema,
  context: z.record(z.string(), z.unknown()).default({}),
  others: z.array(entitySchema).default([]),
  /** Names of the policies that forbade it. */
  policies: z.array(z.string()),
  /** Nothing was decided: how a policy failed over it. */
  undecided: z.string().exactOptional(),
  /** No policy was asked: the token that asked was made for less. */
  narrowed: z.literal(true).exactOptional(),
})
export type Denial = z.infer<typeof denialSchema>

/** A decision, also where a policy fails over the question: then nothing was decided, so nothing is allowed. */
export interface Decided extends PolicyDecision {
  /** How it failed. */
  undecided?: string
}

/** What policies say to a question. */
export function decided(decide: Decide, request: PolicyRequest): Decided {
  try {
    return decide(request)
  } catch (error) {
    if (!(error instanceof UndecidedError)) throw error
    return { allowed: false, policies: [], undecided: error.message }
  }
}

/** For `data.denial` of an entry of the record. */
export const denialOf = (
  { principal, action, resource, context = {}, others = [] }: PolicyRequest,
  { policies, undecided, narrowed }: Pick<Decided, 'policies' | 'undecided'> & { narrowed?: boolean },
): Denial =>
  denialSchema.parse({
    ...{ principal, action, resource, context, others: [...others], policies },
    ...(undecided !== undefined && { undecided }),
    ...(narrowed && { narrowed }),
  })

/** The kind of the record's entry that says that an agent was denied it: `tool.refused`, `model.refused`. */
export const refusedKind = ({ action }: Pick<Denial, 'action'>): string =>
  `${action.split('.')[0] ?? ''}.refused`

/** The question of a denial, to be asked again. */
export const questionOf = ({
  policies: _policies,
  undecided: _undecided,
  narrowed: _narrowed,
  ...request
}: Denial): PolicyRequest => request as PolicyRequest

/** Why no policy could let it happen, whatever it says; undefined where one could. */
export function beyondPolicies({
  resource: { type, id, attrs = {} },
  narrowed,
}: Pick<Denial, 'resource' | 'narrowed'>): string | undefined {
  if (narrowed) return 'The token was not made for it: its scope leaves it out.'
  if (type !== 'Tool') return undefined
  if (id === '' || attrs['granted'] === false) return 'It was given no such tool.'
  return attrs['writes'] === true
    ? 'It changes something outside, which only an action behind a gate may do.'
    : undefined
}

/** Why, in words. @param titles of policies by name */
export function whyDenied(denial: Denial, titles: ReadonlyMap<string, string>): string {
  const { policies, undecided, context } = denial
  if (undecided !== undefined) return `A policy fails over it, so it is denied: ${undecided}`
  if (policies.length > 0)
    return policies
      .map((id) => `The policy ${id} forbids it${titles.has(id) ? `: ${titles.get(id) ?? ''}` : '.'}`)
      .join(' ')
  const beyond = beyondPolicies(denial)
  if (beyond !== undefined) return beyond
  return context['outward'] === true
    ? 'No policy permits it: what it asks with has room for words of another system than the one it asks.'
    : 'No policy permits it.'
}
