import { MARK } from '@/server/services/testing/quillon'
import type { TwoWorkspaces } from '@/server/services/testing/two-workspaces'

/** Numbers what must be new at each call. */
let made = 0
const next = (): number => ++made

/** A browser of somebody's. */
const newSession = async ({ db }: TwoWorkspaces, userId: string) => {
  const id = `ses_${next()}`
  const data = { id, userId, method: 'password', address: '192.0.2.1', agent: MARK }
  await db.prisma.userSession.create({ data })
  return { id }
}
const newGroup = async ({ db, a }: TwoWorkspaces) => {
  const id = `grp_${next()}`
  const data = { id, workspaceId: a, name: `${MARK} ${id}`, roles: [], categories: [], claims: [] }
  await db.prisma.peopleGroup.create({ data })
  return { id }
}
const ruleFor = ({ team }: TwoWorkspaces) => ({
  ...{ teamId: team.id, connection: null, risk: 'high', fourEyes: false },
  ...{ clearance: 'public', categories: [], groupId: null },
})
const newRule = async (two: TwoWorkspaces) => {
  const id = `rule_${next()}`
  await two.db.prisma.reviewRule.create({ data: { id, workspaceId: two.a, ...ruleFor(two) } })
  return { id }
}
/** From the caller, to somebody new: nobody stands in twice for one. */
const newDelegation = async ({ db, a, people, member }: TwoWorkspaces) => {
  const id = `dlg_${next()}`
  const toId = await member(`Stands in ${MARK}`, ['auditor'])
  const data = { id, workspaceId: a, fromId: people.admin, toId, reason: MARK, until: inAnHour() }
  await db.prisma.delegation.create({ data })
  return { id }
}
const inAnHour = () => new Date(Date.now() + 3_600_000)

/** Inputs of the procedures about people: sessions, groups, rules for reviews, delegations, permissions taken. */
export const PEOPLE: Record<string, (two: TwoWorkspaces) => unknown> = {
  'sessions.list': () => undefined,
  'sessions.end': (two) => newSession(two, two.people.admin),
  'sessions.endOthers': () => undefined,
  'sessions.of': ({ people }) => ({ member: people.reviewer }),
  'sessions.endOf': async (two) => ({
    member: two.people.reviewer,
    ...(await newSession(two, two.people.reviewer)),
  }),

  'groups.list': () => undefined,
  'groups.put': async (two) => ({
    ...(await newGroup(two)),
    ...{
      name: `Renamed ${next()}`,
      roles: ['auditor'],
      clearance: 'internal',
      categories: ['pii'],
      claims: [],
    },
  }),
  'groups.setMembers': async (two) => ({ ...(await newGroup(two)), members: [two.people.reviewer] }),
  'groups.remove': newGroup,

  'reviewRules.list': () => undefined,
  'reviewRules.put': async (two) => ({ ...(await newRule(two)), ...ruleFor(two) }),
  'reviewRules.remove': newRule,

  'delegations.list': () => undefined,
  'delegations.create': async ({ member }) => ({
    ...{ to: await member(`Stands in ${MARK}`, ['auditor']), until: inAnHour(), reason: 'a test' },
  }),
  'delegations.end': newDelegation,

  'reveals.mine': async (two) => ({ run: (await two.waiting()).run }),
  'reveals.reveal': async (two) => ({ run: (await two.waiting()).run, reason: 'a test that has to see it' }),
  'reveals.end': async (two) => {
    const { run } = await two.waiting()
    const data = { id: `rvl_${next()}`, workspaceId: two.a, userId: two.people.admin, runId: run }
    await two.db.prisma.reveal.create({ data: { ...data, endsAt: new Date(Date.now() + 600_000) } })
    return { run }
  },

  'access.list': () => undefined,
  'access.take': async ({ db, a }) => {
    await db.prisma.breakGlass.deleteMany({ where: { workspaceId: a } })
    return { permission: 'run.start', minutes: 5, reason: 'a test that cannot wait' }
  },
  'access.end': async ({ db, a, people }) => {
    const id = `brk_${next()}`
    const data = {
      id,
      workspaceId: a,
      userId: people.admin,
      permission: 'run.start',
      reason: MARK,
      endsAt: inAnHour(),
    }
    await db.prisma.breakGlass.create({ data })
    return { id }
  },
}
