import type { ComponentType } from 'react'
import type { Contract } from '@/domain/contract/contract'
import type { NodeKind, TeamNode } from '@/domain/team/node'
import { ActionCard } from './action/card'
import { ActionForm } from './action/form'
import { AgentCard } from './agent/card'
import { AgentForm } from './agent/form'
import type { CardFacts, KindCardProps } from './card-props'
import { ConflictCard } from './conflict/card'
import { ConflictForm } from './conflict/form'
import { EndCard } from './end/card'
import { EndForm } from './end/form'
import type { KindFormProps } from './form-props'
import { HumanCard } from './human/card'
import { HumanForm } from './human/form'
import { JoinCard } from './join/card'
import { JoinForm } from './join/form'
import { LoopCard } from './loop/card'
import { LoopForm } from './loop/form'
import { MapCard } from './map/card'
import { MapForm } from './map/form'
import { OrchestratorCard } from './orchestrator/card'
import { OrchestratorForm } from './orchestrator/form'
import { ParallelCard } from './parallel/card'
import { ParallelForm } from './parallel/form'
import { RouterCard } from './router/card'
import { RouterForm } from './router/form'
import { RulesCard } from './rules/card'
import { RulesForm } from './rules/form'
import { TeamCard } from './team/card'
import { TeamForm } from './team/form'
import { SupervisorCard } from './supervisor/card'
import { SupervisorForm } from './supervisor/form'
import { TimerCard } from './timer/card'
import { TimerForm } from './timer/form'
import { TriggerCard } from './trigger/card'
import { TriggerForm } from './trigger/form'
import { WaitCard } from './wait/card'
import { WaitForm } from './wait/form'

type Change = (patch: Partial<TeamNode>, contract?: Contract) => void

type Views = {
  [K in NodeKind]: { Card: ComponentType<KindCardProps<K>>; Form: ComponentType<KindFormProps<K>> }
}

/** Every kind's card and form. A new kind is one entry here, beside its look. */
const VIEWS: Views = {
  trigger: { Card: TriggerCard, Form: TriggerForm },
  agent: { Card: AgentCard, Form: AgentForm },
  orchestrator: { Card: OrchestratorCard, Form: OrchestratorForm },
  rules: { Card: RulesCard, Form: RulesForm },
  supervisor: { Card: SupervisorCard, Form: SupervisorForm },
  human: { Card: HumanCard, Form: HumanForm },
  action: { Card: ActionCard, Form: ActionForm },
  router: { Card: RouterCard, Form: RouterForm },
  loop: { Card: LoopCard, Form: LoopForm },
  parallel: { Card: ParallelCard, Form: ParallelForm },
  map: { Card: MapCard, Form: MapForm },
  join: { Card: JoinCard, Form: JoinForm },
  team: { Card: TeamCard, Form: TeamForm },
  conflict: { Card: ConflictCard, Form: ConflictForm },
  timer: { Card: TimerCard, Form: TimerForm },
  wait: { Card: WaitCard, Form: WaitForm },
  end: { Card: EndCard, Form: EndForm },
}

// The one place where a node's kind and its view meet; the map above keeps them paired.
export function NodeCardContent({ node, facts }: { node: TeamNode; facts: CardFacts }) {
  const Card = VIEWS[node.kind].Card as ComponentType<{ node: TeamNode; facts: CardFacts }>
  return <Card node={node} facts={facts} />
}

export function NodeForm({ node, change }: { node: TeamNode; change: Change }) {
  const Form = VIEWS[node.kind].Form as ComponentType<{ node: TeamNode; change: Change }>
  return <Form node={node} change={change} />
}
