import { CATEGORIES } from '@/domain/policy/classification'
import { teamToYaml } from '@/domain/team/yaml'
import { agentSchema } from '@/domain/team/agent'
import { startThread } from '@/server/services/comment/start'
import { AGENT, MARK, quillonAgent, quillonTeam, TEAM } from '@/server/services/testing/quillon'
import { secretBox } from '@/server/auth/secret-box'
import type { TwoWorkspaces } from '@/server/services/testing/two-workspaces'
import { BENCH } from './bench-samples'
import { CONNECTIONS } from './connection-samples'
import { GATE } from './gate-samples'
import { PEOPLE } from './people-samples'
import { POLICIES } from './policy-samples'
import { PRIVACY } from './privacy-samples'
import { PUBLISHING } from './publishing-samples'
import { SECOND_PERSONS } from './second-person-samples'

type Sample = (two: TwoWorkspaces) => unknown

const none: Sample = () => undefined
const bySlug =
  (slug: string): Sample =>
  () => ({ slug })

/** Numbers what must be new at each call. */
let made = 0
const next = (): number => ++made

const openReview = async (two: TwoWorkspaces) => {
  const { review, digest } = await two.waiting()
  return { id: review, digest }
}
const firstEntry = async ({ db, a }: TwoWorkspaces) => {
  const { id } = await db.prisma.recordEntry.findFirstOrThrow({ where: { workspaceId: a } })
  return { id: String(id) }
}
const newToken = async ({ db, a }: TwoWorkspaces) => {
  const id = `tok_${next()}`
  await db.prisma.apiToken.create({
    data: { id, workspaceId: a, name: MARK, hash: id, roles: ['auditor'], createdBy: {} },
  })
  return { id }
}
const newProvider = async ({ db, a, bench }: TwoWorkspaces) => {
  const id = `prov_${next()}`
  await db.prisma.provider.create({
    data: { id, workspaceId: a, name: `${MARK} ${id}`, baseUrl: bench.server.baseUrl },
  })
  return { id }
}
const newGrant = async ({ db, a }: TwoWorkspaces) => {
  const id = `mgr_${next()}`
  const agentSlug = `${AGENT}-${made}`
  await db.prisma.modelGrant.create({ data: { id, workspaceId: a, agentSlug, tier: 'large', grantedBy: {} } })
  return { id }
}
const stopped = async ({ db, a }: TwoWorkspaces, stoppedAt: Date | null) => {
  await db.prisma.agent.updateMany({ where: { workspaceId: a, slug: AGENT }, data: { stoppedAt } })
  return { slug: AGENT }
}
const stoppedTeam = async ({ db, team }: TwoWorkspaces, stoppedAt: Date | null) => {
  await db.prisma.team.update({ where: { id: team.id }, data: { stoppedAt } })
  return { slug: TEAM, reason: 'a test' }
}
const stoppedWorkspace = async ({ db, a }: TwoWorkspaces, stoppedAt: Date | null) => {
  await db.prisma.workspace.update({ where: { id: a }, data: { stoppedAt } })
  return { reason: 'a test' }
}
const draftRevision = async ({ db, team }: TwoWorkspaces) =>
  (await db.prisma.team.findUniqueOrThrow({ where: { id: team.id } })).draftRevision

const newTrigger = async ({ db, a, team }: TwoWorkspaces, kind: 'webhook' | 'schedule' = 'webhook') => {
  const id = `trg_${next()}`
  const config =
    kind === 'webhook' ? {} : { cron: '0 9 * * *', timeZone: 'UTC', missed: 'one', input: { deal_id: 'D-1' } }
  await db.prisma.teamTrigger.create({
    data: { id, workspaceId: a, teamId: team.id, kind, name: MARK, config, createdBy: {} },
  })
  return { id }
}

const newSource = async ({ db, a }: TwoWorkspaces) => {
  const id = `src_${next()}`
  await db.prisma.eventSource.create({
    data: { id, workspaceId: a, name: MARK, events: [], secretSealed: secretBox().seal(id), createdBy: {} },
  })
  return { id }
}

/** By the person who calls: nobody else may change it. */
const newComment = ({ asA }: TwoWorkspaces) =>
  startThread(asA(['auditor']), { slug: TEAM, on: { kind: 'node', id: 'draft' }, text: MARK })

/** A key that a new one has replaced, and that holds for another day. */
const heldBefore = () => ({
  previousSealed: secretBox().seal('before'),
  previousUntil: new Date(Date.now() + 86_400_000),
})

