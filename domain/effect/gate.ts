import type { Denial } from '../policy/denial'
import type { Risk } from './risk'

/** What an effect goes through before it leaves the house, in this order. */
export const GATE_STAGES = ['schema', 'policy', 'rules', 'supervisor', 'person', 'execution'] as const
export type GateStageName = (typeof GATE_STAGES)[number]

export const STAGE_OUTCOMES = ['passed', 'not_needed', 'held', 'refused', 'simulated', 'not_reached'] as const
export type StageOutcome = (typeof STAGE_OUTCOMES)[number]

/** What one stage made of an effect, and why in a sentence. */
export interface GateStage {
  stage: GateStageName
  outcome: StageOutcome
  why: string
  /** The policies that decided, by id. */
  policies?: string[]
  /** The nodes of the drawing that decided. */
  nodes?: string[]
  /** The review at which a person decided. */
  review?: string
  /** The pre-authorisations that stood in for a person. */
  authorisations?: string[]
}

/** An effect at the gate: whether it goes out, and what every stage made of it. */
export interface GateDecision {
  outcome: 'go' | 'simulate' | 'ask' | 'refuse'
  risk: Risk
  /** The agents whose work is sent, by slug. */
  agents: string[]
  /** Those of them that have read what nobody vouches for. */
  tainted: string[]
  stages: GateStage[]
}

/** An agent whose work an effect sends. */
export interface GateAgent {
  slug: string
  name: string
  /** 0 shadow · 1 supervised · 2 guarded · 3 autonomous */
  autonomy: number
  /** It has read what nobody vouches for. */
  tainted: boolean
}

/** Whether an agent's level lets an effect of some risk out by itself. */
export type PersonNeed = 'nobody' | 'unless_authorised' | 'person' | 'simulated'

/**
 * Who has to agree to an effect, by the autonomy level of the agent whose work it is and by the effect's risk. What a
 * supervised agent does, and what is of high risk, no pre-authorisation lets out.
 */
const NEEDS: Readonly<Record<number, Readonly<Record<Risk, PersonNeed>>>> = {
  0: { low: 'simulated', medium: 'simulated', high: 'simulated' },
  1: { low: 'person', medium: 'person', high: 'person' },
  2: { low: 'nobody', medium: 'unless_authorised', high: 'person' },
  3: { low: 'nobody', medium: 'nobody', high: 'person' },
}

/** @param autonomy 0 to 3; any other is asked for as if supervised */
export const personNeed = (autonomy: number, risk: Risk): PersonNeed => NEEDS[autonomy]?.[risk] ?? 'person'

/** What each stage found out; `gateOf` says what that comes to. */
export interface GateFindings {
  /** Nothing goes out in any case: the run is a shadow. */
  shadow: boolean
  risk: Risk
  /** Why it is of this risk. */
  riskBecause: string
  /** Where the request is not as it has to be. */
  schema: { problems: readonly string[]; fits: string }
  policy: readonly PolicyFinding[]
  rules: readonly RulesFinding[]
  /** Of the supervisor who let it through last; absent where none stands before it. */
  supervisor?: { node: string; by: string; binds: boolean }
  /** Of the person who approved it last, or who asks for it where there is no review. */
  person?: { review?: string; by: string; binds: boolean }
  /** Who approved something else at this gate before: it has changed since. */
  changed?: string
  /** Whoever approved it since then finds it sent elsewhere: its connection leads to another place. */
  moved?: { connection: string; since: string }
  agents: readonly GateAgent[]
  /** By agent: the pre-authorisation that lets this effect out, already counted. */
  authorised: ReadonlyMap<string, { id: string; says: string }>
  /** Whether the service knows an Idempotency-Key. */
  idempotent: boolean
}

/** What policies say to one thing that an agent does with an effect. */
export interface PolicyFinding {
  agent: string
  /** What was asked, for people: `uses CRM`, `writes deal.note amount`. */
  deed: string
  allowed: boolean
  policies: readonly string[]
  /** Nothing was decided: a policy failed over it. */
  undecided?: string
  /** Where it is not allowed, for the record. */
  denial?: Denial
}

