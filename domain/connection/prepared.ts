/** Exactly what an operation sends, before secrets are added: a dry run shows it, a connector sends it. */
export type Prepared =
  | { kind: 'http'; method: string; path: string; query: Record<string, string>; body?: unknown }
  | { kind: 'mcp'; tool: string; arguments: Record<string, unknown> }
  | { kind: 'smtp'; to: string[]; cc: string[]; subject: string; text: string }
  | { kind: 'postgres'; statement: string; values: unknown[] }
  | { kind: 'webhook'; event: string; body: Record<string, unknown> }

/** Arguments that nothing can be sent of. The message is a sentence without their values. */
export class ArgumentsError extends Error {
  override readonly name = 'ArgumentsError'
}
