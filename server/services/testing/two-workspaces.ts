import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { ROLES, type Role } from '@/domain/policy/permission'
import { WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import { newId } from '@/server/db/id'
import { inDatabase } from '@/server/db/url'
import { saying, startEngineBench, type EngineBench } from '@/server/engine/testing/engine-bench'
import { Sequencer } from '@/server/record/sequencer'
import { putAgent } from '../agent/put'
import type { Context } from '../context'
import { getReview } from '../review/get'
import { startRun } from '../run/start'
import { createTeam } from '../team/create'
import { publishTeam } from '../team/publish'
import { holdings } from './holdings'
import { AGENT, MARK, quillonAgent, quillonTeam, TEAM } from './quillon'

export type TwoWorkspaces = Awaited<ReturnType<typeof startTwoWorkspaces>>

/**
 * Workspace A, where everything there is has rows: people, tokens, a published team, runs that are done and that wait,
 * budgets, a provider, a numbered record. And others, whose members know nothing of it. A worker runs all the while.
 */
export async function startTwoWorkspaces() {
  process.env['BATON_SECRET_KEY'] ??= randomBytes(32).toString('base64')
  process.env['LOG_LEVEL'] ??= 'silent'
  const bench: EngineBench = await startEngineBench()
  process.env['DATABASE_URL'] ??= String(bench.db.pool.options.connectionString)
  const { db, workspaceId: a } = bench
  const { prisma } = db
  await prisma.workspace.update({ where: { id: a }, data: { name: `${MARK} house`, slug: MARK } })
  // The bench sealed its key with a box of its own; the console's services open with the installation's.
  await prisma.provider.updateMany({ data: { keySealed: null } })
  const people = {
    admin: await member(bench, a, `Ada ${MARK}`, ['admin', 'operator']),
    operator: await member(bench, a, `Alan ${MARK}`, ['operator']),
    reviewer: await member(bench, a, `Rosa ${MARK}`, ['reviewer']),
  }
  const workspaceA = { id: a, slug: MARK, name: `${MARK} house`, timeZone: 'UTC' }
  const asA = (roles: readonly Role[], id = people.admin): Context => ({
    db,
    roles,
    actor: { kind: 'person', id, name: `Ada ${MARK}` },
    workspace: workspaceA,
  })
  await putAgent(asA(['operator']), { agent: quillonAgent() })
  const team = await createTeam(asA(['operator']), {
    name: `${MARK} deals`,
    slug: TEAM,
    document: quillonTeam(),
  })
  const version = await publishTeam(asA(['operator']), { slug: TEAM, note: `First of ${MARK}` })
  bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 5000 }))

  const cluster = inject('cluster')
  const admin = new pg.Pool({ connectionString: inDatabase(cluster.adminUrl, await nameOf(bench)), max: 2 })
  const sequencer = new Sequencer(admin)

  const two = {
    bench,
    db,
    admin,
    a,
    people,
    team,
    version,
    asA,
    /** Who may everything in a workspace B of their own, where nothing is yet. */
    async asB(): Promise<Context> {
      const id = newId('ws')
      const workspace = { id, slug: id.replaceAll('_', '-'), name: 'Other house', timeZone: 'UTC' }
      await prisma.workspace.create({ data: workspace })
      const actor = {
        kind: 'person',
        id: await member(bench, id, 'Bea Other', ROLES),
        name: 'Bea Other',
      } as const
      return { db, roles: ROLES, actor, workspace }
    },
    model: (await prisma.model.findFirstOrThrow()).id,
    connection: (await prisma.connection.findFirstOrThrow()).id,
    /** A run that waits for a person. */
    async waiting() {
      const { id: run } = await startRun(asA(['operator'], people.operator), {
        team: TEAM,
        input: { deal_id: 'D-1' },
      })
      await bench.settled(run)
      const { id } = await prisma.review.findFirstOrThrow({ where: { runId: run, status: 'open' } })
      const { digest } = await getReview(asA(['reviewer']), { id })
      return { run, review: id, digest }
    },
    /** A run whose agent is stopped by its budget, and the review that asks to raise it. */
    async blocked() {
      const budget = await two.budget('agent', AGENT, 1n)
      const { id: run } = await startRun(asA(['operator']), { team: TEAM, input: { deal_id: 'D-1' } })
      await bench.settled(run)
      const { id } = await prisma.review.findFirstOrThrow({ where: { runId: run, status: 'open' } })
      const { digest, kind, view } = await getReview(asA(['reviewer']), { id })
      return { run, review: id, digest, kind, budget, enough: view.budget?.proposedCapMicros ?? '' }
    },
    async budget(scope: string, subject: string, capMicros: bigint): Promise<string> {
      await prisma.budget.deleteMany({ where: { scope, subject, period: 'day' } })
      return bench.budget(scope, subject, 'day', capMicros)
    },
    member: (name: string, roles: Role[]) => member(bench, a, name, roles),
    /** Numbers and signs what is on the record so far. */
    sequence: () => sequencer.sequence(),
    /** What A holds once its runs wait for people or are over, by `holdings`. */
    async held(): Promise<Record<string, string>> {
      const running = await prisma.run.findMany({ where: { workspaceId: a, status: 'running' } })
      for (const { id } of running) await bench.settled(id)
      return holdings(admin, a)
    },
    async close() {
      await admin.end()
      await bench.close()
    },
  }
  return two
}

async function member(bench: EngineBench, workspaceId: string, name: string, roles: readonly Role[]) {
  const id = newId('usr')
  const email = `${id}@example.test`
  await bench.db.prisma.user.create({
    data: {
      id,
      email,
      name,
      memberships: { create: { workspaceId, roles: [...roles], ...WHOLE_CLEARANCE } },
    },
  })
  return id
}

async function nameOf({ db }: EngineBench): Promise<string> {
  const { rows } = await db.pool.query<{ name: string }>('select current_database() as name')
  return rows[0]?.name ?? ''
}
