import { sealSubject } from '@/server/record/erasure/holds'
import { MARK } from '@/server/services/testing/quillon'
import type { TwoWorkspaces } from '@/server/services/testing/two-workspaces'

/** Numbers what must be new at each call. */
let made = 0

const somebody = () => ({ emails: [`nobody${++made}@example.org`], phones: [], names: [], ids: [] })

/** A request that waits; `by` asked for it. */
const proposed = async ({ db, a }: TwoWorkspaces, by: string) => {
  const id = `ers_${++made}`
  await db.prisma.erasure.create({
    data: {
      ...{ id, workspaceId: a, status: 'proposed', reach: 'mentions', reason: MARK, leftOut: [] },
      subjectSealed: sealSubject(somebody()),
      requestedBy: { kind: 'person', id: by, name: MARK },
    },
  })
  return { id }
}
/** One that was carried out, with its certificate. */
const done = async ({ db, a }: TwoWorkspaces) => {
  const id = `ers_${++made}`
  const { entryId } = await db.prisma.recordEntry.findFirstOrThrow({ where: { workspaceId: a } })
  await db.prisma.erasure.create({
    data: {
      ...{ id, workspaceId: a, status: 'done', reach: 'mentions', reason: MARK, leftOut: [], entryId },
      ...{
        certificate: { id, runs: [], elsewhere: [] },
        requestedBy: { kind: 'person', id: 'usr_x', name: MARK },
      },
    },
  })
  return { id }
}
const held = async ({ db, a, people }: TwoWorkspaces) => {
  const id = `hold_${++made}`
  await db.prisma.legalHold.create({
    data: {
      ...{ id, workspaceId: a, kind: 'run', target: `run_${made}`, label: MARK, reason: MARK },
      placedBy: { kind: 'person', id: people.admin, name: MARK },
    },
  })
  return { id }
}
/** Somebody whom a test case names, so that there is something to erase. */
const named = async ({ db, a, team }: TwoWorkspaces) => {
  const subject = somebody()
  const id = `case_${++made}`
  await db.prisma.teamCase.create({
    data: {
      ...{ id, workspaceId: a, teamId: team.id, name: id, position: made, updatedBy: {} },
      definition: { name: id, kind: 'normal', input: { email: subject.emails[0] }, expect: { ends: 'done' } },
    },
  })
  return subject
}

/** Inputs of the procedures about people's data. */
export const PRIVACY: Record<string, (two: TwoWorkspaces) => unknown> = {
  'privacy.list': () => undefined,
  'privacy.find': () => ({ subject: somebody() }),
  'privacy.erase': async (two) => ({ subject: await named(two), reach: 'mentions', reason: 'a test' }),
  'privacy.preview': (two) => proposed(two, 'usr_somebody'),
  'privacy.decide': async (two) => ({
    ...(await proposed(two, 'usr_somebody')),
    decision: 'decline',
    reason: 'a test',
  }),
  'privacy.withdraw': (two) => proposed(two, two.people.admin),
  'privacy.certificate': done,
  'privacy.holds': () => undefined,
  'privacy.hold': () => ({ on: { kind: 'person', subject: somebody() }, reason: 'a test' }),
  'privacy.lift': async (two) => ({ ...(await held(two)), reason: 'a test' }),
  'privacy.retention': () => undefined,
  'privacy.putRetention': () => ({ days: { restricted: 3650 } }),
  'privacy.dryRun': () => ({ days: { restricted: 30 } }),
}
