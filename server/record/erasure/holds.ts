import type { PoolClient } from 'pg'
import { subjectSchema, type Subject } from '@/domain/erasure/subject'
import { secretBox } from '@/server/auth/secret-box'

export const sealSubject = (subject: Subject): string => secretBox().seal(JSON.stringify(subject))
export const openSubject = (sealed: string): Subject =>
  subjectSchema.parse(JSON.parse(secretBox().open(sealed)))

/** Holds that are in force in a workspace. */
export interface Holds {
  runs: ReadonlySet<string>
  teams: ReadonlySet<string>
  people: readonly { id: string; subject: Subject }[]
}

/** What is held now. */
export async function holdsOf(client: Pick<PoolClient, 'query'>, workspaceId: string): Promise<Holds> {
  const { rows } = await client.query<{
    id: string
    kind: 'run' | 'team' | 'person'
    target: string | null
    subject_sealed: string | null
  }>(
    `select id, kind, target, subject_sealed from legal_hold
       where workspace_id = $1 and lifted_at is null and (until is null or until > now())`,
    [workspaceId],
  )
  const targets = (kind: string) =>
    new Set(rows.flatMap((row) => (row.kind === kind && row.target ? [row.target] : [])))
  return {
    runs: targets('run'),
    teams: targets('team'),
    people: rows.flatMap(({ id, subject_sealed: sealed }) =>
      sealed === null ? [] : [{ id, subject: openSubject(sealed) }],
    ),
  }
}