/** What a gate of rules says now to what is sent. */
export interface RulesFinding {
  node: string
  name: string
  /** Messages of rules that reject. */
  rejects: readonly string[]
  /** Messages of rules that ask a person. */
  asks: readonly string[]
}

/**
 * What an effect's findings come to, stage by stage; the first stage that refuses ends it. Pure: the same findings, the same
 * decision.
 */
export function gateOf(found: GateFindings): GateDecision {
  const stages: GateStage[] = []
  const decided = (outcome: GateDecision['outcome']): GateDecision => ({
    outcome,
    risk: found.risk,
    agents: found.agents.map(({ slug }) => slug),
    tainted: found.agents.filter(({ tainted }) => tainted).map(({ slug }) => slug),
    stages: GATE_STAGES.map(
      (stage) =>
        stages.find((one) => one.stage === stage) ?? {
          stage,
          outcome: 'not_reached',
          why: outcome === 'ask' ? 'Not yet: a person decides first.' : 'Not looked at: it does not go out.',
        },
    ),
  })
  for (const judge of [schemaStage, policyStage, rulesStage, supervisorStage]) {
    const stage = judge(found)
    stages.push(stage)
    if (stage.outcome === 'refused') return decided('refuse')
  }
  const person = personStage(found)
  stages.push(person)
  if (person.outcome === 'refused') return decided('refuse')
  if (person.outcome === 'held') return decided('ask')
  stages.push(executionStage(found))
  return decided(isSimulated(found) ? 'simulate' : 'go')
}

/** What was let out, and then kept in where it would have left: by whom it was let out stays as it is. */
export const keptIn = (decision: GateDecision, why: string): GateDecision => ({
  ...decision,
  outcome: 'refuse',
  stages: decision.stages.map((one) =>
    one.stage === 'execution' ? { stage: 'execution', outcome: 'refused', why } : one,
  ),
})

const isSimulated = ({ shadow, agents, risk }: GateFindings): boolean =>
  shadow || agents.some(({ autonomy }) => personNeed(autonomy, risk) === 'simulated')

function schemaStage({ schema }: GateFindings): GateStage {
  if (schema.problems.length === 0) return { stage: 'schema', outcome: 'passed', why: schema.fits }
  return { stage: 'schema', outcome: 'refused', why: schema.problems.join(' ') }
}

/** What policies come to: one that refuses is enough. */
export function policyStage({ policy }: Pick<GateFindings, 'policy'>): GateStage {
  if (policy.length === 0) return { stage: 'policy', outcome: 'not_needed', why: 'No agent’s work is sent.' }
  const refused = policy.filter(({ allowed }) => !allowed)
  const policies = [...new Set((refused.length ? refused : policy).flatMap((one) => one.policies))].sort()
  if (refused.length === 0)
    return {
      stage: 'policy',
      outcome: 'passed',
      why: `Permitted by ${policies.join(', ')}.`,
      policies,
    }
  return { stage: 'policy', outcome: 'refused', why: refused.map(denial).join(' '), policies }
}

/** What policies denied, where it is they that refuse. */
export const deniedBy = ({ stages }: GateDecision, { policy }: Pick<GateFindings, 'policy'>): Denial[] =>
  stages.some(({ stage, outcome }) => stage === 'policy' && outcome === 'refused')
    ? policy.flatMap(({ denial: denied }) => denied ?? [])
    : []

function denial({ agent, deed, policies, undecided }: PolicyFinding): string {
  if (undecided !== undefined)
    return `Whether ${agent} ${deed} could not be decided, so it may not: ${undecided}`
  if (policies.length === 0) return `No policy permits that ${agent} ${deed}.`
  return `${policies.join(', ')} ${policies.length === 1 ? 'forbids' : 'forbid'} that ${agent} ${deed}.`
}

