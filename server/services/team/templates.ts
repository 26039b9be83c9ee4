import { MICROS_PER_DOLLAR } from '@/domain/budget/money'
import type { TemplateArea } from '@/domain/template/about'
import type { PracticeSystem } from '@/domain/template/systems'
import type { Agent } from '@/domain/team/agent'
import type { CaseKind, TeamCase } from '@/domain/team/case'
import { compileTeam } from '@/domain/team/compile'
import type { PricedModel } from '@/domain/team/cost/priced'
import type { WorstCase } from '@/domain/team/cost/worst-case-of'
import type { TeamDocument } from '@/domain/team/document'
import { kindOf } from '@/domain/team/kinds/registry'
import { agentAt } from '@/domain/team/staff'
import type { NodeKind } from '@/domain/team/node'
import { BatonError, brief } from '@/domain/problem'
import { calledTeams } from '@/prisma/seed/examples/called-teams'
import { EXAMPLES } from '@/prisma/seed/examples/examples'
import { authorize, type Context } from '@/server/services/context'
import { templateFolders } from '@/server/templates/folders'
import { pricedModels } from './money-around'

/** A team to start from: what is drawn, and the agents, connections and teams it brings where the workspace lacks them. */
export interface Template {
  key: string
  area: TemplateArea
  about: string
  /** What there is to see in it. */
  shows: string[]
  document: TeamDocument
  agents: Agent[]
  cases: TeamCase[]
  needs: { connection: string; for: string }[]
  systems: PracticeSystem[]
  /** Keys of the templates it calls; their keys are their addresses too. */
  calls: string[]
  /** Micro-dollars: the budget for a run that the team begins with. */
  capMicros?: bigint
}

export interface ListedTemplate {
  key: string
  area: TemplateArea
  name: string
  about: string
  shows: string[]
  /** In small: where a run ends is left out, and a call that only reads says so. */
  graph: {
    nodes: { id: string; kind: NodeKind; reads: boolean }[]
    edges: { from: string; to: string }[]
  }
  agents: Pick<Agent, 'slug' | 'name' | 'job' | 'owner' | 'tier' | 'autonomy'>[]
  gates: number
  /** Names of the teams it calls. */
  calls: string[]
  /** The connections it works with, and what of that name the workspace has; nothing is added with the team, for practice. */
  needs: { connection: string; name: string; for: string; there: 'practice' | 'own' | null }[]
  cases: { name: string; kind: CaseKind; about: string }[]
  /** Model calls a run makes at most; null where nothing bounds it. */
  worstCalls: number | null
  /** Micro-dollars for models a run costs at most, with the workspace's own; left out where it is not known. */
  worstMicros?: string
  /** Micro-dollars: the budget for a run that it comes with. */
  capMicros?: string
}

/** The folders of prisma/seed/templates, then the patterns. */
export const templates = (): readonly Template[] => [...templateFolders().map(fromFolder), ...PATTERNS]

/** @throws BatonError not_found */
export function findTemplate(key: string): Template {
  const template = templates().find((each) => each.key === key)
  if (!template) throw new BatonError('not_found', `There is no template “${brief(key)}”.`)
  return template
}

const PATTERNS: readonly Template[] = EXAMPLES.map(({ key, document, agents, calls }) => ({
  ...{ key, document, agents, calls, area: 'Patterns', about: document.description },
  ...{ shows: [], cases: [], needs: [], systems: [] },
}))

const fromFolder = ({ about, ...folder }: ReturnType<typeof templateFolders>[number]): Template => ({
  ...folder,
  area: about.area,
  about: about.about,
  shows: about.shows,
  needs: about.needs,
  calls: [],
  capMicros: BigInt(Math.round(about.budget * Number(MICROS_PER_DOLLAR))),
})

/** What a new team can start from, as pictures of their graphs. */
export async function listTemplates(ctx: Context): Promise<ListedTemplate[]> {
  const { db, workspace } = await authorize(ctx, 'team.read')
  const [models, connections] = await Promise.all([
    pricedModels(db.prisma, workspace.id),
    db.prisma.connection.findMany({
      where: { workspaceId: workspace.id },
      select: { slug: true, practice: true },
    }),
  ])
  const there = new Map(
    connections.map(({ slug, practice }) => [slug, practice ? 'practice' : 'own'] as const),
  )
  return templates().map((template) => ({
    ...listed(template, models),
    needs: template.needs.map((need) => ({
      ...need,
      name: template.systems.find(({ slug }) => slug === need.connection)?.name ?? need.connection,
      there: there.get(need.connection) ?? null,
    })),
  }))
}

/** What a template draws. @throws BatonError not_found */
export async function getTemplate(
  ctx: Context,
  { key }: { key: string },
): Promise<{ document: TeamDocument }> {
  await authorize(ctx, 'team.read')
  return { document: findTemplate(key).document }
}

function listed(template: Template, models: readonly PricedModel[]): Omit<ListedTemplate, 'needs'> {
  const { key, area, about, shows, document, agents, cases, calls, capMicros } = template
  const { modelCalls, micros } = worstCaseOf(template, models)
  const placed = document.nodes.flatMap((node) => agentAt(node) ?? [])
  return {
    ...{ key, area, about, shows, name: document.name },
    graph: inSmall(document),
    agents: agents
      .filter(({ slug }) => placed.includes(slug))
      .sort((a, b) => placed.indexOf(a.slug) - placed.indexOf(b.slug))
      .map(({ slug, name, job, owner, tier, autonomy }) => ({ slug, name, job, owner, tier, autonomy })),
    gates: document.nodes.filter((node) => kindOf(node).isGate).length,
    calls: calls.map((called) => findTemplate(called).document.name),
    cases: cases.map((one) => ({ name: one.name, kind: one.kind, about: one.about ?? '' })),
    worstCalls: modelCalls,
    ...(micros !== undefined && { worstMicros: micros }),
    ...(capMicros !== undefined && { capMicros: capMicros.toString() }),
  }
}

function inSmall({ nodes, edges }: TeamDocument): ListedTemplate['graph'] {
  const drawn = nodes.filter(({ kind }) => kind !== 'end')
  const ids = new Set(drawn.map(({ id }) => id))
  return {
    nodes: drawn.map((node) => ({
      id: node.id,
      kind: node.kind,
      reads: kindOf(node).connection?.(node) !== undefined && !kindOf(node).isEffect(node),
    })),
    edges: edges
      .filter(({ to }) => ids.has(to.node))
      .map(({ from, to }) => ({ from: from.node, to: to.node })),
  }
}

/** What a run of each comes to at the workspace's prices: a template stays the same while a process lives. */
const proved = new Map<string, WorstCase>()
const KEPT_PROOFS = 500

function worstCaseOf(
  { key, document, agents, systems, calls }: Template,
  models: readonly PricedModel[],
): WorstCase {
  const asked = JSON.stringify([key, models])
  const known = proved.get(asked)
  if (known) return known
  const around = { agents, connections: systems, teams: calledTeams({ calls }), models }
  const { worstCase } = compileTeam(document, around)
  if (proved.size >= KEPT_PROOFS) proved.clear()
  proved.set(asked, worstCase)
  return worstCase
}
