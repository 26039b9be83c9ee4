import { ExpressionError } from '@/domain/expression/cel'
import { formatMoney } from '@/domain/budget/money'
import { within } from '@/domain/run/fork'
import {
  SO_FAR,
  soFarIn,
  type RoundsSoFar,
  type TaskResult,
  type TaskRound,
} from '@/domain/run/rounds-of-tasks'
import type { GivenTask, ShownRound, StepFailure } from '@/domain/run/step'
import { coversView } from '@/domain/policy/covers-view'
import { serveView } from '@/domain/policy/serve-view'
import { visibleState } from '@/domain/state/scoped'
import type { Actor } from '@/domain/actor'
import type { Agent } from '@/domain/team/agent'
import { taskSlot } from '@/domain/team/kinds/orchestrator'
import { bounded } from '@/server/bounded'
import { saltedDigest } from '@/server/record/digest'
import { bindingsOf } from '../bindings'
import { fault } from '../fault'
import { takeUpFailure } from '../take-up'
import type { Activation, Handler, HandlerOutcome } from '../types'
import { askAgent, failed } from './ask-agent'
import type { Answered } from './asked'
import { costBefore, costOf } from './orchestrator-cost'
import { roundIn, roundSchema, route, type PlannedTask } from './orchestrator-plan'

type Hub = Activation<'orchestrator'>

/** One round: what came back is shown to the agent, who gives the next tasks or hands on a result. */
export const runOrchestrator: Handler<'orchestrator'> = async (activation) => {
  const { node, version, at } = activation
  const misfit = takeUpFailure(version.bundle, node, at.state, at.arrived.slot)
  if (misfit) return fault(misfit)
  const soFar = await roundsSoFar(activation)
  const spent = await spentBound(activation, soFar)
  if (spent) return fault(spent)
  const mayPlan = soFar.rounds.length < node.maxRounds
  const answered = await askAgent(activation, {
    schema: roundSchema(node, version.bundle, mayPlan),
    named: `${node.id}_round`,
    task: taskText(activation, mayPlan),
    more: (agent) => ({
      rounds: roundsFor(activation, agent, soFar.rounds),
      rounds_left: Math.max(0, node.maxRounds - soFar.rounds.length),
      task_types: node.tasks.map(({ type, about }) => ({ type, about })),
      connected: connected(activation),
    }),
  })
  if ('failure' in answered) return failed(answered)
  const round = roundIn(answered.envelope.output)
  return round.finished
    ? finish(activation, answered, round.result, soFar)
    : give(activation, answered, round.tasks, soFar)
}

type Said = Extract<Answered, { envelope: unknown }>

const writerOf = ({ agent }: Said): Actor => ({ kind: 'agent', id: agent.slug, name: agent.name })

function finish(activation: Hub, said: Said, result: unknown, soFar: RoundsSoFar): HandlerOutcome {
  const { node, at } = activation
  const { spent, shown, envelope, record } = said
  const contract = node.produces ?? ''
  return {
    kind: 'done',
    port: 'out',
    ...spent,
    write: { slot: node.id, value: result, writer: writerOf(said) },
    result: { ...shown, ...told(activation, said, soFar), envelope, output: result },
    record: {
      ...record,
      data: { ...record.data, contract, output: saltedDigest(result, at.salt), finished: true },
    },
  }
}

/** What it was told of its rounds, for who asks on what its answer rests. */
const told = (activation: Hub, { agent }: Said, { rounds }: RoundsSoFar): { rounds?: ShownRound[] } =>
  rounds.length > 0 ? { rounds: roundsFor(activation, agent, rounds) } : {}

