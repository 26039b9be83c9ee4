import { formatMoney } from '@/domain/budget/money'
import { costGuardSchema, DEFAULT_GUARD, LOOKED_AT, usualOf, type Usual } from '@/domain/budget/usual'
import { principalOf } from '@/domain/actor'
import type { Denial } from '@/domain/policy/denial'
import { decideOf } from '@/domain/policy/sees-of'
import { dearest, mayUse, type ModelUse, type UsableModel } from '@/domain/policy/uses-model'
import type { UnusualSpend } from '@/domain/run/review'
import { modelTierSchema, type ModelTier } from '@/domain/team/agent'
import { errandIn } from '@/domain/team/governed'
import '@/server/cedar'
import type { Db } from '@/server/db/client'
import { PoolError, type BarredModel, type ModelPool, type ModelRequest } from '@/server/models/pool'
import type { NewEntry } from '@/server/record/append'
import { deniedEntry } from './denied'
import type { AnyActivation } from './types'
import { isTrialVersion } from './versions'

/** How long a worker goes by what it last read of what a version's runs cost. */
const KEPT_MS = 10_000
const KEPT_VERSIONS = 500

interface Kept {
  until: number
  /** By environment. */
  usual: Promise<Map<string, Usual>>
}

const keptOf = new WeakMap<Db['pool'], Map<string, Kept>>()

/**
 * The pool as an activation may use it: no call of a run that costs more than its runs do before a person has let it go on,
 * and no model dearer than the agent's tier without leave.
 * @param unsettled what this activation has spent that is not settled yet
 * @param entries is added to: what an agent was denied, for the record
 */
export const guarding = (
  models: ModelPool,
  activation: AnyActivation,
  unsettled: () => bigint,
  entries: NewEntry[],
): ModelPool => ({
  ...models,
  async ask(request) {
    await stopUnusual(activation, unsettled())
    const uses = new Uses(activation, request)
    try {
      return await models.ask({ ...request, mayUse: (model) => uses.mayUse(model) })
    } catch (error) {
      if (error instanceof PoolError) entries.push(...uses.deniedBy(error))
      throw error
    }
  },
})

/** @throws PoolError cost_unusual */
async function stopUnusual(activation: AnyActivation, unsettled: bigint): Promise<void> {
  const { engine, runId, at, version } = activation
  // A trial is a person's who looks on; its versions have no runs to go by.
  if (isTrialVersion(version.id)) return
  const usual = await usualSpend(engine.db.pool, at.teamId, version.id)
  if (usual.size === 0) return
  // What the steps before it cost is settled with their commits.
  await activation.landed()
  const { rows } = await engine.db.pool.query<{ environment: string; spent: string; leave: string | null }>({
    name: 'run_spent',
    text: 'select environment, spent_micros spent, leave_micros leave from run where id = $1',
    values: [runId],
  })
  const [run] = rows
  const known = run && usual.get(run.environment)
  if (!known) return
  const spent = BigInt(run.spent) + unsettled
  if (spent <= known.limitMicros || spent <= BigInt(run.leave ?? 0)) return
  throw unusual(spent, known)
}

function unusual(spent: bigint, { runs, medianMicros, limitMicros }: Usual): PoolError {
  const details: UnusualSpend = {
    spentMicros: spent.toString(),
    medianMicros: medianMicros.toString(),
    limitMicros: limitMicros.toString(),
    runs,
    nextMicros: (spent * 2n).toString(),
  }
  return new PoolError(
    'cost_unusual',
    `This run has cost ${formatMoney(spent)}. Half of the last ${runs} that ended cost ${formatMoney(medianMicros)} or less; from ${formatMoney(limitMicros)} on a person is asked.`,
    { details },
  )
}

