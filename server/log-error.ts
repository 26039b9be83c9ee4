/** PostgreSQL's names of what an error is about; its `detail`, `where` and `hint` may quote the row. */
const NAMED = [
  'code',
  'severity',
  'schema',
  'table',
  'column',
  'constraint',
  'routine',
  'syscall',
  'port',
] as const
/** PostgreSQL's data exceptions (class 22): they quote the value. */
const DATA_EXCEPTION = /^22/
/** The same of a query by hand, as Prisma says it: ``Raw query failed. Code: `22P02`. Message: `…` ``. */
const DATA_EXCEPTION_OF_QUERY = /Code: `22/
const MOST_CAUSES = 5

/**
 * An error as log lines bear it: what it is, its code, where it came from and what caused it, without the data that errors
 * quote. Those are PostgreSQL's row of a violated check, the piece of text at which a parser stops, and the arguments that
 * Prisma prints.
 */
export function saidOfError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'Something that is no error was thrown.' }
  const own = error as unknown as Record<string, unknown>
  const named = NAMED.filter((key) => ['string', 'number'].includes(typeof own[key]))
  const errors: unknown[] = error instanceof AggregateError ? error.errors : []
  const behind = depth < MOST_CAUSES
  return {
    ...Object.fromEntries<unknown>(named.map((key) => [key, own[key]])),
    type: error.name,
    message: messageOf(error, typeof own['code'] === 'string' ? own['code'] : ''),
    stack: framesOf(error),
    ...(behind && error.cause !== undefined && { cause: saidOfError(error.cause, depth + 1) }),
    ...(behind && errors.length > 0 && { errors: errors.map((one) => saidOfError(one, depth + 1)) }),
  }
}

function messageOf({ name, message }: Error, code: string): string {
  // Prisma's last line says what is wrong; those before print what was handed in.
  const said = name.startsWith('PrismaClient') ? (message.trim().split('\n').at(-1) ?? '') : message
  return name === 'SyntaxError' || DATA_EXCEPTION.test(code) || DATA_EXCEPTION_OF_QUERY.test(said)
    ? said.replaceAll(/"[^]*"|'[^]*'/g, '…')
    : said
}

/** Where it was thrown, without the message that a stack begins with. */
const framesOf = ({ stack = '' }: Error): string[] =>
  stack.split('\n').flatMap((line) => (/^\s+at /.test(line) ? [line.trim().slice(3)] : []))
