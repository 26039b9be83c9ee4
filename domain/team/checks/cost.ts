import { whose } from '../../budget/ask'
import { formatMoney } from '../../budget/money'
import { PER_PERIOD } from '../../budget/window'
import { modelsFor, shownAtMost } from '../cost/price'
import type { SetBudget } from '../cost/priced'
import { budgetsOn, isAsked, leastRun, worstRun } from '../cost/worst-run'
import { staffOf, type StaffedNode } from '../staff'
import { openContracts, sayOpen, unlimitedNote } from './cost-unlimited'
import { reachableNodes, type Check, type Compilation, type Found } from './check'

/**
 * What a run may cost at most is within the budgets it draws on, or it is said by how much it is not: the budget then
 * stops it. No budget is so small that no run could get through.
 */
export const costCheck: Check = {
  code: 'cost',
  title: 'A run fits its budget',
  needsEntry: true,
  run(team) {
    if (!team.catalogue.models) return []
    const asked = reachableNodes(team).filter(isAsked)
    const found = budgetsOn(team).flatMap((budget) => judged(team, asked, budget))
    const missing = unpriced(team, asked)
    const isSaid = missing.length > 0 || found.length > 0
    const notes = isSaid || worstRun(team) !== Infinity ? [] : unbounded(team, asked)
    return [...missing, ...found.filter(isFirst), ...notes]
  },
}

/** What several budgets have to say of one place is said once, by the tightest. */
const isFirst = ({ code, place }: Found, i: number, all: readonly Found[]): boolean =>
  code === 'cost.over' || all.findIndex((one) => one.code === code && one.place.node === place.node) === i

/** An agent that no model may answer for. */
function unpriced(team: Compilation, asked: readonly StaffedNode[]): Found[] {
  return asked.flatMap((node) =>
    staffOf(node).flatMap((slug): Found[] => {
      const agent = team.agents.get(slug)
      if (!agent || modelsFor(team, agent).length > 0) return []
      const which = agent.models.length > 0 ? `none of ${agent.models.join(', ')}` : 'no model'
      return [
        {
          code: 'cost.unknown',
          severity: 'warning',
          message: `What "${node.name}" costs is not known: of the models ${agent.name} may use, ${which} is on and has a price. Until one is, it cannot be asked.`,
          place: { node: node.id, pointer: slug === node.agent ? '/agent' : '/fallback' },
        },
      ]
    }),
  )
}

/** Where no budget says anything nothing is at stake: it is only told why there is no figure. */
const unbounded = (team: Compilation, asked: readonly StaffedNode[]): Found[] =>
  openContracts(
    team,
    asked.filter((node) => isOpen(team, node)),
  ).map((open) => unlimitedNote(team, open))

function judged(team: Compilation, asked: readonly StaffedNode[], budget: SetBudget): Found[] {
  const agent = budget.scope === 'agent' ? budget.subject : undefined
  const cap = Number(budget.capMicros)
  const least = leastRun(team, agent)
  const limit = `The budget of ${subjectOf(team, budget)}, ${money(cap)} ${PER_PERIOD[budget.period]},`
  if (budget.hard && least && cap < least.micros)
    return [
      {
        code: 'cost.never',
        severity: 'error',
        message: `${limit} is too small for any run: one call at "${least.node.name}" may cost ${money(least.micros)}, and so much has to be free before it is made. Raise the budget, let the agent answer more briefly, or choose a cheaper model.`,
        place: { node: least.node.id },
      },
    ]
  if (budget.period !== 'run') return []
  const worst = worstRun(team, agent)
  if (worst === undefined || worst === null || worst <= cap) return []
  const ends = budget.hard ? 'a run that comes to it is stopped there' : 'a run may exceed it'
  if (Number.isFinite(worst))
    return [
      {
        code: 'cost.over',
        severity: 'warning',
        message: `${limit} is less than a run may cost in the worst case, ${money(worst)}: ${ends}.`,
        place: {},
      },
    ]
  return asked
    .filter((node) => agent === undefined || staffOf(node).includes(agent))
    .filter((node) => isOpen(team, node))
    .map((node) => ({
      code: 'cost.open',
      severity: 'warning',
      message: `What "${node.name}" is shown has no largest size${becauseOf(team, node)}, so what a run may cost cannot be said before it runs; ${limit.charAt(0).toLowerCase()}${limit.slice(1)} is kept all the same. Set the most that it is shown, or a longest text in the contracts it reads.`,
      place: { node: node.id },
      fixes: [
        {
          label: `Show "${node.name}" at most ${SHOWN.toLocaleString('en-US')} tokens`,
          command: {
            type: 'node.update',
            id: node.id,
            patch: { context: { maxTokens: node.context?.maxTokens ?? SHOWN, over: 'prune' } },
          },
        },
      ],
    }))
}

/** ` (account.dossier 1 sets no longest text for name)` */
function becauseOf(team: Compilation, node: StaffedNode): string {
  const open = openContracts(team, [node])
  return open.length === 0 ? '' : ` (${open.map(sayOpen).join('; ')})`
}

const SHOWN = 8000

/** Whether what an agent is shown has no bound: neither by contract, nor by a cap that leaves out what is too much. */
const isOpen = (team: Compilation, node: StaffedNode): boolean =>
  (node.context === undefined || node.context.over === 'summarise') &&
  [false, true].some((standsIn) => !Number.isFinite(shownAtMost(team, node, standsIn)))

const money = (micros: number): string => formatMoney(BigInt(Math.ceil(micros)))

const subjectOf = ({ agents, document }: Compilation, { scope, subject, team }: SetBudget): string =>
  whose({
    scope,
    subjectName: scope === 'agent' ? (agents.get(subject)?.name ?? subject) : document.name,
    teamName: team && document.name,
  })
