import { afterAll, beforeAll, expect } from 'vitest'
import { subjectSchema } from '@/domain/erasure/subject'
import { startTwoWorkspaces, type TwoWorkspaces } from '../../testing/two-workspaces'
import { requestErasure } from '../request'
import { usePeopleTeam, type Canary } from './people-team'

export const reason = 'Request 2026-014: they asked to be forgotten'

export const subjectOf = ({ name, email, phone, customer }: Canary) =>
  subjectSchema.parse({ names: [name], emails: [email], phones: [phone], ids: [customer] })

/** A workspace with a team that works on people, and admins who erase them. */
export function useErasing() {
  let two: TwoWorkspaces
  let desk: Awaited<ReturnType<typeof usePeopleTeam>>
  beforeAll(async () => {
    two = await startTwoWorkspaces()
    desk = await usePeopleTeam(two)
  })
  afterAll(() => two.close())
  const admin = () => two.asA(['admin'])
  return {
    /** Once the test runs. */
    started: () => ({ two, desk }),
    admin,
    second: () => two.asA(['admin'], two.people.reviewer),
    erase: (who: Canary, more: Partial<Parameters<typeof requestErasure>[1]> = {}) =>
      requestErasure(admin(), { subject: subjectOf(who), reach: 'mentions', reason, leftOut: [], ...more }),
    lastEntry: async (kind: string) => {
      const row = await two.db.prisma.recordEntry.findFirstOrThrow({
        where: { workspaceId: two.a, kind },
        orderBy: { id: 'desc' },
      })
      return JSON.parse(Buffer.from(row.body).toString()) as { data: Record<string, unknown> }
    },
    dumped: (word: string) => dumpOf(two, word),
  }
}

/** Every text, JSON and byte column of the database in which a word stands, as a dump would show it. */
async function dumpOf({ admin }: Pick<TwoWorkspaces, 'admin'>, word: string): Promise<string[]> {
  const { rows: columns } = await admin.query<{ table: string; column: string; type: string }>(
    `select c.table_name as table, c.column_name as column, c.data_type as type from information_schema.columns c
       join information_schema.tables t using (table_schema, table_name)
       where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
         and c.data_type in ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY')`,
  )
  expect(columns.length).toBeGreaterThan(200)
  const found: string[] = []
  for (const { table, column, type } of columns) {
    const text = type === 'bytea' ? `encode("${column}", 'escape')` : `"${column}"::text`
    const { rows } = await admin.query<{ count: number }>(
      `select count(*)::int count from "${table}" where position(lower($1) in lower(${text})) > 0`,
      [word],
    )
    if (rows[0]?.count) found.push(`${table}.${column}`)
  }
  return found
}
