import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { z } from 'zod'
import { createSecretBox } from '@/server/auth/secret-box'
import { findEmbeddedPostgres } from '@/server/db/embedded/open'
import { inDatabase } from '@/server/db/url'
import { type Profile, profileOf } from '@/server/practice/crm-data'

const dealSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  stage: z.string(),
  amount: z.number(),
  open: z.boolean(),
  close_date: z.string(),
  next_step: z.string().nullable(),
  next_step_due: z.string().nullable(),
  priority: z.string(),
  note: z.string(),
  version: z.number(),
})
export type Deal = z.infer<typeof dealSchema>
const writeSchema = z.object({
  method: z.string(),
  path: z.string(),
  key: z.string().nullable(),
  body: z.record(z.string(), z.unknown()),
  status: z.number(),
  replays: z.number(),
})
export type Write = z.infer<typeof writeSchema>
const rowSchema = z.object({ base_url: z.string(), secret_sealed: z.string() })

/** The practice CRM, asked over HTTP as any other client would. */
export interface Crm {
  account: (id: string) => Promise<{ name: string }>
  deals: (accountId: string) => Promise<Deal[]>
  deal: (id: string) => Promise<Deal>
  /** All that was ever written, from its own log. */
  writes: () => Promise<Write[]>
  writesTo: (dealId: string) => Promise<Write[]>
}

/** Opens it with the key of the practice connection, which the installation alone knows. */
export async function openCrm(stateDir: string): Promise<Crm> {
  const { baseUrl, key } = await connection(stateDir)
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${baseUrl}${path}`, { headers: { authorization: `Bearer ${key}` } })
    if (!response.ok) throw new Error(`The CRM answered ${response.status} at ${path}.`)
    return response.json()
  }
  const writes = async () => z.object({ writes: z.array(writeSchema) }).parse(await get('/_log')).writes
  return {
    account: async (id) => z.looseObject({ name: z.string() }).parse(await get(`/accounts/${id}`)),
    deals: async (id) =>
      z.object({ deals: z.array(dealSchema) }).parse(await get(`/accounts/${id}/deals`)).deals,
    deal: async (id) => dealSchema.parse(await get(`/deals/${id}`)),
    writes,
    writesTo: async (id) => (await writes()).filter(({ path }) => path === `/deals/${id}`),
  }
}

async function connection(stateDir: string): Promise<{ baseUrl: string; key: string }> {
  const server = findEmbeddedPostgres(stateDir)
  if (!server) throw new Error('The installation has no database.')
  const client = new pg.Client({ connectionString: inDatabase(server.adminUrl, 'baton') })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(
      "select base_url, secret_sealed from connection where practice and slug = 'practice-crm'",
    )
    const row = rowSchema.parse(rows[0])
    const box = createSecretBox(readFileSync(join(stateDir, 'secret.key'), 'utf8').trim())
    return { baseUrl: row.base_url, key: box.open(row.secret_sealed) }
  } finally {
    await client.end()
  }
}

/**
 * The nth account that is there to show a case. Journeys run side by side on one CRM, so each takes a number of its own.
 * @param nth counted from 0
 */
export function accountFor(profile: Profile, nth: number): string {
  let seen = 0
  for (let i = 0; i < 300; i++) {
    if (profileOf(i) === profile && seen++ === nth) return `acc-${String(i + 1).padStart(4, '0')}`
  }
  throw new Error(`There is no account ${nth} of ${profile}.`)
}

/** The deal that the seeded team works on: of the open ones the first to close. */
export function openDeal(deals: Deal[]): Deal {
  const [first] = deals.filter(({ open }) => open).sort((a, b) => a.close_date.localeCompare(b.close_date))
  if (!first) throw new Error('There is no open deal.')
  return first
}
