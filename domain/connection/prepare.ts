import { mailFrom } from './kinds/mail'
import { httpCall } from './kinds/http-call'
import type { Operation } from './operation'
import { ArgumentsError, type Prepared } from './prepared'

/**
 * What an operation sends for these arguments. Pure: the same arguments make the same request, so that what was
 * approved is what goes out.
 * @param args an object that fits the operation's `input`
 * @throws ArgumentsError where no request can be made of them
 */
export function prepare({ request }: Pick<Operation, 'request'>, args: Record<string, unknown>): Prepared {
  switch (request.kind) {
    case 'http':
      return httpCall(request, args)
    case 'mcp':
      return { kind: 'mcp', tool: request.tool, arguments: args }
    case 'smtp':
      return mailFrom(args)
    case 'postgres':
      return { ...request, values: request.values.map((name) => parameter(args[name])) }
    case 'webhook':
      return { kind: 'webhook', event: request.event, body: args }
  }
}

/** What is missing is NULL; lists and objects are JSON. Never text of the statement. */
function parameter(value: unknown): unknown {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' && value.includes('\0'))
    throw new ArgumentsError('A text holds a character that a database cannot keep.')
  return typeof value === 'object' ? JSON.stringify(value) : value
}