/** What is usual for a version's runs, by environment, read anew every ten seconds at most. */
function usualSpend(pool: Db['pool'], teamId: string, versionId: string): Promise<Map<string, Usual>> {
  const kept = keptOf.get(pool) ?? new Map<string, Kept>()
  keptOf.set(pool, kept)
  const known = kept.get(versionId)
  if (known && performance.now() < known.until) return known.usual
  const usual = readUsual(pool, teamId, versionId)
  kept.delete(versionId)
  kept.set(versionId, { until: performance.now() + KEPT_MS, usual })
  usual.catch(() => kept.delete(versionId))
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT_VERSIONS) break
    kept.delete(oldest)
  }
  return usual
}

async function readUsual(pool: Db['pool'], teamId: string, versionId: string): Promise<Map<string, Usual>> {
  const { rows } = await pool.query<{ guard: unknown; environment: string | null; spent: string[] | null }>({
    name: 'usual_spend',
    text: `select t.cost_guard guard, e.slug environment, array(
        select r.spent_micros::text from run r
        where r.team_id = t.id and r.version_id = $2 and r.environment = e.slug and r.status = 'done' and not r.trial
        order by r.created_at desc limit $3) spent
      from team t left join environment e on e.workspace_id = t.workspace_id where t.id = $1`,
    values: [teamId, versionId, LOOKED_AT],
  })
  const usual = new Map<string, Usual>()
  for (const { guard, environment, spent } of rows) {
    const set = costGuardSchema.safeParse(guard)
    const found = usualOf((spent ?? []).map(BigInt), set.success ? set.data : DEFAULT_GUARD)
    if (environment && found) usual.set(environment, found)
  }
  return usual
}

/** Which models the agent of a request may use, by the policies that hold and what it was granted. */
class Uses {
  private granted: Promise<ModelTier | undefined> | undefined
  /** In the order in which they might have answered. */
  private readonly denied: { model: string; use: ModelUse; denial: Denial }[] = []

  constructor(
    private readonly activation: AnyActivation,
    private readonly request: ModelRequest,
  ) {}

  async mayUse(model: UsableModel): Promise<ModelUse> {
    const { engine, runId, version, workspace, at } = this.activation
    const { agents, governed } = version.bundle
    const agent = agents[this.request.agent.slug]
    if (!agent) throw new Error(`bundle ${version.digest} has no agent ${this.request.agent.slug}`)
    const policies = {
      decide: governed && decideOf(governed.policies),
      errand: errandIn(version.bundle),
      startedBy: principalOf(at.startedBy),
    }
    const first = mayUse(agent, model, undefined, policies)
    if (first.use === 'yes') return 'yes'
    if (first.use === 'ask') this.granted ??= grantedTo(engine.db.pool, workspace.id, agent.slug, runId)
    const { use, denial } = mayUse(agent, model, await this.granted, policies)
    if (denial) this.denied.push({ model: model.name, use, denial })
    return use
  }

  /** What of it came to nothing for want of a permission, or of leave. */
  deniedBy({ code, details }: PoolError): NewEntry[] {
    const left = code === 'tier_blocked' ? (details as BarredModel).model : undefined
    return this.denied.flatMap(({ model, use, denial }) => {
      const stood = code === 'no_model' ? use === 'no' : use === 'ask' && model === left
      return stood
        ? [{ ...deniedEntry(this.activation, denial, { leave: use === 'ask' }), subject: model }]
        : []
    })
  }
}

/** The dearest tier that an agent has leave for: its own standing one, every agent's, or that of this run. */
async function grantedTo(
  pool: Db['pool'],
  workspaceId: string,
  agent: string,
  runId: string,
): Promise<ModelTier | undefined> {
  const { rows } = await pool.query<{ tier: string }>({
    name: 'model_grants',
    text: `select tier from model_grant where workspace_id = $1 and agent_slug in ('', $2) and run_id in ('', $3)`,
    values: [workspaceId, agent, runId],
  })
  return dearest(rows.map(({ tier }) => modelTierSchema.parse(tier)))
}
