import { z } from 'zod'
import { actorSchema, principalOf } from '@/domain/actor'
import { decideBy } from '@/domain/policy/cedar/decide'
import type { PolicySet } from '@/domain/policy/cedar/policy'
import { policyProblems } from '@/domain/policy/cedar/problems'
import { replay, type Judge, type PastDecision, type Replay } from '@/domain/policy/replay'
import { modelRequest, toolRequest, type DeedContext } from '@/domain/policy/deeds'
import { seesBy } from '@/domain/policy/sight'
import type { ViewField } from '@/domain/policy/view'
import { BatonError } from '@/domain/problem'
import type { Agent, ModelTier } from '@/domain/team/agent'
import type { Bundle } from '@/domain/team/bundle'
import { errandOf } from '@/domain/team/document'
import { contractNamesBySlot } from '@/domain/team/scope'
import { isStaffed } from '@/domain/team/staff'
import { cedarEngine } from '@/server/cedar'
import { authorize, type Context, type Scope } from '@/server/services/context'
import { digestOfPolicies, draftOf, policiesOf } from './find'

export const replayInput = z.object({
  /** Of the draft that is replayed. */
  revision: z.number().int().min(1),
  /** Where the batch before ended. */
  cursor: z
    .string()
    .regex(/^\d{1,16} [\w-]{1,60}$/)
    .nullish(),
})

export interface ReplayBatch extends Replay {
  /** Steps of agents that were looked at in this batch. */
  steps: number
  /** Where to go on; null where no older run is. */
  nextCursor: string | null
}

const RUNS_A_BATCH = 50

/**
 * Past decisions under the policies being edited, the newest runs first, a batch at a time: what agents were shown, which
 * tools they called and which models answered them.
 * @throws BatonError conflict (another revision) | invalid (the edited policies have problems)
 */
export async function replayPolicies(
  ctx: Context,
  { revision, cursor }: z.infer<typeof replayInput>,
): Promise<ReplayBatch> {
  const scope = await authorize(ctx, 'policy.read')
  const { prisma } = scope.db
  const workspaceId = scope.workspace.id
  const [stored, current] = await Promise.all([
    prisma.policyDraft.findUnique({ where: { workspaceId } }),
    prisma.policyVersion.findFirst({ where: { workspaceId, status: 'current' } }),
  ])
  if (stored?.revision !== revision)
    throw new BatonError('conflict', 'The policies were edited meanwhile. Try them again.')
  const { policies } = draftOf(stored, current)
  // Further batches are of the same revision.
  if (!cursor && policyProblems(cedarEngine, policies).length > 0)
    throw new BatonError('invalid', 'The edited policies have problems. They are mended first.')
  const runs = await runsFrom(scope, cursor)
  const past = await decisionsOf(scope, runs)
  const last = runs.length < RUNS_A_BATCH ? undefined : runs.at(-1)
  return {
    ...replay(past.decisions, judgeBy(policiesOf(current)), judgeBy(policies)),
    steps: past.steps,
    nextCursor: last ? `${last.at} ${last.id}` : null,
  }
}

/** Sets that were asked lately, by digest: from batch to batch they stay parsed, with what they answered. */
const judges = new Map<string, Judge>()
const MOST_JUDGES = 8

function judgeBy(policies: PolicySet): Judge {
  const digest = digestOfPolicies(policies)
  const known = judges.get(digest)
  if (known) return known
  const decide = decideBy(cedarEngine, policies)
  const judge: Judge = { decide, seesOf: (errand) => seesBy(decide, policies, errand) }
  for (const oldest of judges.keys()) {
    if (judges.size < MOST_JUDGES) break
    judges.delete(oldest)
  }
  judges.set(digest, judge)
  return judge
}

interface PastRun {
  id: string
  /** Milliseconds since 1970. */
  at: string
  slug: string
  versionId: string
  startedBy: unknown
}

async function runsFrom({ db, workspace }: Scope, cursor: string | null | undefined): Promise<PastRun[]> {
  const [at = '9007199254740991', id = ''] = cursor?.split(' ') ?? []
  const { rows } = await db.pool.query<PastRun>(
    `select r.id, (extract(epoch from r.created_at) * 1000)::bigint::text at, t.slug,
            r.version_id "versionId", r.started_by "startedBy"
       from run r join team t on t.id = r.team_id
      where r.workspace_id = $1 and not r.trial
        and (r.created_at, r.id) < (to_timestamp($2::bigint / 1000.0), $3)
      order by r.created_at desc, r.id desc limit $4`,
    [workspace.id, at, id, RUNS_A_BATCH],
  )
  return rows
}