function give(activation: Hub, said: Said, planned: PlannedTask[], soFar: RoundsSoFar): HandlerOutcome {
  const { node, version, at } = activation
  const { spent, shown, envelope, record } = said
  const misrouted = (failure: StepFailure): HandlerOutcome => ({
    ...fault(failure),
    ...spent,
    result: { ...shown, envelope, failure },
  })
  const tasks: GivenTask[] = []
  try {
    const bindings = bindingsOf(version.bundle, at.state, at.steps)
    for (const task of planned) {
      const given = bounded(() => route(node, task, bindings))
      if (!given) return misrouted(nobodyFor(activation, task))
      tasks.push(given)
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    const message = `Who does a task could not be decided: ${error.message}`
    return misrouted({ code: 'expression_failed', message })
  }
  const remembered: RoundsSoFar = { ...soFar, rounds: [...soFar.rounds, { tasks, results: [] }] }
  const lanes = tasks.map(({ input }, i) => [String(i), { [taskSlot(node)]: input }] as const)
  return {
    kind: 'done',
    port: 'round',
    ...spent,
    lanes: { width: tasks.length, ports: tasks.map(({ to }) => to), atOnce: node.atOnce },
    write: {
      slot: node.id,
      value: { ...Object.fromEntries(lanes), [SO_FAR]: remembered },
      writer: writerOf(said),
    },
    result: {
      ...shown,
      ...told(activation, said, soFar),
      envelope,
      tasks,
      split: { fork: `${node.id}#${at.iteration}`, width: tasks.length },
    },
    record: {
      data: {
        ...record.data,
        round: remembered.rounds.length,
        of: node.maxRounds,
      },
      sealed: { ...record.sealed, tasks },
    },
  }
}

/** What is remembered, with what the round that just came together brought. */
async function roundsSoFar(activation: Hub): Promise<RoundsSoFar> {
  const { node, at, startedAt } = activation
  const kept = at.split ? soFarIn(at.state[node.id]) : undefined
  if (!kept) {
    const before = node.maxSpendMicros === undefined ? 0n : await costBefore(activation)
    return { rounds: [], sinceMs: startedAt.getTime(), spentMicros: String(before) }
  }
  const last = kept.rounds.at(-1)
  if (!last) return kept
  return {
    ...kept,
    rounds: [...kept.rounds.slice(0, -1), { ...last, results: resultsOf(activation, last.tasks) }],
  }
}

/** What each task brought, as far as the orchestrator's agent may see it. */
function resultsOf({ node, at, version }: Hub, tasks: readonly GivenTask[]): TaskResult[] {
  const { split } = at
  const view = version.bundle.views[node.id]
  if (!split || !view) return []
  return tasks.map(({ to }, task) => {
    const end = split.state.ends[task]
    if (end?.how !== 'arrived' || end.slot === undefined)
      return {
        task,
        to,
        missing: end?.how === 'failed' ? 'it could not be done' : 'it ended without a result',
      }
    const { slot } = end
    const state = visibleState(at.root, within(split.scope, { fork: split.id, lane: task }))
    return { task, to, output: serveView(view, { [slot]: state[slot] }).data[slot] ?? null }
  })
}

/**
 * What happened so far, for who is asked now. What its own agent was shown, and the tasks that it made of that, whoever
 * stands in is shown only where cleared for all of it.
 */
function roundsFor({ node, version }: Hub, agent: Agent, rounds: readonly TaskRound[]): ShownRound[] {
  const view = version.bundle.views[node.id]
  if (agent.slug === node.agent || (view && coversView(view, agent))) return [...rounds]
  return rounds.map(({ tasks, results }) => ({
    tasks: tasks.map(({ type, to }) => ({ type, to })),
    results: results.map((result) => ({ ...result, ...('output' in result && { output: '[withheld]' }) })),
  }))
}

/** Time and money of all its rounds together: its own, and what its tasks cost; what goes on beside it is not its. */
async function spentBound(activation: Hub, soFar: RoundsSoFar): Promise<StepFailure | undefined> {
  const { node, at, startedAt } = activation
  // Who says 'once more' to a bound that was reached lets it go on.
  if (at.arrived.retriedAt !== undefined) return undefined
  const seconds = (startedAt.getTime() - soFar.sinceMs) / 1000
  const rounds = soFar.rounds.length
  if (seconds > node.maxSeconds)
    return {
      code: 'bound_reached',
      message: `After ${Math.round(seconds)} s and ${rounds} rounds there is no result; ${node.maxSeconds} s are allowed.`,
    }
  if (node.maxSpendMicros === undefined) return undefined
  const spent = (await costOf(activation)) - BigInt(soFar.spentMicros)
  if (spent > BigInt(node.maxSpendMicros))
    return {
      code: 'bound_reached',
      message: `${rounds} rounds have cost ${formatMoney(spent)}; ${formatMoney(BigInt(node.maxSpendMicros))} are allowed.`,
    }
  return undefined
}

function nobodyFor({ node }: Hub, { type, to, why }: PlannedTask): StepFailure {
  const able = node.spokes.filter(({ can }) => can.includes(type))
  return {
    code: 'no_agent',
    message: able.length
      ? `Several can do “${type}”, and the one that was asked for, “${to}”, is not among them.`
      : `Nobody whom "${node.name}" is connected to can do “${type}”.`,
    details: { type, to, why },
  }
}

/** Who is there, for the agent that gives the tasks: names and jobs, nothing of what they see. */
function connected({ node, version }: Hub) {
  const { agents, next, nodes } = version.bundle
  return node.spokes.map(({ port, label, can }) => {
    const target = nodes[(next[node.id] ?? []).find((edge) => edge.port === port)?.to ?? '']
    const agent = target && 'agent' in target && target.agent ? agents[target.agent] : undefined
    return { to: port, name: label || (agent?.name ?? target?.name ?? port), job: agent?.job ?? '', can }
  })
}

function taskText({ node }: Hub, mayPlan: boolean): string {
  const how = mayPlan
    ? 'Give the tasks that bring you closer, each of a type that somebody connected can do, or finish with the result.'
    : 'No rounds are left: finish with the result as far as you have it.'
  return [node.task, how].filter(Boolean).join('\n')
}
