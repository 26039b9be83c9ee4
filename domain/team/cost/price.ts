import { worstCall } from '../../budget/worst-call'
import { keptFor } from '../../kept'
import type { Agent } from '../agent'
import type { Compilation } from '../checks/check'
import { contractsNamedBy, kindOf } from '../kinds/registry'
import type { StaffedNode } from '../staff'
import { MAX_TOOL_CHARACTERS, MAX_TOOL_ROUNDS } from '../worst-case'
import { placeWithin } from '../trust/words'
import { candidatesAmong } from './candidates'
import type { PricedModel } from './priced'
import { charactersAtMost, timesAtMost } from './size'

type Team = Pick<
  Compilation,
  'catalogue' | 'document' | 'contracts' | 'scope' | 'agents' | 'views' | 'fallbackViews' | 'graph'
>

/** What is sent besides what differs from step to step: who one is, how to answer, and the frame of the messages. */
const FRAME = 2400
/** What sends a misfit back: at most twenty problems. */
const REPAIR = 6000
/** What a person or another agent says when sending back, or what a reviewer is told of how a decision came about. */
const SAID = 8000
const SUMMARY_TOKENS = 16_000

/**
 * The most that one visit of a node can be billed, in micro-dollars: every attempt with all its repairs and rounds of
 * tools, each call at the dearest model its agent may be answered by, input at its largest and output at its cap; and one
 * attempt more by who stands in. A character is counted as a token, which no text in an alphabet exceeds.
 * @returns Infinity where what an agent is shown has no largest size, and undefined where no model may be asked
 */
export function worstVisit(team: Team, node: StaffedNode): number | undefined {
  const own = attempt(team, node, node.agent, false)
  const other = node.fallback === undefined ? 0 : attempt(team, node, node.fallback, true)
  return own === undefined || other === undefined ? undefined : (1 + node.retries) * own + other
}

/** The least that has to be free in a budget for a node's agent to be asked at all: one call's output at its cap. */
export function leastCall(team: Team, node: StaffedNode): number {
  const agent = team.agents.get(node.agent ?? '')
  const prices = agent ? modelsFor(team, agent).map((model) => priceOf(model, 0, node.maxOutputTokens)) : []
  return prices.length > 0 ? Math.min(...prices) : 0
}

/** The models an agent may be answered by. */
export const modelsFor = (
  { catalogue }: Pick<Team, 'catalogue'>,
  agent: Pick<Agent, 'tier' | 'models'>,
): PricedModel[] => candidatesAmong(catalogue.models ?? [], agent)

function attempt(
  team: Team,
  node: StaffedNode,
  slug: string | undefined,
  standsIn: boolean,
): number | undefined {
  const agent = team.agents.get(slug ?? '')
  if (!agent) return 0
  const models = modelsFor(team, agent)
  if (models.length === 0) return undefined
  const shown = shownAtMost(team, node, standsIn)
  const view = Math.min(shown, node.context?.maxTokens ?? Infinity)
  const opening = FRAME + SAID + said(team, node, agent) + view
  const rounds = agent.tools.length > 0 ? MAX_TOOL_ROUNDS : 0
  let total = 0
  for (let i = 0; i <= node.repairs + rounds; i++) {
    // Each call is sent all that was said and read before it.
    const before = 2 * i * node.maxOutputTokens + Math.min(i, node.repairs) * REPAIR
    const read = i > 0 && rounds > 0 ? MAX_TOOL_CHARACTERS : 0
    total += dearest(models, opening + before + read, node.maxOutputTokens)
  }
  if (node.context?.over === 'summarise') {
    const cheap = modelsFor(team, { tier: 'small', models: [] })
    total += dearest(cheap, shown + FRAME, SUMMARY_TOKENS) + dearest(models, shown + FRAME, SUMMARY_TOKENS)
  }
  return total
}

/** Characters of what is written for this agent at this node: its instructions, the task, what it may answer and use. */
function said({ document, contracts }: Team, node: StaffedNode, agent: Agent): number {
  const schemas = contractsNamedBy(node).map(({ contract }) => bytesOf(contracts.get(contract)?.schema ?? {}))
  const words = [agent.slug, agent.name, agent.job, agent.instructions, node.task, document.goal]
  const tools = agent.tools.map(({ name, description, parameters }) => ({ name, description, parameters }))
  return schemas.reduce((sum, bytes) => sum + bytes, bytesOf([words, tools]))
}

/** Bytes, since letters beyond the first 128 may take more than a token each; kept for a contract as long as it stands. */
const bytesOf = keptFor((value: object) => new TextEncoder().encode(JSON.stringify(value)).length)

/** Characters of all that an agent is shown of the state. */
export function shownAtMost(team: Team, node: StaffedNode, standsIn = false): number {
  const view = (standsIn ? team.fallbackViews : team.views)[node.id]
  const fields = (view?.fields ?? []).reduce((sum, { path, visibility }) => {
    if (visibility === 'absent') return sum
    const [slot = '', ...names] = path.split('.')
    const schema = team.scope[slot]
    const place = schema === undefined ? undefined : placeWithin(schema, names)
    const size = visibility === 'clear' ? (place ? charactersAtMost(place) : Infinity) : MASK
    return sum + (schema === undefined ? 1 : timesAtMost(schema, names)) * (size + path.length + MASK)
  }, 0)
  // An orchestrator sees what all its tasks have brought so far.
  const tasks = kindOf(node).closes === 'own' ? (kindOf(node).times?.(node) ?? 1) : 1
  return fields * tasks
}

const MASK = 12

const dearest = (models: readonly PricedModel[], counted: number, maxOutputTokens: number): number =>
  Math.max(0, ...models.map((model) => priceOf(model, counted, maxOutputTokens)))

function priceOf({ name, ...price }: PricedModel, counted: number, maxOutputTokens: number): number {
  if (!Number.isFinite(counted)) return Infinity
  const inMicrosPerMTok = BigInt(price.inMicrosPerMTok)
  const outMicrosPerMTok = BigInt(price.outMicrosPerMTok)
  return Number(
    worstCall(Math.ceil(counted), maxOutputTokens, { name, inMicrosPerMTok, outMicrosPerMTok }).micros,
  )
}
