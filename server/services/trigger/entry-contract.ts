import type { Contract } from '@/domain/contract/contract'
import { BatonError } from '@/domain/problem'
import { checkInstance } from '@/server/bounded'
import type { Db } from '@/server/db/client'
import { entryOf } from '@/server/engine/start'
import { versionsOf } from '../run/start'

/** What the runs of a team's published version begin with; undefined when it takes anything. */
export async function entryContract(db: Db, publishedId: string): Promise<Contract | undefined> {
  return entryOf((await versionsOf(db).get(publishedId)).bundle).contract
}

/**
 * Whether the published version takes an input; before the first there is nothing to hold it against.
 * @throws BatonError invalid, with pointers below `place`
 */
export async function checkEntry(
  db: Db,
  publishedId: string | null,
  input: Record<string, unknown>,
  place: string,
): Promise<void> {
  const contract = publishedId === null ? undefined : await entryContract(db, publishedId)
  const problems = contract ? checkInstance(contract.schema, input) : []
  if (problems.length === 0) return
  const at = problems.map((problem) => ({ ...problem, pointer: place + problem.pointer }))
  throw new BatonError('invalid', `The input does not fit ${contract?.name ?? 'its contract'}.`, at)
}
