import { checkCompat, type CompatResult } from '../contract/compat'
import { refOf, type Contract } from '../contract/contract'
import type { ExpressionScope } from '../expression/check'
import { compileView, type ViewSource } from '../policy/compile-view'
import { seesOf } from '../policy/sees-of'
import type { ViewPlan } from '../policy/view'
import { keptWhile } from '../kept'
import type { Bundle } from './bundle'
import type { Carried } from './carried'
import { buildBundle } from './build-bundle'
import { arrivingAt, bringsBack, carriedOn, isReturn } from './carry'
import type { Catalogue, Compilation, TeamProblem } from './checks/check'
import { CHECKS } from './checks/registry'
import { errandOf, type TeamDocument } from './document'
import { graphOf } from './graph'
import { handedOnBy, kindOf } from './kinds/registry'
import { isStaffed, type StaffedNode } from './staff'
import { onEveryPath } from './on-every-path'
import { contractNamesBySlot, scopeOf } from './scope'
import { worstCaseOf, type WorstCase } from './cost/worst-case-of'

export interface CompiledTeam {
  /** Errors first, then warnings, then advice. */
  problems: TeamProblem[]
  /** Only when there is no error. */
  bundle?: Bundle
  /** By handoff: what usually crosses it. */
  carried: Record<string, Carried>
  /** By handoff whose target says what it takes: whether everything that may come fits. */
  fits: Record<string, CompatResult>
  /** By agent node: what it sees of what it reads. */
  views: Record<string, ViewPlan>
  worstCase: WorstCase
  checks: { code: string; title: string; held: boolean }[]
}

/** What is found out about a drawing before anything is made of it. */
export type Proof = Omit<CompiledTeam, 'bundle'>

/** Proves a drawn team sound, or says what is not, where, and what would help; a sound one becomes what runs. */
export function compileTeam(document: TeamDocument, catalogue: Catalogue): CompiledTeam {
  const { assembled, ...compiled } = assembleTeam(document, catalogue)
  const isSound = compiled.problems.every(({ severity }) => severity !== 'error')
  return { ...compiled, ...(isSound && assembled && { bundle: assembled }) }
}

/** As compileTeam, with what would run of the drawing as it stands: a part of it may be sound (domain/team/sound-part.ts). */
export function assembleTeam(
  document: TeamDocument,
  catalogue: Catalogue,
): Proof & {
  /** Absent only where nothing says where a run begins. */
  assembled?: Bundle
} {
  const { team, proof } = proved(document, catalogue)
  const { entry } = team.graph
  return { ...proof, ...(entry !== undefined && { assembled: buildBundle(team, entry) }) }
}

/**
 * The proof alone, at every edit: what was found out about parts of the document and the catalogue is kept as long as
 * these are the same objects, and never changed in place, so an edit costs what it touches.
 */
export const proveTeam = (document: TeamDocument, catalogue: Catalogue): Proof =>
  proved(document, catalogue).proof

interface Proved {
  team: Compilation
  proof: Proof
}

const kept = keptWhile<TeamDocument['nodes'], Proved>()

function proved(document: TeamDocument, catalogue: Catalogue): Proved {
  const { layout, ...drawn } = document
  const found = kept(document.nodes, [catalogue, ...Object.values(drawn)], () =>
    check(prepare(document, catalogue)),
  )
  // Where cards stand matters to nothing but where a fix would put one more.
  const isPlaced = found.proof.problems.some(({ fixes }) => fixes !== undefined)
  return isPlaced && found.team.document.layout !== layout ? check({ ...found.team, document }) : found
}

function check(team: Compilation): Proved {
  const results = CHECKS.map((one) => ({ check: one, found: one.run(team) }))
  const problems = results
    .flatMap(({ check: { title }, found }) =>
      found.map((problem): TeamProblem => ({ ...problem, check: title })),
    )
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
  const proof: Proof = {
    problems,
    carried: Object.fromEntries([...team.carried].flatMap(([id, [usual]]) => (usual ? [[id, usual]] : []))),
    fits: team.fits,
    views: team.views,
    worstCase: worstCaseOf(team),
    checks: results.map(({ check: { code, title, needsEntry }, found }) => ({
      code,
      title,
      held:
        (!needsEntry || team.graph.entry !== undefined) &&
        found.every(({ severity }) => severity !== 'error'),
    })),
  }
  return { team, proof }
}

const SEVERITIES: TeamProblem['severity'][] = ['error', 'warning', 'advice']

