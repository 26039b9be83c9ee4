import type { Operation } from '../connection/operation'
import type { Contract, ContractRef } from '../contract/contract'
import type { Classification } from '../policy/classification'
import type { PolicySet } from '../policy/cedar/policy'
import type { Errand } from '../policy/sight'
import type { ViewPlan } from '../policy/view'
import type { Agent } from './agent'
import type { Carried } from './carried'
import type { TeamNode } from './node'

export interface BundleEdge {
  id: string
  port: string
  to: string
  carries: Carried
  /** Goes back for another attempt: carries what the target was first handed, whatever the source took up. */
  returns?: true
  /** Of one that goes back: what else its target may first have been handed. What was written last counts. */
  or?: Carried[]
}

export interface BundleConnection {
  slug: string
  name: string
  owner: string
  clearance: Classification
  /** By name, those that may be called; a bundle has only what it calls. Absent where there are none. */
  operations?: Record<string, Operation> | undefined
}

/** Another team's version as it was pinned when this one was published. */
export interface BundleTeam {
  slug: string
  name: string
  teamId: string
  versionId: string
  number: number
  digest: string
  /** Contract of what its runs begin with. */
  input?: Contract
  /** Contracts of what its ends that are done take; undefined in it for one that takes anything. */
  results: (Contract | null)[]
  /** Every team that it needs in turn, by slug. */
  needs: string[]
  /** A run of it may write to the outside though no person approves it there. Left out where none can. */
  writes?: true
}

/** A pin as it is carried out: the way it hands on by, and what it writes there, if anything. */
export interface TrialPin {
  port: string
  /** The slot that it writes; of one who only lets through, what it took up. */
  slot?: string
  output?: unknown
}

/** What of a draft is carried out when it is tried. */
export interface TrialPart {
  pins: Record<string, TrialPin>
  /** Pinned nodes that only hand on what the part reads from before it, one after the other. */
  before: string[]
  from?: string
  /** Once it is done the run is over. */
  to?: string
}

/**
 * A published version: everything a run needs as it stood, self-contained, named by the SHA-256 of its canonical JSON.
 * Positions and notes are not in it, secrets never are.
 */
export interface Bundle {
  format: 1
  name: string
  goal: string
  /** What it uses data for, where that is not the usual business. */
  purpose?: string
  entry: string
  nodes: Record<string, TeamNode>
  /** By source node. */
  next: Record<string, BundleEdge[]>
  contracts: Record<ContractRef, Contract>
  /** By slug. */
  agents: Record<string, Agent>
  connections: Record<string, BundleConnection>
  /** By agent node: what it may see of what it reads. */
  views: Record<string, ViewPlan>
  /** By slug. */
  teams?: Record<string, BundleTeam>
  /** By node: what the agent that stands in there may see of it. */
  fallbackViews?: Record<string, ViewPlan>
  /** By node that splits the path: the join that brings its lanes together. */
  joins?: Record<string, string>
  /** Under policies of a workspace's own: those, and for whom its agents look. Never stored; see governed.ts. */
  governed?: { policies: PolicySet; errand: Errand }
  /** Of a draft that is tried: what of it is carried out. No published version has it. */
  trial?: TrialPart
}
