import { z } from 'zod'
import { urlProblem, type ConnectionKindEntry } from './kind'

const settings = z.object({
  username: z.string().trim().min(1, 'the role that signs in').max(63),
  /** `required`: encrypted, and the server's certificate checked. `none` only within one's own network. */
  tls: z.enum(['required', 'none']).default('required'),
  /** A query answers with so many rows at most; more is an error, never a part. */
  maxRows: z.number().int().min(1).max(5000).default(200),
  /** A statement is ended by the database after so many seconds. */
  statementSeconds: z.number().int().min(1).max(120).default(10),
})

export const postgresKind: ConnectionKindEntry<typeof settings> = {
  title: 'PostgreSQL',
  summary: 'Statements that are declared here one by one, with parameters; queries can only read.',
  address: { label: 'Database', placeholder: 'postgresql://db.example:5432/orders' },
  secret: { label: 'Password', hint: 'Of the role that signs in; give that role no more than it needs' },
  settings,
  guards: { tls: 'required' },
  operations: 'declared',
  addressProblem(address) {
    const problem = urlProblem(address, ['postgresql:', 'postgres:'], 'postgresql://db.example:5432/orders')
    if (problem) return problem
    const { pathname, search } = new URL(address)
    if (!/^\/[^/]+$/.test(pathname)) return 'It names one database after the host'
    return search ? 'Leave out what stands after ?' : undefined
  },
}
