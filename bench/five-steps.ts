import { teamDocumentSchema, type TeamDocument } from '@/domain/team/document'
import { compileTeam } from '@/domain/team/compile'
import { agentSchema } from '@/domain/team/agent'
import type { Db } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { digestOf } from '@/server/record/digest'
import type { Context } from '@/server/services/context'

const NAMES = ['a1', 'a2', 'a3', 'a4', 'a5']

const agent = agentSchema.parse({
  slug: 'writer',
  name: 'Writer',
  job: 'Writes',
  owner: 'Bench',
  clearance: 'internal',
  autonomy: 3,
})

/** Trigger, five agents in a row with contracts at both ends and views of their own, end. */
export function fiveSteps(): TeamDocument {
  const field = (schema: object) => ({ ...schema, 'x-classification': 'internal' })
  const edge = (from: string, to: string) => ({
    id: `${from}_${to}`,
    from: { node: from, port: 'out' },
    to: { node: to },
  })
  const path = ['start', ...NAMES, 'done']
  return teamDocumentSchema.parse({
    format: 1,
    name: 'Five steps',
    goal: 'Measure.',
    contracts: [
      {
        name: 'bench.note',
        version: 1,
        schema: {
          type: 'object',
          additionalProperties: false,
          required: ['note', 'amount'],
          properties: {
            note: field({ type: 'string', maxLength: 400 }),
            amount: field({ type: 'number', minimum: 0 }),
          },
        },
      },
    ],
    nodes: [
      { kind: 'trigger', id: 'start', name: 'Start', produces: 'bench.note@1' },
      ...NAMES.map((id) => ({
        kind: 'agent',
        id,
        name: id,
        agent: 'writer',
        accepts: 'bench.note@1',
        produces: 'bench.note@1',
        reads: ['start'],
      })),
      { kind: 'end', id: 'done', name: 'Done' },
    ],
    edges: path.slice(1).map((to, i) => edge(path[i] ?? '', to)),
  })
}

/** A workspace with the team published, and a context to start its runs. */
export async function publish(db: Db, document: TeamDocument): Promise<Context> {
  const { bundle, problems } = compileTeam(document, { agents: [agent], connections: [] })
  if (!bundle) throw new Error(`not sound: ${problems.map(({ message }) => message).join('; ')}`)
  const [workspaceId, teamId, versionId] = [newId('ws'), newId('team'), newId('ver')]
  const actor = { kind: 'system' as const, id: 'bench', name: 'Bench' }
  await db.prisma.workspace.create({ data: { id: workspaceId, slug: 'bench', name: 'Bench' } })
  await db.prisma.team.create({
    data: {
      id: teamId,
      workspaceId,
      slug: 'five',
      name: document.name,
      draft: document as object,
      publishedId: versionId,
    },
  })
  await db.prisma.teamVersion.create({
    data: {
      id: versionId,
      workspaceId,
      teamId,
      number: 1,
      digest: digestOf(bundle),
      bundle: bundle as object,
      document: document as object,
      editors: [],
      publishedBy: actor,
    },
  })
  return {
    db,
    actor,
    roles: ['operator'],
    workspace: { id: workspaceId, slug: 'bench', name: 'Bench', timeZone: 'UTC' },
  }
}
