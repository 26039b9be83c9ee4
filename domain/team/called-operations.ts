import type { Agent } from './agent'
import type { BundleConnection } from './bundle'
import type { TeamNode } from './node'

/** Operations by the slug of their connection, as `crm` → `create_deal`. */
export type CalledOperations = ReadonlyMap<string, ReadonlySet<string>>

/** What these nodes and the tools of these agents call by name. */
export function calledOperations(
  nodes: readonly TeamNode[],
  agents: readonly Pick<Agent, 'tools'>[],
): CalledOperations {
  const called = new Map<string, Set<string>>()
  const add = (connection: string | undefined, operation: string | undefined): void => {
    if (connection === undefined || operation === undefined) return
    called.set(connection, (called.get(connection) ?? new Set()).add(operation))
  }
  for (const node of nodes) if (node.kind === 'action') add(node.connection, node.operation)
  for (const { tools } of agents) for (const { connection, operation } of tools) add(connection, operation)
  return called
}

/**
 * The connections with no more of their operations than are called, or take back what one that is called did: what runs is
 * named by what it holds.
 */
export function withOperations(
  connections: Readonly<Record<string, BundleConnection>>,
  called: CalledOperations,
): Record<string, BundleConnection> {
  return Object.fromEntries(
    Object.entries(connections).map(([slug, { operations = {}, ...connection }]) => {
      const named = called.get(slug) ?? new Set<string>()
      const undoing = new Set([...named].map((name) => operations[name]?.undo?.operation))
      const wanted = Object.entries(operations).filter(([name]) => named.has(name) || undoing.has(name))
      return [
        slug,
        wanted.length > 0 ? { ...connection, operations: Object.fromEntries(wanted) } : connection,
      ]
    }),
  )
}
