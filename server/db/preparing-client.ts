import { createHash } from 'node:crypto'
import pg from 'pg'

/** Statements that one connection keeps; the texts of Baton and Prisma are some dozens. */
const LIMIT = 200
/** `select *` means something else once a migration adds a column, and the server then refuses the prepared one. */
const ALL_COLUMNS = /(select|returning|,|\.)\s*\*/i

/**
 * A connection that prepares what it is asked for the second time, so that the server parses and plans it once. It takes
 * up plain calls with values only; statements with a name of their own stay as they are.
 */
export class PreparingClient extends pg.Client {
  private readonly seen = new Map<string, string | undefined>()

  override query(...args: unknown[]): never {
    const [text, values] = args
    const name = typeof text === 'string' && Array.isArray(values) ? this.nameOf(text) : undefined
    const given = name === undefined ? args : [{ name, text, values: values as unknown[] }, ...args.slice(2)]
    // pg declares a dozen overloads; what comes in goes on as it was.
    return (super.query as (...args: unknown[]) => unknown).apply(this, given) as never
  }

  private nameOf(text: string): string | undefined {
    if (!this.seen.has(text)) {
      if (this.seen.size < LIMIT && !ALL_COLUMNS.test(text)) this.seen.set(text, undefined)
      return undefined
    }
    let name = this.seen.get(text)
    if (name === undefined) {
      name = `p_${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
      this.seen.set(text, name)
    }
    return name
  }
}
