import type { TeamNode } from './node'

/** A node at which an agent works, whatever its kind. */
export type StaffedNode = Extract<TeamNode, { repairs: number }>

export const isStaffed = (node: TeamNode): node is StaffedNode => 'repairs' in node

/** Who works at a node, by slug. */
export const agentAt = (node: TeamNode): string | undefined => (isStaffed(node) ? node.agent : undefined)

/** Everybody who may be asked at a node: its own agent, and whoever stands in. */
export const staffOf = (node: TeamNode): string[] =>
  isStaffed(node) ? [node.agent, node.fallback].filter((slug) => slug !== undefined) : []
