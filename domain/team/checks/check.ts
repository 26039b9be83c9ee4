import type { CompatResult } from '../../contract/compat'
import type { Contract, ContractRef } from '../../contract/contract'
import type { ExpressionScope } from '../../expression/check'
import type { PolicySet } from '../../policy/cedar/policy'
import type { ViewPlan } from '../../policy/view'
import type { Agent } from '../agent'
import type { BundleConnection, BundleTeam } from '../bundle'
import type { Carried } from '../carried'
import type { Command } from '../command'
import type { PricedModel, SetBudget } from '../cost/priced'
import type { TeamDocument } from '../document'
import type { Graph } from '../graph'
import type { TeamNode } from '../node'

/** The workspace's agents and connections, which a document names by slug. */
export interface Catalogue {
  agents: readonly Agent[]
  connections: readonly BundleConnection[]
  /** The published teams of the workspace, this one too. */
  teams?: readonly BundleTeam[]
  /** This team's own slug, once it has one. */
  slug?: string
  /** The models that may be asked: on, and with a price. Without them nothing is said of money. */
  models?: readonly PricedModel[]
  budgets?: readonly SetBudget[]
  /** The workspace's own policies; absent where the default ones hold. */
  policies?: PolicySet
  /** How many versions of this team have been published; the first is looked at more closely. */
  published?: number
}

/** One thing that is not sound, where, and the ways out. */
export interface TeamProblem {
  /** Stable, as in `handoff.misfit`. */
  code: string
  /** Title of the check that found it. */
  check: string
  severity: 'error' | 'warning' | 'advice'
  /** A sentence for someone who knows the process and not the machinery. */
  message: string
  place: { node?: string; edge?: string; contract?: ContractRef; pointer?: string }
  counterexample?: unknown
  /** Each is one undoable edit. */
  fixes?: { label: string; command: Command }[]
}

/** A problem as its check finds it; the check's title is put on afterwards. */
export type Found = Omit<TeamProblem, 'check'>

/** What every check may look at. */
export interface Compilation {
  document: TeamDocument
  catalogue: Catalogue
  graph: Graph
  contracts: ReadonlyMap<ContractRef, Contract>
  agents: ReadonlyMap<string, Agent>
  connections: ReadonlyMap<string, BundleConnection>
  /** What may cross each handoff. */
  carried: ReadonlyMap<string, Carried[]>
  /** Slots written before each reachable node, whatever the path. */
  written: ReadonlyMap<string, ReadonlySet<string>>
  /** Schemas of all slots, for expressions. */
  scope: ExpressionScope
  fits: Record<string, CompatResult>
  views: Record<string, ViewPlan>
  /** By node: what the agent that stands in there sees. */
  fallbackViews: Record<string, ViewPlan>
}

/**
 * A check as the problems panel lists it. It is run at every edit, in the browser, and again before publishing:
 * - What it finds follows from the compilation alone, which it leaves as it is. Of the layout it may use only where a
 *   fix would put a node: when cards are moved, a proof without fixes is kept.
 * - Nodes, contracts, agents and lists that an edit did not touch are the same objects as before it. What is worked out
 *   from one of them alone may be kept by it (domain/kept.ts); what depends on more names all of that as inputs.
 * - All checks together have 200 ms at 500 nodes. One that walks the graph does so once, or once for each of a few
 *   nodes, and not for each pair; what is known of every node at once (`written`, `carried`) is worked out for all.
 */
export interface Check {
  code: string
  title: string
  /** Only told once it is known where a run begins. */
  needsEntry?: true
  run(team: Compilation): Found[]
}

/** The reachable nodes, in the order of the document. */
export const reachableNodes = ({ graph }: Pick<Compilation, 'graph'>): TeamNode[] =>
  [...graph.nodes.values()].filter(({ id }) => graph.reachable.has(id))

/** `"A", "B" and "C"`. */
export function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`)
  return quoted.length < 2
    ? (quoted[0] ?? '')
    : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1) ?? ''}`
}
