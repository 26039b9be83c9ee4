import { refOf, showRef } from '../../contract/contract'
import { walk } from '../graph'
import { contractsNamedBy, kindOf } from '../kinds/registry'
import { agentAt, isStaffed } from '../staff'
import { listed, type Check, type Compilation, type Found } from './check'

/** What tends to go wrong as a team grows. */
export const adviceCheck: Check = {
  code: 'advice',
  title: 'Advice',
  run: (team) => [...hub(team), ...sameJob(team), ...firstVersion(team), ...unusedContracts(team)],
}

const MOST_WITHOUT_HUB = 4

function hub({ document }: Compilation): Found[] {
  const agents = document.nodes.filter(isStaffed)
  if (agents.length <= MOST_WITHOUT_HUB || document.nodes.some((node) => kindOf(node).isHub)) return []
  return [
    {
      code: 'advice.hub',
      severity: 'advice',
      message: `${agents.length} agents hand over to each other in a row. From the fifth on, a router or an orchestrating agent in the middle keeps the handoffs few.`,
      place: {},
    },
  ]
}

function sameJob({ document, agents }: Compilation): Found[] {
  const byJob = new Map<string, string[]>()
  const used = new Set(document.nodes.map((node) => agentAt(node) ?? ''))
  for (const slug of used) {
    const agent = agents.get(slug)
    if (!agent) continue
    const job = agent.job
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
    byJob.set(job, [...(byJob.get(job) ?? []), agent.name])
  }
  return [...byJob.values()]
    .filter((names) => names.length > 1)
    .map((names) => ({
      code: 'advice.job',
      severity: 'advice',
      message: `${listed(names)} have the same job. Two who do the same contradict each other sooner or later.`,
      place: {},
    }))
}

const MANY_AT_FIRST = 2

function firstVersion({ document, catalogue, graph }: Compilation): Found[] {
  const agents = document.nodes.filter(isStaffed)
  const effects = document.nodes.filter((node) => kindOf(node).isEffect(node))
  if ((catalogue.published ?? 0) > 0 || agents.length <= MANY_AT_FIRST || effects.length === 0) return []
  const before = walk(
    effects.map(({ id }) => id),
    (id) => graph.into(id).map(({ from }) => from.node),
  )
  if (document.nodes.some((node) => kindOf(node).byPerson && before.has(node.id))) return []
  return [
    {
      code: 'advice.person',
      severity: 'advice',
      message: `A first version with ${agents.length} agents and nobody who approves what it writes. Begin with a person, and take them out on evidence.`,
      place: { ...(effects[0] && { node: effects[0].id }) },
    },
  ]
}

function unusedContracts({ document }: Compilation): Found[] {
  const used = new Set(
    document.nodes.flatMap((node) => contractsNamedBy(node).map(({ contract }) => contract)),
  )
  return document.contracts
    .map((contract) => refOf(contract))
    .filter((ref) => !used.has(ref))
    .map((ref) => ({
      code: 'advice.contract',
      severity: 'advice',
      message: `No node names the contract ${showRef(ref)}.`,
      place: { contract: ref },
      fixes: [{ label: `Remove ${showRef(ref)}`, command: { type: 'contract.remove', ref } }],
    }))
}
