import { principalOf } from '@/domain/actor'
import { BatonError } from '@/domain/problem'
import { appendEntries, type NewEntry } from '@/server/record/append'
import type { Scope } from './context'

/**
 * Whoever had a hand in what waits for somebody else does not decide on it; the attempt is on the record. Not within the
 * transaction that decides: what is refused would take its entry along.
 * @throws BatonError forbidden, with what `says`
 */
export async function refuseOwnHand(
  scope: Scope,
  { hands, says, data, ...of }: { hands: readonly string[]; says: string } & Omit<NewEntry, 'kind' | 'actor'>,
): Promise<void> {
  if (!hands.includes(principalOf(scope.actor))) return
  await appendEntries(scope.db.prisma, scope.workspace.id, [
    { ...of, kind: 'verdict.refused', actor: scope.actor, data: { because: 'four_eyes', ...data } },
  ])
  throw new BatonError('forbidden', says)
}
