import type { Pool } from 'pg'

/** A run that took much, and what may have made it dear. */
export interface DearRun {
  id: string
  title: string
  team: string
  status: string
  micros: bigint
  calls: number
  tokens: number
  /** What repairs and fallbacks alone took. */
  repairs: number
  fallbacks: number
  /** The model that took most of it. */
  model: string
  /** How often a reviewer sent it back. */
  sentBack: number
}

/** The ten runs that took most; `within` picks the calls `c`, with `parameters`. */
export async function dearestRuns(
  pool: Pool,
  within: string,
  parameters: readonly unknown[],
): Promise<DearRun[]> {
  const { rows } = await pool.query<Omit<DearRun, 'micros' | 'tokens'> & { micros: string; tokens: string }>(
    `select r.id, r.title, t.name team, r.status, sum(c.cost_micros)::text micros, count(*)::int calls,
       sum(c.tokens_in + c.tokens_out)::text tokens,
       count(*) filter (where c.purpose = 'repair')::int repairs,
       count(*) filter (where c.purpose = 'fallback')::int fallbacks,
       (array_agg(c.model order by c.cost_micros desc))[1] model,
       (select count(*)::int from review v where v.run_id = r.id and v.verdict->>'decision' = 'send_back') "sentBack"
     from model_call c join run r on r.id = c.run_id join team t on t.id = r.team_id where ${within}
     group by r.id, t.name order by sum(c.cost_micros) desc, r.id limit 10`,
    [...parameters],
  )
  return rows.map((row) => ({ ...row, micros: BigInt(row.micros), tokens: Number(row.tokens) }))
}