/**
 * For every procedure an input that is in order and names rows of workspace A. A procedure without one fails the test
 * of authorization: whoever adds it says here how it is called.
 */
export const SAMPLES: Record<string, Sample> = {
  live: () => ({ lastEventId: '0' }),
  'session.get': none,
  'session.updateWorkspace': () => ({ name: `${MARK} house`, timeZone: 'UTC' }),
  'overview.get': none,
  'overview.search': () => ({ text: MARK.slice(0, 5) }),

  'agents.list': none,
  'agents.get': bySlug(AGENT),
  'agents.whoSees': () => ({ team: TEAM }),
  'agents.put': () => ({ agent: { ...quillonAgent(), job: `Writes note ${next()}` } }),
  'agents.stop': async (two) => ({ ...(await stopped(two, null)), reason: 'a test' }),
  'agents.resume': (two) => stopped(two, new Date()),

  'stops.list': none,
  'stops.stopTeam': (two) => stoppedTeam(two, null),
  'stops.resumeTeam': (two) => stoppedTeam(two, new Date()),
  'stops.stopWorkspace': (two) => stoppedWorkspace(two, null),
  'stops.resumeWorkspace': (two) => stoppedWorkspace(two, new Date()),

  'engine.get': none,

  'contracts.list': none,
  'contracts.uses': () => ({ name: 'deal.ask' }),
  'teams.list': () => ({}),
  'teams.get': bySlug(TEAM),
  'teams.surroundings': none,
  'teams.templates': none,
  'teams.template': () => ({ key: 'customer-support' }),
  'teams.versions': bySlug(TEAM),
  'teams.version': () => ({ slug: TEAM, number: 1 }),
  'teams.export': bySlug(TEAM),
  'teams.create': () => ({ name: `New ${next()}`, document: quillonTeam() }),
  'teams.applyEdits': async (two) => ({
    slug: TEAM,
    revision: await draftRevision(two),
    commands: [{ type: 'team.goal', goal: `Goal ${next()}` }],
  }),
  'teams.editsSince': () => ({ slug: TEAM, revision: 0 }),
  'teams.recentEdits': bySlug(TEAM),
  'teams.bePresent': () => ({
    slug: TEAM,
    client: `window-${next()}`,
    selection: { nodes: ['draft'], edges: [], notes: [] },
  }),
  'teams.put': () => ({ slug: TEAM, document: { ...quillonTeam(), goal: `Goal ${next()}` } }),
  'teams.publish': async ({ db, team }) => {
    const { draft } = await db.prisma.team.findUniqueOrThrow({ where: { id: team.id } })
    const goal = `Published ${next()}`
    await db.prisma.team.update({ where: { id: team.id }, data: { draft: { ...(draft as object), goal } } })
    return { slug: TEAM, note: 'a test', untested: 'a test' }
  },
  'teams.archive': () => ({ slug: TEAM, archived: false }),
  'teams.import': () => ({
    slug: TEAM,
    yaml: teamToYaml({
      document: { ...quillonTeam(), goal: `Imported ${next()}` },
      agents: [agentSchema.parse(quillonAgent())],
    }),
  }),

  ...PUBLISHING,
  ...SECOND_PERSONS,
  ...POLICIES,
  ...PRIVACY,
  ...GATE,
  ...BENCH,

  'comments.list': bySlug(TEAM),
  'comments.mentions': none,
  'comments.start': () => ({ slug: TEAM, on: { kind: 'team' }, text: `Word ${next()}` }),
  'comments.reply': async (two) => ({ thread: (await newComment(two)).thread, text: 'a test' }),
  'comments.edit': async (two) => ({ id: (await newComment(two)).comment, text: `Word ${next()}` }),
  'comments.remove': async (two) => ({ id: (await newComment(two)).comment }),
  'comments.resolve': async (two) => ({ thread: (await newComment(two)).thread, resolved: true }),
  'comments.see': async (two) => ({ thread: (await newComment(two)).thread }),

  'triggers.list': () => ({ team: TEAM }),
  'triggers.put': () => ({ team: TEAM, settings: { kind: 'form', name: `Form ${next()}`, config: {} } }),
  'triggers.enable': async (two) => ({ ...(await newTrigger(two)), enabled: false }),
  'triggers.rotate': (two) => newTrigger(two),
  'triggers.endOldKey': async (two) => {
    const { id } = await newTrigger(two)
    await two.db.prisma.teamTrigger.update({ where: { id }, data: heldBefore() })
    return { id }
  },
  'triggers.remove': (two) => newTrigger(two),
  'triggers.test': (two) => newTrigger(two, 'schedule'),
  'triggers.limit': () => ({ team: TEAM, maxInFlight: 500 }),

  'events.sources': none,
  'events.put': async (two) => ({ ...(await newSource(two)), name: `Renamed ${next()}` }),
  'events.rotate': newSource,
  'events.endOldKey': async (two) => {
    const { id } = await newSource(two)
    await two.db.prisma.eventSource.update({ where: { id }, data: heldBefore() })
    return { id }
  },
  'events.enable': async (two) => ({ ...(await newSource(two)), enabled: false }),
  'events.remove': newSource,

  'runs.list': () => ({ team: TEAM, text: MARK }),
  'runs.get': async (two) => ({ id: (await two.waiting()).run }),
  'runs.step': async (two) => ({ id: (await two.waiting()).run, node: 'start', iteration: 0, attempt: 0 }),
  'runs.asAgent': async (two) => ({ id: (await two.waiting()).run, agent: AGENT }),
  'runs.states': async (two) => ({ id: (await two.waiting()).run }),
  'runs.start': () => ({ team: TEAM, input: { deal_id: 'D-1' }, idempotencyKey: `key ${next()}` }),
  'runs.restartOptions': async (two) => ({ id: (await two.waiting()).run }),
  'runs.restart': async (two) => ({ id: (await two.waiting()).run, from: 'start' }),
  'runs.cancel': async (two) => ({ id: (await two.waiting()).run, reason: 'a test' }),

  'reviews.list': () => ({ status: 'open' }),
  'reviews.get': openReview,
  'reviews.preview': async (two) => ({ ...(await openReview(two)), edit: { deal_id: 'D-1', amount: 7 } }),
  'reviews.decide': async (two) => {
    const { id, digest } = await openReview(two)
    return { id, verdict: { decision: 'reject', digest, reason: 'a test' } }
  },

  'record.head': none,
  'record.list': () => ({ text: MARK, limit: 50 }),
  'record.newer': () => ({ after: '0' }),
  'record.get': firstEntry,
  'record.why': firstEntry,
  'record.checkpoints': () => ({}),
  'record.growth': () => ({ from: 1, to: 2 }),
  'record.range': () => ({ from: 0, to: 10, frontier: true }),

  'members.list': none,
  'members.create': () => ({ email: `new${next()}@example.test`, name: 'New', roles: ['auditor'] }),
  'members.setRoles': ({ people }) => ({ id: people.reviewer, roles: ['reviewer'] }),
  'members.setClearance': ({ people }) => ({
    id: people.reviewer,
    clearance: 'restricted',
    categories: [...CATEGORIES],
  }),
  'members.disable': async (two) => ({ id: await two.member(`Leaves ${MARK}`, ['auditor']), disabled: true }),

  ...PEOPLE,

  'tokens.list': none,
  'tokens.offered': none,
  'tokens.create': () => ({ name: 'a test', roles: ['admin'] }),
  'tokens.revoke': newToken,

  'costs.summary': () => ({ by: 'agent', from: '2026-01-01', to: '2026-12-31' }),
  'budgets.list': none,
  'budgets.guards': none,
  'budgets.setGuard': () => ({
    team: TEAM,
    guard: { on: true, times: 4, leastMicros: '200000' },
    reason: 'Its runs vary more',
  }),
  'budgets.grants': none,
  'budgets.grant': () => ({ agent: AGENT, tier: 'large', reason: 'For the quarter’s end' }),
  'budgets.revokeGrant': newGrant,
  'budgets.history': () => ({}),
  'budgets.dearestCall': () => ({ scope: 'workspace' }),
  'budgets.put': ({ team }) => ({
    scope: 'team',
    subject: team.id,
    period: 'day',
    capMicros: 5_000_000n,
    reason: 'As agreed',
  }),
  'budgets.remove': async (two) => ({
    id: await two.budget('team', two.team.id, 7_000_000n),
    reason: 'Not needed any more',
  }),

  ...CONNECTIONS,

  'models.list': none,
  'models.putProvider': async (two) => ({
    ...(await newProvider(two)),
    name: `Renamed ${next()}`,
    baseUrl: two.bench.server.baseUrl,
    key: 'sk-of-quillon',
  }),
  'models.putModel': ({ model }) => ({ id: model, position: next() }),
  'models.test': ({ model }) => ({ id: model }),
  'models.putLimits': async (two) => ({
    ...(await newProvider(two)),
    requestsPerMinute: next() + 100,
    tokensPerMinute: null,
    parallelCalls: null,
  }),
  'models.reset': ({ model }) => ({ id: model }),
  'models.removeProvider': newProvider,
}
