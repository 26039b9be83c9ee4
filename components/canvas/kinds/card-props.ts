import type { Agent } from '@/domain/team/agent'
import type { BundleConnection } from '@/domain/team/bundle'
import type { NodeKind, NodeOf } from '@/domain/team/node'
import type { AgentBudgetFigures } from '../model/agent-facts'
import type { NodeRun } from '../model/node-run'

/** What a card shows that does not stand in its node. */
export interface CardFacts {
  agent?: Agent | undefined
  stopped?: boolean
  budget?: AgentBudgetFigures | undefined
  connection?: BundleConnection | undefined
  /** Of one that calls another team: its name. */
  called?: string | undefined
  /** Of the run that is laid over the canvas. */
  run?: NodeRun | undefined
  errors: number
  warnings: number
}

export interface KindCardProps<K extends NodeKind> {
  node: NodeOf<K>
  facts: CardFacts
}
