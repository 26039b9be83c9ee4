import type { Operation } from '../connection/operation'
import type { Bundle } from '../team/bundle'
import type { ActionUndo } from '../team/kinds/action'
import type { NodeOf } from '../team/node'

/** What takes an effect back: an operation, told by CEL over `input` and `answer`; or a request that is drawn. */
export type Undo =
  { operation: Operation; arguments: Readonly<Record<string, string>> } | { request: ActionUndo }

/**
 * What takes an action's effect back. Where the action calls an operation, that says so, once for all teams; only where
 * there is none, the drawing does.
 * @returns undefined where nothing is declared, or what is declared could not be called when the version was published
 */
export function undoOf(
  { connection, operation, undo }: NodeOf<'action'>,
  connections: Bundle['connections'],
): Undo | undefined {
  if (operation === undefined) return undo && { request: undo }
  const operations = connections[connection ?? '']?.operations ?? {}
  const declared = operations[operation]?.undo
  const by = declared && operations[declared.operation]
  return by && { operation: by, arguments: declared.arguments }
}
