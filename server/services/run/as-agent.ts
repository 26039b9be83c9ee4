import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import type { Category, Classification } from '@/domain/policy/classification'
import { permitsPersonal } from '@/domain/policy/personal'
import { serveView } from '@/domain/policy/serve-view'
import type { Caught } from '@/domain/pii/net'
import type { ViewField, Visibility } from '@/domain/policy/view'
import { BatonError, brief } from '@/domain/problem'
import { seenState } from '@/domain/run/run-sight'
import type { ServedView, StepResult } from '@/domain/run/step'
import { stateAt, type StatePatch } from '@/domain/state/patch'
import { visibleState } from '@/domain/state/scoped'
import type { Agent } from '@/domain/team/agent'
import type { Bundle } from '@/domain/team/bundle'
import { governed, seesIn } from '@/domain/team/governed'
import { isStaffed } from '@/domain/team/staff'
import { toBase64 } from '@/domain/record/digest'
import { aliasKeys } from '@/server/engine/alias-key'
import { storedVersion } from '@/server/engine/versions'
import { env } from '@/server/env'
import { screened, screenOf } from '@/server/net'
import { authorize, type Context } from '../context'
import { holdingPolicies } from '../permission'
import { sightIn } from '../sight'

/** What one agent sees at a step, then or now. */
export interface Seeing {
  data: Record<string, unknown>
  fields: ViewField[]
  caught: Caught
}

export interface StepAsAgent {
  node: string
  name: string
  iteration: number
  attempt: number
  stateVersion: number
  /** As it was served then. */
  saw: Seeing
  /** Of the same state, by the policies that hold now. */
  now: Seeing
  /** Fields that it would see otherwise now. */
  differs: { path: string; was: Visibility; is: Visibility }[]
}

export interface RunAsAgent {
  agent: { slug: string; name: string; clearance: Classification; categories: Category[] }
  steps: StepAsAgent[]
}

/** At most so many steps are shown, the first ones. */
const MOST = 100

/**
 * A run as one of its agents saw it, step by step, and what it would be shown of the same state by the policies that hold
 * now. @throws BatonError not_found (no such run, or no such agent in it)
 */
export async function runAsAgent(
  ctx: Context,
  { id, agent: slug }: { id: string; agent: string },
): Promise<RunAsAgent> {
  const scope = await authorize(ctx, 'run.read')
  const { db, workspace } = scope
  const run = await db.prisma.run.findFirst({ where: { id, workspaceId: workspace.id } })
  if (!run) throw new BatonError('not_found', `There is no run ${brief(id)}.`)
  const [stored, held, team, steps, states] = await Promise.all([
    storedVersion(db, run.versionId),
    holdingPolicies(db).of(workspace.id),
    db.prisma.team.findUniqueOrThrow({ where: { id: run.teamId }, select: { slug: true } }),
    db.prisma.step.findMany({ where: { runId: id }, orderBy: [{ startedAt: 'asc' }, { attempt: 'asc' }] }),
    db.prisma.stateVersion.findMany({
      where: { runId: id },
      orderBy: { version: 'asc' },
      select: { patch: true },
    }),
  ])
  const bundle = governed(stored.bundle as unknown as Bundle, team.slug, held?.policies ?? DEFAULT_POLICIES)
  const agent = bundle.agents[slug]
  if (!agent) throw new BatonError('not_found', `No agent ${brief(slug)} works in this run.`)
  const patches = states.map(({ patch }) => patch as unknown as StatePatch)
  const aliases = aliasKeys(env().BATON_SECRET_KEY)({ id, salt: run.salt && toBase64(run.salt) }, bundle)
  const shown: StepAsAgent[] = []
  for (const step of steps) {
    const node = bundle.nodes[step.node]
    const result = step.result as unknown as StepResult
    const isStandIn = result.standIn !== undefined
    if (!node || !isStaffed(node) || !result.view || shown.length === MOST) continue
    if ((result.standIn?.agent ?? node.agent) !== slug) continue
    const plan = (isStandIn ? bundle.fallbackViews : bundle.views)?.[node.id] ?? { fields: [] }
    const state = visibleState(stateAt(patches, result.view.stateVersion), step.scope)
    const now = await seeing(bundle, agent, serveView(plan, state, aliases), [node.task])
    const saw = { data: result.view.data, fields: result.view.fields, caught: result.view.caught ?? {} }
    shown.push({
      ...{ node: node.id, name: node.name, iteration: step.iteration, attempt: step.attempt },
      ...{ stateVersion: result.view.stateVersion, saw, now, differs: differencesOf(saw, now) },
    })
  }
  const { name, clearance, categories } = agent
  const sight = await sightIn(scope)
  if (!sight.all) {
    const look = await sight.looks(run)
    const seen = (seeing: Seeing): Seeing => ({ ...seeing, data: seenState(look, seeing.data).data })
    for (const step of shown) Object.assign(step, { saw: seen(step.saw), now: seen(step.now) })
  }
  return { agent: { slug, name, clearance, categories }, steps: shown }
}

async function seeing(
  bundle: Bundle,
  agent: Agent,
  served: Pick<ServedView, 'data' | 'fields'>,
  drawn: string[],
): Promise<Seeing> {
  const texts = [agent.name, agent.job, agent.instructions, bundle.goal, ...drawn]
  const { value, caught } = await screened(
    served.data,
    screenOf(permitsPersonal(agent, seesIn(bundle), served, texts)),
  )
  return { data: value, fields: served.fields, caught }
}

function differencesOf(saw: Seeing, now: Seeing): StepAsAgent['differs'] {
  const [was, is] = [saw, now].map(({ fields }) => new Map(fields.map((field) => [field.path, field])))
  const paths = new Set([...(was?.keys() ?? []), ...(is?.keys() ?? [])])
  return [...paths].flatMap((path) => {
    const [before, after] = [was?.get(path), is?.get(path)]
    const [then, today] = [before?.visibility ?? 'absent', after?.visibility ?? 'absent']
    return then === today && before?.mask === after?.mask ? [] : [{ path, was: then, is: today }]
  })
}