function rulesStage({ rules, person }: GateFindings): GateStage {
  if (rules.length === 0) return { stage: 'rules', outcome: 'not_needed', why: 'No business rules led here.' }
  const nodes = rules.map(({ node }) => node)
  const rejects = rules.flatMap((one) => one.rejects)
  if (rejects.length > 0) return { stage: 'rules', outcome: 'refused', why: rejects.join(' '), nodes }
  const asks = rules.flatMap((one) => one.asks)
  if (asks.length > 0 && !person?.binds)
    return { stage: 'rules', outcome: 'held', why: asks.join(' '), nodes }
  const names = rules.map(({ name }) => name).join(', ')
  return asks.length > 0
    ? { stage: 'rules', outcome: 'passed', why: `${asks.join(' ')} A person has approved it.`, nodes }
    : { stage: 'rules', outcome: 'passed', why: `All rules of ${names} hold.`, nodes }
}

function supervisorStage({ supervisor }: GateFindings): GateStage {
  if (!supervisor)
    return { stage: 'supervisor', outcome: 'not_needed', why: 'No supervisor stands before it.' }
  const nodes = [supervisor.node]
  return supervisor.binds
    ? { stage: 'supervisor', outcome: 'passed', why: `${supervisor.by} approved exactly this.`, nodes }
    : {
        stage: 'supervisor',
        outcome: 'refused',
        why: `What would be sent is not what ${supervisor.by} approved.`,
        nodes,
      }
}

function personStage(found: GateFindings): GateStage {
  const { person, agents, risk, riskBecause, authorised, rules, changed, moved } = found
  const stage = 'person' as const
  if (person) {
    const { review, by, binds } = person
    const why = binds
      ? `${by} ${review === undefined ? 'asks for' : 'approved'} exactly this.`
      : `What would be sent is not what ${by} approved.`
    return { stage, outcome: binds ? 'passed' : 'refused', why, ...(review !== undefined && { review }) }
  }
  const asking = [
    ...(changed === undefined ? [] : [`what would be sent has changed since ${changed} approved it`]),
    ...(moved ? [`${moved.connection} leads elsewhere than when ${moved.since} approved it`] : []),
    ...(rules.some(({ asks }) => asks.length > 0) ? ['a business rule asks for a person'] : []),
    ...agents.flatMap((agent) => {
      const need = personNeed(agent.autonomy, risk)
      if (
        need === 'nobody' ||
        need === 'simulated' ||
        (need === 'unless_authorised' && authorised.has(agent.slug))
      )
        return []
      return [`${agent.name} works at level ${agent.autonomy} and the risk is ${risk} (${riskBecause})`]
    }),
    ...(agents.length === 0 && risk === 'high' ? [`the risk is high (${riskBecause})`] : []),
  ]
  if (asking.length > 0) {
    const because = asking.join('; ')
    return isSimulated(found)
      ? { stage, outcome: 'not_needed', why: `Nothing goes out. Live, a person would be asked: ${because}.` }
      : { stage, outcome: 'held', why: `A person decides: ${because}.` }
  }
  const used = agents.flatMap(({ slug, autonomy }) =>
    personNeed(autonomy, risk) === 'unless_authorised' ? (authorised.get(slug) ?? []) : [],
  )
  if (used.length > 0)
    return {
      stage,
      outcome: 'not_needed',
      why: `Pre-authorised: ${used.map(({ says }) => says).join('; ')}.`,
      authorisations: used.map(({ id }) => id),
    }
  if (agents.length === 0)
    return {
      stage,
      outcome: 'not_needed',
      why: `No agent’s work is sent, and the risk is ${risk} (${riskBecause}).`,
    }
  const levels = agents.map(({ name, autonomy }) => `${name} at level ${autonomy}`).join(', ')
  return { stage, outcome: 'not_needed', why: `${levels}: the risk is ${risk} (${riskBecause}).` }
}

function executionStage(found: GateFindings): GateStage {
  if (isSimulated(found))
    return {
      stage: 'execution',
      outcome: 'simulated',
      why: found.shadow
        ? 'The run is a shadow: nothing is sent.'
        : 'An agent at level 0 had a part in it: nothing is sent.',
    }
  return {
    stage: 'execution',
    outcome: 'passed',
    why: found.idempotent
      ? 'Sent under a key of its own: once more does nothing twice.'
      : 'Sent once; the service knows no keys, so never again without a person.',
  }
}
