'use client'

import { createContext, use } from 'react'
import type { Contract, ContractRef } from '@/domain/contract/contract'
import type { Agent } from '@/domain/team/agent'
import type { BundleConnection, BundleTeam } from '@/domain/team/bundle'
import type { TeamProblem } from '@/domain/team/checks/check'
import type { Command } from '@/domain/team/command'
import type { Proof } from '@/domain/team/compile'
import type { TeamDocument } from '@/domain/team/document'
import type { TeamNode } from '@/domain/team/node'
import type { AgentBudgetFigures } from '../model/agent-facts'
import type { Mark } from '../model/mark'
import type { Missing } from '../model/missing'
import type { NodeRuns } from '../model/node-run'
import type { Selection } from '../model/selection'
import type { Checking } from '../proof/prover'

/** A run laid over the canvas. */
export interface Overlay {
  id: string
  title: string
  nodes: NodeRuns
  /** `node port` of the ways it took. */
  taken: ReadonlySet<string>
}

/** What the canvas opens over itself. */
export type CanvasDialog =
  | { kind: 'missing'; missing: Missing }
  /** Where a node hands over to. */
  | { kind: 'hand-over'; node: string }
  /** The nodes become a team of their own. */
  | { kind: 'extract'; nodes: readonly string[] }

/** What all parts of the studio share. */
export interface Studio {
  slug: string
  canEdit: boolean
  /** Cards are moved also while a run is watched; those that are no longer in the draft are not. */
  canMove: (node: string) => boolean
  document: TeamDocument
  surroundings: {
    agents: readonly Agent[]
    connections: readonly BundleConnection[]
    teams: readonly BundleTeam[]
  }
  /** By slug: what agents' cards show besides their definition. */
  agentFacts: ReadonlyMap<string, { stopped: boolean; budget: AgentBudgetFigures | undefined }>
  /** What the checks say of the document as it stands, or as it stood a moment ago; nothing before the first answer. */
  proof: Proof
  /** The document that the proof is of. */
  proofOf: TeamDocument | undefined
  checking: Checking
  /** Tries once more what was given up. */
  checkAgain: () => void
  selection: Selection
  overlay: Overlay | undefined
  /** Where two versions are laid over each other: by node id, edge id or `note:` and a note's id. */
  marks?: ReadonlyMap<string, Mark> | undefined
  /** Selects that and nothing else. */
  select: (selection: Partial<Selection> | ((now: Selection) => Partial<Selection>)) => void
  /** One undoable edit. `joins` lets the next of the same sort join it. False when it does not apply (and says so). */
  edit: (command: Command, options?: { joins?: boolean }) => boolean
  /** Sets fields of a node; undefined takes an optional one away. A contract given is taken over with it. */
  changeNode: (id: string, patch: Partial<TeamNode>, contract?: Contract) => void
  /** Selects a problem's cause and brings it into sight. */
  show: (problem: TeamProblem) => void
  /** Opens the editor of one of the team's contracts, or of a new one that is handed to `done`. */
  openContract: (what: { ref: ContractRef } | { done: (ref: ContractRef) => void }) => void
  openDialog: (what: CanvasDialog) => void
  openNewAgent: (done: (agent: { slug: string; name: string }) => void) => void
}

export const StudioContext = createContext<Studio | undefined>(undefined)

export function useStudio(): Studio {
  const studio = use(StudioContext)
  if (!studio) throw new Error('useStudio outside the studio')
  return studio
}