function prepare(document: TeamDocument, catalogue: Catalogue): Compilation {
  const graph = graphOf(document)
  const base = {
    document,
    catalogue,
    graph,
    contracts: new Map(document.contracts.map((contract) => [refOf(contract), contract])),
    agents: new Map(catalogue.agents.map((agent) => [agent.slug, agent])),
    connections: new Map(catalogue.connections.map((connection) => [connection.slug, connection])),
    carried: carriedOn(graph),
  }
  const scope = scopeOf(document.nodes, base.contracts)
  return {
    ...base,
    written: onEveryPath(graph, (id, port) => {
      const node = graph.nodes.get(id)
      return node ? handedOnBy(node, port).flatMap(({ slot }) => slot) : []
    }),
    scope,
    fits: fitsOf(base),
    views: viewsOf({ ...base, scope }, ({ agent }) => agent, planned),
    fallbackViews: viewsOf({ ...base, scope }, ({ fallback }) => fallback, plannedForFallback),
  }
}

type Base = Pick<Compilation, 'document' | 'catalogue' | 'graph' | 'contracts' | 'carried' | 'agents'>

/** The worst of what may cross each handoff whose target says what it takes. */
function fitsOf({ graph, contracts, carried }: Base): Record<string, CompatResult> {
  const fits: Record<string, CompatResult> = {}
  for (const edge of graph.edges) {
    const target = graph.nodes.get(edge.to.node)
    const accepted = target && contracts.get(kindOf(target).accepts(target) ?? '')
    if (!accepted || isReturn(graph, edge) || bringsBack(graph, edge)) continue
    const results = (carried.get(edge.id) ?? [])
      .map(({ contract }) => contracts.get(contract ?? ''))
      .filter((contract) => contract !== undefined)
      .map((contract) => compare(contract, accepted))
    const worst =
      results.find(({ verdict }) => verdict === 'incompatible') ??
      results.find(({ verdict }) => verdict === 'unknown') ??
      results[0]
    if (worst) fits[edge.id] = worst
  }
  return fits
}

const compared = new WeakMap<object, WeakMap<object, CompatResult>>()

function compare(brought: Contract, accepted: Contract): CompatResult {
  if (brought === accepted) return { verdict: 'compatible' }
  const known = compared.get(brought.schema) ?? new WeakMap<object, CompatResult>()
  compared.set(brought.schema, known)
  const kept = known.get(accepted.schema)
  if (kept) return kept
  const result = checkCompat(brought.schema, accepted.schema)
  known.set(accepted.schema, result)
  return result
}

const asObject = (schema: ExpressionScope[string]): ViewSource['schema'] =>
  typeof schema === 'object' ? schema : undefined

const planned = keptWhile<StaffedNode, ViewPlan>()
const plannedForFallback = keptWhile<StaffedNode, ViewPlan>()

/** What is seen at each agent node by one who works there: whole slots that are handed, and the paths read besides. */
function viewsOf(
  { document, catalogue, graph, contracts, carried, agents, scope }: Base & { scope: ExpressionScope },
  who: (node: StaffedNode) => string | undefined,
  kept: typeof planned,
): Record<string, ViewPlan> {
  const views: Record<string, ViewPlan> = {}
  const names = contractNamesBySlot(document.nodes, contracts)
  const namesOf = (slot: string): string[] => names.get(slot) ?? []
  const errand = errandOf(document, catalogue.slug)
  const sees = seesOf(catalogue.policies, errand)
  for (const node of document.nodes) {
    if (!isStaffed(node)) continue
    const agent = agents.get(who(node) ?? '')
    if (!agent) continue
    const schemaOf = (slot: string): ViewSource['schema'] => asObject(scope[slot])
    const handed = arrivingAt(graph, carried, node.id).map(({ slot }) => ({
      slot,
      schema: schemaOf(slot),
      contracts: namesOf(slot),
    }))
    const read = node.reads.map((path) => {
      const [slot = ''] = path.split('.')
      return { slot, schema: schemaOf(slot), contracts: namesOf(slot), paths: [path] }
    })
    const sources = [...handed, ...read]
    const inputs = [
      ...[agent, catalogue.policies, errand.team, errand.purpose],
      ...sources.flatMap(({ slot, schema, contracts }) => [slot, schema, contracts.join(' ')]),
    ]
    views[node.id] = kept(node, inputs, () => compileView(sources, agent, sees))
  }
  return views
}
