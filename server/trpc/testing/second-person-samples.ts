import type { SecondPersonFor } from '@/domain/policy/second-person'
import { MARK } from '@/server/services/testing/quillon'
import type { TwoWorkspaces } from '@/server/services/testing/two-workspaces'

/** Numbers what must be new at each call. */
let made = 0

/** Both are asked for, or neither; and nobody asks that they are not. */
const put = async ({ db, a }: TwoWorkspaces, asked: boolean): Promise<void> => {
  await db.prisma.accessRequest.deleteMany({ where: { workspaceId: a, secondPerson: { not: null } } })
  const data = { secondPersonPublishes: asked, secondPersonErases: asked }
  await db.prisma.workspace.update({ where: { id: a }, data })
}
/** A request that waits; `by` asked. What others are tried on afterwards waits for no second person. */
const waiting = async (two: TwoWorkspaces, secondPerson: SecondPersonFor, by: string) => {
  await put(two, false)
  const id = `acc_off_${++made}`
  const { entryId } = await two.db.prisma.recordEntry.findFirstOrThrow({ where: { workspaceId: two.a } })
  await two.db.prisma.accessRequest.create({
    data: {
      ...{ id, workspaceId: two.a, secondPerson, entryId, digest: id, reason: MARK },
      askedBy: { kind: 'person', id: by, name: MARK },
    },
  })
  return { id }
}
const of = (what: SecondPersonFor): Record<string, (two: TwoWorkspaces) => unknown> => ({
  [`secondPerson.${what}.get`]: () => undefined,
  [`secondPerson.${what}.ask`]: (two) => put(two, false),
  [`secondPerson.${what}.requestOff`]: async (two) => {
    await put(two, true)
    return { reason: 'a test' }
  },
  [`secondPerson.${what}.decideOff`]: async (two) => ({
    ...(await waiting(two, what, 'usr_somebody')),
    decision: 'approve',
    reason: 'a test',
  }),
  [`secondPerson.${what}.withdrawOff`]: (two) => waiting(two, what, two.people.admin),
})

/** Inputs of the procedures about second persons. */
export const SECOND_PERSONS = { ...of('publishing'), ...of('erasing') }
