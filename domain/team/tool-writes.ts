import type { Tool } from './agent'
import type { BundleConnection } from './bundle'

/** Whether calling a tool changes something outside: as the tool says of itself, or as the operation that it names does. */
export const toolWrites = (
  { operation, effect }: Pick<Tool, 'operation' | 'effect'>,
  connection: Pick<BundleConnection, 'operations'> | undefined,
): boolean =>
  effect === 'write' || (operation !== undefined && connection?.operations?.[operation]?.effect === 'write')
