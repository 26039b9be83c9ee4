import type { Operation } from './operation'

/**
 * How an operation stands. `on` may be called. `new` and `changed` wait for an admin; `off` was switched off; `gone` is
 * no longer offered by its server.
 */
export const OPERATION_STATES = ['on', 'new', 'changed', 'off', 'gone'] as const
export type OperationState = (typeof OPERATION_STATES)[number]

/** What an MCP server says of a tool. Every word of it is a stranger's. */
export interface OfferedTool {
  name: string
  title?: string | undefined
  description?: string | undefined
  inputSchema: Record<string, unknown>
  outputSchema?: Record<string, unknown> | undefined
  annotations?: { readOnlyHint?: boolean | undefined; idempotentHint?: boolean | undefined } | undefined
}

/** What its digest is over: whatever of it a model or a person goes by. */
export const pinnedPart = ({ name, description = '', inputSchema, outputSchema }: OfferedTool) => ({
  name,
  description,
  input: inputSchema,
  output: outputSchema ?? null,
})

const LONGEST_DESCRIPTION = 2000

/** What a person would not see, and a model would read: control, bidirectional, zero-width and tag characters. */
const UNSEEN =
  // eslint-disable-next-line no-control-regex -- these are what is taken out
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu

const readable = (text: string): string => text.replace(UNSEEN, '')

/**
 * A tool as an operation that waits to be approved. It writes and is not idempotent, whatever its annotations say: these
 * are its server's own word (MCP 2025-06-18, Tools, "clients MUST consider tool annotations to be untrusted").
 * @param taken names of the connection's other operations
 */
export function operationOfTool(tool: OfferedTool, pin: string, taken: readonly string[]): Operation {
  const title = readable(tool.title ?? tool.name)
    .trim()
    .slice(0, 120)
  return {
    name: freeName(tool.name, taken),
    title: title || 'Tool',
    description: readable(tool.description ?? '').slice(0, LONGEST_DESCRIPTION),
    effect: 'write',
    idempotent: false,
    input: { ...tool.inputSchema, type: 'object' },
    ...(tool.outputSchema && { output: tool.outputSchema }),
    request: { kind: 'mcp', tool: tool.name },
    pin,
  }
}

/** `Search Issues` as operations are named: `search_issues`, or with a number behind it where that is taken. */
export function freeName(text: string, taken: readonly string[]): string {
  const plain = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 58)
  const base = plain || 'operation'
  if (!taken.includes(base)) return base
  for (let n = 2; ; n++) if (!taken.includes(`${base}_${n}`)) return `${base}_${n}`
}