interface PastStep {
  run: string
  node: string
  fields: ViewField[]
  stoodIn: string | null
  tools: { tool: string; connection: string }[] | null
}

interface PastCall {
  run: string
  agent: string
  id: string
  model: string
  sandbox: boolean
  tier: ModelTier
}

/** What was decided in these runs, from the steps as they were kept: values are not read. */
async function decisionsOf(
  { db }: Scope,
  runs: readonly PastRun[],
): Promise<{ steps: number; decisions: PastDecision[] }> {
  const ids = runs.map(({ id }) => id)
  const [versions, steps, calls] = await Promise.all([
    db.prisma.teamVersion.findMany({
      where: { id: { in: [...new Set(runs.map(({ versionId }) => versionId))] } },
      select: { id: true, bundle: true },
    }),
    db.pool.query<PastStep>(
      `select run_id run, node, result -> 'view' -> 'fields' fields, result -> 'standIn' ->> 'agent' "stoodIn",
              (select jsonb_agg(jsonb_build_object('tool', t -> 'tool', 'connection', t -> 'connection'))
                 from jsonb_array_elements(result -> 'tools') t) tools
         from step where run_id = any($1) and jsonb_exists(result, 'view')`,
      [ids],
    ),
    db.pool.query<PastCall>(
      `select c.run_id run, c.agent_slug agent, m.id, c.model, c.sandbox, m.tier
         from model_call c join model m on m.id = c.model_id
        where c.run_id = any($1) and c.agent_slug is not null and c.status = 'done'`,
      [ids],
    ),
  ])
  const placed = new Map(versions.map(({ id, bundle }) => [id, placesOf(bundle as unknown as Bundle)]))
  const runOf = new Map(runs.map((run) => [run.id, run]))
  const about = (run: string) => {
    const of = runOf.get(run)
    const version = of && placed.get(of.versionId)
    if (!version) return undefined
    const errand = errandOf(version.bundle, of.slug)
    const actor = actorSchema.safeParse(of.startedBy)
    const deedOf = (agent: Agent): DeedContext => ({
      ...{ agent, errand, startedBy: actor.success ? principalOf(actor.data) : '' },
      // What is not kept is taken at its worst.
      ...{ tainted: true, granted: false },
    })
    return { ...version, errand, deedOf }
  }
  const seen = steps.rows.flatMap(({ run, node, fields, stoodIn, tools }): PastDecision[] => {
    const its = about(run)
    const placedAt = its?.bundle.nodes[node]
    const slug = stoodIn ?? (placedAt && isStaffed(placedAt) ? placedAt.agent : undefined)
    const agent = its?.bundle.agents[slug ?? '']
    if (!its || !agent) return []
    const common = { run, who: agent.name, errand: its.errand }
    return [
      ...fields.map(({ path, classification, categories, visibility, mask }): PastDecision => {
        const [slot = '', ...within] = path.split('.')
        const contracts = its.names.get(slot) ?? []
        return {
          ...{ ...common, act: 'sees', looker: agent, what: path },
          field: { contracts, path: within.join('.'), classification, categories },
          was: { visibility, ...(mask && { mask }) },
        }
      }),
      ...(tools ?? []).map(({ tool, connection }): PastDecision => {
        const held = agent.tools.some(({ name }) => name === tool)
        const request = toolRequest(
          its.deedOf(agent),
          { name: tool, connection },
          { held, writes: false, outward: false },
        )
        return { ...common, act: 'does', what: tool, request, was: held }
      }),
    ]
  })
  const answered = calls.rows.flatMap(({ run, agent: slug, id, model, sandbox, tier }): PastDecision[] => {
    const its = about(run)
    const agent = its?.bundle.agents[slug]
    if (!its || !agent) return []
    // A practice model costs nothing, so that its tier asks for nothing; nor does what was read bear on it.
    const request = modelRequest({ ...its.deedOf(agent), tainted: false, granted: sandbox }, { id, tier })
    return [{ run, who: agent.name, errand: its.errand, act: 'does', what: model, request, was: true }]
  })
  return { steps: steps.rows.length, decisions: [...seen, ...answered] }
}

/** A version with the contracts of its slots. */
const placesOf = (bundle: Bundle) => ({
  bundle,
  names: contractNamesBySlot(Object.values(bundle.nodes), new Map(Object.entries(bundle.contracts))),
})
