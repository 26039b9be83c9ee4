import type { Tx } from '@/server/db/client'
import type { Scope } from '@/server/services/context'
import { refuseOwnHand } from '../own-hand'

/** Read in the transaction that publishes or promotes: whoever turns it on meanwhile waits, or is waited for. */
export async function asksSecondPerson(tx: Tx, { workspace }: Scope): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ asked: boolean }[]>`
    SELECT second_person_publishes AS asked FROM workspace WHERE id = ${workspace.id} FOR SHARE`
  return row?.asked ?? false
}

/**
 * Whoever proposed a version or had a hand in it is not its second person; the attempt is on the record.
 * @throws BatonError forbidden
 */
export function refuseOwn(
  scope: Scope,
  {
    teamId,
    digest,
    hands,
    data,
  }: { teamId: string; digest: string; hands: readonly string[]; data: Record<string, string | number> },
): Promise<void> {
  const says = 'You proposed this version or edited it. Somebody else who had no hand in it decides.'
  return refuseOwnHand(scope, { hands, says, team: teamId, version: digest, data })
}
