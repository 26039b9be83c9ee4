import { KINDS, type Subject } from '@/domain/erasure/subject'
import { findSubject, type Found } from '@/server/record/erasure/find'
import { authorize, transact, type Context, type Scope } from '../context'
import { sightIn } from '../sight'

export type { Found }

/**
 * Where a person's data stand, run by run and elsewhere, with a few values masked. That somebody looked is put on the
 * record; for whom is not, so that looking leaves nothing to erase.
 */
export async function findPerson(ctx: Context, { subject }: { subject: Subject }): Promise<Found> {
  const scope = await authorize(ctx, 'privacy.erase')
  const found = await findSubject(scope.db.pool, scope.workspace.id, subject)
  await transact(scope, (_tx, record) =>
    record({
      kind: 'person.searched',
      data: {
        by: Object.fromEntries(KINDS.map((kind) => [kind, subject[kind].length])),
        runs: found.runs.length,
      },
    }),
  )
  return shownFound(scope, found)
}

/** What was found, with the titles of runs that the caller may read; its values are masked already. */
export async function shownFound(scope: Scope, found: Found): Promise<Found> {
  const sight = await sightIn(scope)
  const titled = await sight.titled(found.runs.map(({ run, title }) => ({ id: run, title })))
  return { ...found, runs: found.runs.map((run, i) => ({ ...run, title: titled[i]?.title ?? '' })) }
}
