import { MODEL_TIERS, type ModelTier, type Tool } from '../team/agent'
import type { PolicyRequest } from './cedar/decide'
import { agentEntity, type Doer, type Errand } from './sight'

/** What is known of an agent's deed beside what it does. */
export interface DeedContext {
  agent: Doer
  errand: Errand
  /** Who started the run: the id of a person, also where a token of theirs did, else of what started it. */
  startedBy: string
  /** It has read what nobody vouches for. */
  tainted: boolean
  /** A person has granted just this. */
  granted: boolean
}

/**
 * The question whether an agent may call a tool.
 * @param held whether the tool is among those it was given
 * @param outward whether its arguments have room for words of another system
 */
export function toolRequest(
  context: DeedContext,
  { name, connection }: Pick<Tool, 'name' | 'connection'>,
  { held, writes, outward = false }: { held: boolean; writes: boolean; outward?: boolean },
): PolicyRequest {
  const question = deedOf(context)
  return {
    ...question,
    context: { ...question.context, outward },
    action: 'tool.call',
    resource: {
      type: 'Tool',
      id: `${connection}/${name}`,
      attrs: { writes, granted: held },
      in: [{ type: 'Connection', id: connection }],
    },
  }
}

/** The question whether an agent may be answered by a model. */
export const modelRequest = (
  context: DeedContext,
  { id, tier }: { id: string; tier: ModelTier },
): PolicyRequest => ({
  ...deedOf(context),
  action: 'model.use',
  resource: { type: 'Model', id, attrs: { tier: MODEL_TIERS.indexOf(tier) } },
})

/** What every question about an agent's deed says beside what it does. */
export const deedOf = ({ agent, errand: { team, purpose }, startedBy, tainted, granted }: DeedContext) => ({
  principal: agentEntity(agent),
  context: {
    purpose,
    team: { __entity: { type: 'Baton::Team', id: team } },
    autonomy: agent.autonomy,
    ...{ startedBy, tainted, granted },
  },
  others: [{ type: 'Team', id: team, attrs: { purpose } }],
})
