import { principalOf } from '@/domain/actor'
import { BatonError } from '@/domain/problem'
import type { Tx } from '@/server/db/client'
import { appendEntries } from '@/server/record/append'
import type { Scope } from '@/server/services/context'

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
export async function refuseOwn(
  scope: Scope,
  {
    teamId,
    digest,
    hands,
    data,
  }: { teamId: string; digest: string; hands: readonly string[]; data: Record<string, string | number> },
): Promise<void> {
  if (!hands.includes(principalOf(scope.actor))) return
  await appendEntries(scope.db.prisma, scope.workspace.id, [
    {
      kind: 'verdict.refused',
      actor: scope.actor,
      team: teamId,
      version: digest,
      data: { because: 'four_eyes', ...data },
    },
  ])
  throw new BatonError(
    'forbidden',
    'You proposed this version or edited it. Somebody else who had no hand in it decides.',
  )
}
