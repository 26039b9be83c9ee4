import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import { denialOf } from '@/domain/policy/denial'
import { permissionRequest } from '@/domain/policy/permitted'
import { appendEntries } from '@/server/record/append'
import { asJson } from '@/server/services/team/as-json'
import { MARK } from '@/server/services/testing/quillon'
import type { TwoWorkspaces } from '@/server/services/testing/two-workspaces'

/** Numbers what must be new at each call. */
let made = 0

const policies = () => [
  ...DEFAULT_POLICIES,
  {
    id: `mine-${++made}`,
    title: MARK,
    text: 'forbid (principal == Baton::Agent::"nobody", action, resource);',
  },
]

/** A version in a state; the one before it in that state is gone. */
const newVersion = async ({ db, a }: TwoWorkspaces, status: string, by: string) => {
  await db.prisma.policyVersion.deleteMany({ where: { workspaceId: a, status } })
  const number = ++made
  const [id, digest] = [`pol_${number}`, `sha256:${number}`]
  await db.prisma.policyVersion.create({
    data: {
      ...{ id, workspaceId: a, number, digest, note: MARK, status, editors: [by] },
      policies: policies(),
      proposedBy: { kind: 'person', id: by, name: MARK },
    },
  })
  return { id, digest }
}
const newDraft = async ({ db, a }: TwoWorkspaces) => {
  await db.prisma.policyVersion.deleteMany({ where: { workspaceId: a, status: 'proposed' } })
  const data = { policies: policies(), revision: ++made, editors: ['usr_somebody'] }
  await db.prisma.policyDraft.upsert({
    where: { workspaceId: a },
    create: { workspaceId: a, ...data },
    update: data,
  })
  return data
}

const denial = () =>
  denialOf(permissionRequest({ kind: 'person', id: `usr_${++made}`, roles: [] }, 'run.start', MARK), {
    policies: [],
  })
const newDenial = async ({ db, a }: TwoWorkspaces) => {
  const actor = { kind: 'system', id: 'engine', name: 'Engine' } as const
  const [id = ''] = await appendEntries(db.prisma, a, [
    { kind: 'tool.refused', actor, data: { denial: denial() } },
  ])
  return id
}
const newRequest = async ({ db, a }: TwoWorkspaces) => {
  const id = `acc_${++made}`
  await db.prisma.accessRequest.create({
    data: {
      ...{ id, workspaceId: a, entryId: id, denial: asJson(denial()), digest: id, reason: MARK },
      askedBy: { kind: 'person', id: 'usr_somebody', name: MARK },
    },
  })
  return id
}

/** Inputs of the procedures about policies. */
export const POLICIES: Record<string, (two: TwoWorkspaces) => unknown> = {
  'policies.get': () => undefined,
  'policies.version': async (two) => ({ id: (await newVersion(two, 'past', 'usr_somebody')).id }),
  'policies.denials': () => ({}),
  'policies.access': () => undefined,
  'policies.waiting': () => undefined,
  'policies.requestAccess': async (two) => ({ entryId: await newDenial(two), reason: 'a test' }),
  'policies.decideAccess': async (two) => ({
    id: await newRequest(two),
    decision: 'decline',
    reason: 'a test',
  }),
  'policies.replay': async (two) => ({ revision: (await newDraft(two)).revision }),
  'policies.save': async (two) => ({ policies: policies(), revision: (await newDraft(two)).revision }),
  'policies.discard': () => undefined,
  'policies.publish': async (two) => ({ revision: (await newDraft(two)).revision, note: 'a test' }),
  'policies.decide': async (two) => ({
    ...(await newVersion(two, 'proposed', 'usr_somebody')),
    decision: 'decline',
    reason: 'a test',
  }),
  'policies.withdraw': async (two) => ({ id: (await newVersion(two, 'proposed', two.people.admin)).id }),
}
