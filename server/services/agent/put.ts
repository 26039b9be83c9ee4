import { z } from 'zod'
import { principalOf } from '@/domain/actor'
import { agentSchema, type Agent } from '@/domain/team/agent'
import { BatonError } from '@/domain/problem'
import { jsonProblem, refuseUnstorable } from '@/domain/storable'
import type { Tx } from '@/server/db/client'
import { newId } from '@/server/db/id'
import { digestOf } from '@/server/record/digest'
import { authorize, transact, type Context, type Scope } from '@/server/services/context'
import { asJson } from '../team/as-json'
import { findAgent, storedAgent, type StoredAgent } from './find'
import { shapeProblems } from '@/domain/team/parse'

export interface PutAgent {
  /** The whole definition, as `agentSchema` reads it; its slug names the agent. */
  agent: unknown
  /** The revision it was changed from; another one is a conflict. Absent: create or replace. */
  revision?: number | undefined
  /** Refuse to replace an agent that exists. */
  create?: boolean | undefined
}

/**
 * Creates an agent or gives it a new definition.
 * @throws BatonError invalid (with JSON pointers) | conflict
 */
export async function putAgent(ctx: Context, input: PutAgent): Promise<StoredAgent> {
  const scope = await authorize(ctx, 'agent.edit')
  const definition = parseAgent(input.agent)
  return transact(scope, async (tx, record) => {
    const stored = await storeAgent(tx, scope, definition, input)
    if (stored.changed) await record(agentEntry(stored))
    return findAgent(tx, scope.workspace.id, definition.slug)
  })
}

/** @throws BatonError invalid */
function parseAgent(agent: unknown, at = ''): Agent {
  refuseUnstorable(jsonProblem(agent), 'This agent', at)
  const parsed = z.strictObject(agentSchema.shape).safeParse(agent)
  if (parsed.success) return parsed.data
  const problems = shapeProblems(parsed.error).map((problem) => ({
    ...problem,
    pointer: at + problem.pointer,
  }))
  throw new BatonError('invalid', 'This is not a valid agent.', problems)
}

/** What the record says of a stored definition; the owner's name stays out of the leaf. */
export const agentEntry = ({ definition, created }: { definition: Agent; created: boolean }) => ({
  kind: created ? 'agent.created' : 'agent.changed',
  subject: definition.slug,
  data: {
    agent: definition.slug,
    clearance: definition.clearance,
    autonomy: definition.autonomy,
    tier: definition.tier,
    definition: digestOf(definition),
  },
})

/** Writes one definition within a transaction, and who did; an equal one changes nothing. */
export async function storeAgent(
  tx: Tx,
  scope: Scope,
  definition: Agent,
  options: { revision?: number | undefined; create?: boolean | undefined } = {},
): Promise<{ definition: Agent; created: boolean; changed: boolean }> {
  const workspaceId = scope.workspace.id
  const { slug } = definition
  const editor = principalOf(scope.actor)
  const row = await tx.agent.findUnique({ where: { workspaceId_slug: { workspaceId, slug } } })
  if (!row) {
    await tx.agent.create({
      data: { id: newId('agt'), workspaceId, slug, definition: asJson(definition), editors: [editor] },
    })
    return { definition, created: true, changed: true }
  }
  if (options.create) throw new BatonError('conflict', `There is an agent “${slug}” already.`)
  const revision = options.revision ?? row.revision
  if (digestOf(storedAgent(row).definition) === digestOf(definition) && revision === row.revision) {
    return { definition, created: false, changed: false }
  }
  const { count } = await tx.agent.updateMany({
    where: { id: row.id, revision },
    data: {
      definition: asJson(definition),
      revision: revision + 1,
      editors: [...new Set([...row.editors, editor])],
    },
  })
  if (count === 0)
    throw new BatonError('conflict', `Someone else changed ${definition.name} meanwhile. Load it again.`)
  return { definition, created: false, changed: true }
}
