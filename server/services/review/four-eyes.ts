import type { Db } from '@/server/db/client'

/** Who had a hand in a run, as principals (domain/actor.ts): four eyes are somebody else's. */
export interface Involved {
  /** Who started it. */
  started: string[]
  /** Who took it up after it was over, or a run that called it. */
  tookUp: string[]
  /** Who edited the version that it has. */
  editors: string[]
}

/** By run; `brought_by` in the migrations says who brought it to where it stands. */
export async function involvedIn(
  prisma: Pick<Db['prisma'], '$queryRaw'>,
  runs: readonly string[],
): Promise<Map<string, Involved>> {
  const rows = await prisma.$queryRaw<(Involved & { id: string })[]>`
    SELECT run.id, v.editors,
        coalesce(array_agg(b.principal) FILTER (WHERE b.how = 'started'), '{}') started,
        coalesce(array_agg(b.principal) FILTER (WHERE b.how = 'taken_up'), '{}') "tookUp"
      FROM run JOIN team_version v ON v.id = run.version_id CROSS JOIN LATERAL brought_by(run.id) b
     WHERE run.id = ANY(${[...new Set(runs)]}) GROUP BY run.id, v.editors`
  return new Map(rows.map(({ id, ...involved }) => [id, involved]))
}

export async function involvedInOne(prisma: Pick<Db['prisma'], '$queryRaw'>, run: string): Promise<Involved> {
  const involved = (await involvedIn(prisma, [run])).get(run)
  if (!involved) throw new Error(`there is no run ${run}`)
  return involved
}
