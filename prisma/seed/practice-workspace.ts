import { system } from '@/domain/actor'
import { WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import { ROLES } from '@/domain/policy/permission'
import { limitOf } from '@/domain/budget/limit'
import { MICROS_PER_DOLLAR } from '@/domain/budget/money'
import { generatePassword, hashPassword } from '@/server/auth/password'
import type { SecretBox } from '@/server/auth/secret-box'
import type { Db, Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { SANDBOX_MODELS } from '@/server/practice/sandbox-model'
import { appendEntries } from '@/server/record/append'
import type { Context } from '@/server/services/context'
import {
  addPracticeConnections,
  NOT_YET,
  type PracticeConnection,
} from '@/server/services/connection/add-practice'
import { keepChange } from '@/server/services/budget/keep-change'
import { createTeam } from '@/server/services/team/create'
import { publishTeam } from '@/server/services/team/publish'
import { templateFolder, templateFolders } from '@/server/templates/folders'
import { PEOPLE } from './people'

const PRACTICE_SLUG = 'larkspur'
const SALES_TEAM_SLUG = 'sales-operations'

type Workspace = NonNullable<Context['workspace']>

/** The seed's own context: it does what people could do, through the same services, and is on the record as itself. */
const seedContext = (db: Db, workspace: Workspace): Context => ({
  db,
  actor: system('seed'),
  workspace,
  roles: ROLES,
})

/**
 * The workspace to practise in: accounts for each role, the sandbox model, the practice systems of all templates, and the
 * sales-operations team, published. May be called again: what is there stays as people have changed it, what is missing is added.
 */
export async function seedPracticeWorkspace(db: Db, box: SecretBox): Promise<Workspace> {
  const workspace = await ensureWorkspace(db)
  await ensurePeople(db, workspace)
  // Read before a transaction is open, which has but seconds.
  const systems = templateFolders().flatMap((template) => template.systems)
  await db.prisma.$transaction((tx) => ensureSandbox(tx, workspace))
  await db.prisma.$transaction((tx) => ensureSystems(tx, workspace, box, systems))
  await db.prisma.$transaction((tx) => ensureBudgets(tx, workspace))
  const ctx = seedContext(db, workspace)
  const where = { workspaceId_slug: { workspaceId: workspace.id, slug: SALES_TEAM_SLUG } }
  if (!(await db.prisma.team.findUnique({ where }))) {
    const { name } = templateFolder(SALES_TEAM_SLUG).document
    await createTeam(ctx, { name, slug: SALES_TEAM_SLUG, template: SALES_TEAM_SLUG })
    await publishTeam(ctx, { slug: SALES_TEAM_SLUG, note: 'As seeded', untested: 'It is as it came.' })
  }
  return workspace
}

async function ensureWorkspace({ prisma }: Db): Promise<Workspace> {
  const found = await prisma.workspace.findUnique({ where: { slug: PRACTICE_SLUG } })
  if (found) return found
  return prisma.$transaction(async (tx) => {
    const data = {
      id: newId('ws'),
      slug: PRACTICE_SLUG,
      name: 'Larkspur Sales',
      timeZone: 'UTC',
      practice: true,
    }
    await tx.workspace.create({ data })
    await appendEntries(tx, data.id, [
      { kind: 'workspace.created', actor: system('seed'), data: { slug: data.slug, practice: true } },
    ])
    return data
  })
}

/** In the order in which the sign-in page offers them. */
async function ensurePeople({ prisma }: Db, workspace: Workspace): Promise<void> {
  for (const { name, email, roles } of Object.values(PEOPLE)) {
    if (await prisma.user.findUnique({ where: { email } })) continue
    // A hash of a password that is thrown away: nobody can sign in with one.
    const passwordHash = await hashPassword(generatePassword())
    await prisma.$transaction(async (tx) => {
      const id = newId('usr')
      await tx.user.create({ data: { id, email, name, passwordHash, practice: true } })
      await tx.membership.create({
        data: { workspaceId: workspace.id, userId: id, roles: [...roles], ...WHOLE_CLEARANCE },
      })
      await appendEntries(tx, workspace.id, [
        {
          kind: 'member.added',
          actor: system('seed'),
          data: { member: id, roles: [...roles], newAccount: true },
          sealed: { name, email },
        },
      ])
    })
  }
}

async function ensureSandbox(tx: Tx, { id: workspaceId }: Workspace): Promise<void> {
  if (await tx.provider.findFirst({ where: { workspaceId, kind: 'sandbox' } })) return
  const id = newId('prov')
  await tx.provider.create({
    data: { id, workspaceId, name: 'Sandbox, no AI', baseUrl: `${NOT_YET}/v1`, kind: 'sandbox' },
  })
  await tx.model.createMany({
    data: SANDBOX_MODELS.map((model) => ({
      id: newId('mod'),
      workspaceId,
      providerId: id,
      position: 1000,
      ...model,
    })),
  })
  await appendEntries(tx, workspaceId, [
    {
      kind: 'provider.added',
      actor: system('seed'),
      subject: 'Sandbox, no AI',
      data: { provider: id, models: SANDBOX_MODELS.map(({ name }) => name) },
    },
  ])
}

async function ensureSystems(
  tx: Tx,
  { id }: Workspace,
  box: SecretBox,
  systems: readonly PracticeConnection[],
): Promise<void> {
  const added = await addPracticeConnections(tx, id, () => box, systems)
  await appendEntries(
    tx,
    id,
    added.map((entry) => ({ ...entry, actor: system('seed') })),
  )
}

async function ensureBudgets(tx: Tx, { id: workspaceId }: Workspace): Promise<void> {
  const wanted = [
    { scope: 'workspace', subject: workspaceId, period: 'month', dollars: 50n },
    ...templateFolder(SALES_TEAM_SLUG).agents.map(({ slug }) => ({
      scope: 'agent',
      subject: slug,
      period: 'day',
      dollars: 2n,
    })),
  ]
  for (const { dollars, ...key } of wanted) {
    const capMicros = dollars * MICROS_PER_DOLLAR
    const where = { workspaceId_scope_subject_team_period: { workspaceId, ...key, team: '' } }
    if (await tx.budget.findUnique({ where })) continue
    const id = newId('bud')
    const actor = system('seed')
    const set = await tx.budget.create({
      data: { id, workspaceId, ...key, capMicros, hard: true, updatedBy: actor },
    })
    const change = { was: null, now: limitOf(set), reason: 'It came with the practice workspace' }
    const entry = await keepChange(tx, { workspace: { id: workspaceId }, actor }, set, change)
    await appendEntries(tx, workspaceId, [{ actor, ...entry }])
  }
}
