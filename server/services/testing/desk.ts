import { afterAll, beforeAll } from 'vitest'
import type { Actor } from '@/domain/actor'
import { BatonError } from '@/domain/problem'
import type { Role } from '@/domain/policy/permission'
import { WHOLE_CLEARANCE } from '@/domain/policy/starting-clearance'
import type { Command } from '@/domain/team/command'
import { teamDocumentSchema, type TeamDocument } from '@/domain/team/document'
import { openDb, type Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { createTestDatabase, type TestDatabase } from '@/server/db/testing/test-database'
import type { Context } from '../context'
import { parseBody } from '../record/shape'

/** A database for a test file, and people at work in workspaces of their own. */
export function useDesk() {
  let database: TestDatabase
  let db: Db
  let workspace: NonNullable<Context['workspace']>
  beforeAll(async () => {
    database = await createTestDatabase()
    db = openDb(database.appUrl, 8)
  })
  afterAll(async () => {
    await db.close()
    await database.drop()
  })
  /** Someone in the workspace entered last. */
  const as = (id: string, roles: readonly Role[] = ['operator']): Context => {
    const actor: Actor = { kind: 'person', id, name: 'Odile Farrow' }
    return { db, actor, workspace, roles }
  }
  return {
    as,
    db: () => db,
    workspaceId: () => workspace.id,
    /** A new workspace, and its operator, who is cleared for everything. */
    enter: async (): Promise<Context> => {
      const id = newId('ws')
      workspace = { id, slug: id, name: 'Larkspur', timeZone: 'Europe/Berlin' }
      await db.prisma.workspace.create({ data: workspace })
      const [operator, membership] = [
        'usr_odile',
        { workspaceId: id, roles: ['operator'], ...WHOLE_CLEARANCE },
      ]
      await db.prisma.user.upsert({
        where: { id: operator },
        create: {
          ...{ id: operator, name: 'Odile Farrow', email: 'odile@example.test' },
          memberships: { create: membership },
        },
        update: { memberships: { create: membership } },
      })
      return as(operator)
    },
    /** Kinds of the entries on the workspace's record, oldest first. */
    kinds: async (): Promise<string[]> => {
      const where = { workspaceId: workspace.id }
      return (await db.prisma.recordEntry.findMany({ where, orderBy: { id: 'asc' } })).map(({ kind }) => kind)
    },
    /** What the newest entry of a kind on the workspace's record says. */
    lastEntry: async (kind: string) => {
      const where = { workspaceId: workspace.id, kind }
      const { body } = await db.prisma.recordEntry.findFirstOrThrow({ where, orderBy: { id: 'desc' } })
      return parseBody(Buffer.from(body))
    },
  }
}

export const agent = {
  slug: 'writer',
  name: 'Writer',
  job: 'Writes.',
  owner: 'O. Farrow',
  clearance: 'internal',
}
const text = (max: number) => ({
  type: 'object',
  properties: { text: { type: 'string', maxLength: max, 'x-classification': 'internal' } },
  required: ['text'],
  additionalProperties: false,
})
export const drawn = (name = 'Desk', max = 100): TeamDocument =>
  teamDocumentSchema.parse({
    format: 1,
    name,
    contracts: [
      { name: 'case.request', version: 1, schema: text(max) },
      { name: 'case.answer', version: 1, schema: text(500) },
    ],
    nodes: [
      { kind: 'trigger', id: 'start', name: 'Start', produces: 'case.request@1' },
      {
        kind: 'agent',
        id: 'answer',
        name: 'Answer',
        agent: 'writer',
        accepts: 'case.request@1',
        produces: 'case.answer@1',
        task: 'Answer.',
      },
      { kind: 'end', id: 'done', name: 'Done' },
    ],
    edges: [
      { id: 'one', from: { node: 'start' }, to: { node: 'answer' } },
      { id: 'two', from: { node: 'answer' }, to: { node: 'done' } },
    ],
  })

export async function failure(work: Promise<unknown>): Promise<BatonError> {
  const error: unknown = await work.catch((thrown: unknown) => thrown)
  if (error instanceof BatonError) return error
  throw new Error('expected a BatonError', { cause: error })
}

export const goal = (value: string): Command => ({ type: 'team.goal', goal: value })
