import { isRecord, type JsonSchema } from '@/domain/contract/json-schema'
import type { RuleAnswer } from './rule-answer'
import { fillSchema } from './sandbox-fill'
import type { Task } from './sandbox-request'

interface Desk {
  to: string
  name: string
  can: string[]
}
interface Briefed {
  handoff: unknown
  rounds: { results: { output?: unknown }[] }[]
  rounds_left: number
  task_types: { type: string; about: string }[]
  connected: Desk[]
}

/** One who leads others, whoever it is: gives each type of task once, and finishes with what came back. */
export function roundRule({ input, schema }: Task): RuleAnswer | undefined {
  const output = partOf(schema, 'output')
  if (!isRecord(input) || !Array.isArray(input['connected']) || !Array.isArray(input['rounds']))
    return undefined
  const briefed = input as unknown as Briefed
  const shapes = partOf(output, 'round')['anyOf']
  const [finish, plan] = Array.isArray(shapes) ? (shapes as JsonSchema[]) : [output, undefined]
  const plans = plan !== undefined && briefed.rounds.length === 0 && briefed.rounds_left > 0
  const round = plans ? planned(briefed, plan) : finished(briefed, finish ?? {})
  return {
    output: Array.isArray(shapes) ? { round } : round,
    rationale: plans
      ? 'Nothing is known yet: each type of task is given once, to one who can do it.'
      : `${findings(briefed).length} answers came back; they are put together as they are.`,
    confidence: 0.8,
    alternatives: [
      { option: 'Ask once more', why_not: 'One answer to each question is enough to practise on.' },
    ],
    evidence: findings(briefed).map((says, i) => ({
      source: `rounds.results[${i}]`,
      says: says.slice(0, 200),
    })),
    claims: [],
  }
}

function planned(briefed: Briefed, plan: JsonSchema): Record<string, unknown> {
  const tasks = partOf(plan, 'tasks')
  const items = isRecord(tasks['items']) ? tasks['items'] : {}
  const shapes = (Array.isArray(items['anyOf']) ? items['anyOf'] : [items]) as JsonSchema[]
  const asked = new Set<string>()
  const given = briefed.task_types.flatMap(({ type, about }) => {
    const shape = shapes.find((one) => partOf(one, 'type')['const'] === type)
    const able = briefed.connected.filter(({ can }) => can.includes(type))
    const desk = able.find(({ to }) => !asked.has(to)) ?? able[0]
    if (shape === undefined || !desk) return []
    asked.add(desk.to)
    const known = { question: `Find out: ${about || type}.`, handoff: briefed.handoff }
    return [
      {
        type,
        input: fillSchema(partOf(shape, 'input'), known),
        to: desk.to,
        why: `${desk.name} can do it.`,
      },
    ]
  })
  return { finished: false, tasks: given.slice(0, Number(tasks['maxItems'] ?? given.length)) }
}

/** The result by its contract; its first text is what came back. */
function finished(briefed: Briefed, finish: JsonSchema): Record<string, unknown> {
  const schema = partOf(finish, 'result')
  const filled = fillSchema(schema, briefed)
  const [name] = Object.entries(isRecord(schema['properties']) ? schema['properties'] : {}).find(
    ([, part]) => isRecord(part) && part['type'] === 'string' && !part['enum'],
  ) ?? ['']
  if (!isRecord(filled) || !name || findings(briefed).length === 0) return { finished: true, result: filled }
  const most = Number(partOf(schema, name)['maxLength'] ?? 1000)
  return { finished: true, result: { ...filled, [name]: findings(briefed).join(' ').slice(0, most) } }
}

const findings = ({ rounds }: Briefed): string[] =>
  rounds.flatMap(({ results }) =>
    results.flatMap(({ output }) =>
      isRecord(output) ? Object.values(output).filter((value) => typeof value === 'string') : [],
    ),
  )

/** The schema of one property. */
function partOf(schema: JsonSchema, name: string): Record<string, unknown> {
  const properties = isRecord(schema) ? schema['properties'] : undefined
  const part = isRecord(properties) ? properties[name] : undefined
  return isRecord(part) ? part : {}
}
