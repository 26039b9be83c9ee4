import { isRecord } from '@/domain/contract/json-schema'
import { Random, seedOf } from '@/server/practice/random'

/** What was asked, as a model server reads it. */
export interface Question {
  agent: string
  system: string
  /** The opening: goal, task, handoff and state. */
  asked: Record<string, unknown>
  /** Schema of the `output` it is to answer with. */
  output: Record<string, unknown>
}

export function questionIn(body: Record<string, unknown>): Question {
  const messages = (Array.isArray(body['messages']) ? body['messages'] : []).filter(isRecord)
  const [system, user] = [messages[0]?.['content'], messages[1]?.['content']].map(String)
  const asked: unknown = JSON.parse(user ?? '{}')
  const schema = [body['response_format'], 'json_schema', 'schema', 'properties', 'output'].reduce(
    (at, key) => (isRecord(at) ? at[String(key)] : undefined),
  )
  return {
    agent: /^Agent: (\S+)/.exec(system ?? '')?.[1] ?? '',
    system: system ?? '',
    asked: isRecord(asked) ? asked : {},
    output: isRecord(schema) ? schema : {},
  }
}

/** What a good model says to it: the envelope around what the agent is there for. The same each time it is asked. */
export function answerTo({ agent, asked, output }: Question, salt: number): string {
  const random = new Random(seedOf(`${agent} ${JSON.stringify(asked)}`) ^ salt)
  const handoff = isRecord(asked['handoff']) ? asked['handoff'] : {}
  const say: Record<string, () => unknown> = {
    drafter: () => ({ case_id: String(handoff['case_id']), amount: random.int(1, 1000) }),
    credit: () => (has(output, 'value') ? { value: random.int(1, 9) } : { score: random.int(1, 9) }),
    fit: () => (has(output, 'value') ? { value: random.int(1, 9) } : { score: random.int(1, 9) }),
    judge: () => ({ score: random.int(4, 10) }),
    writer: () => ({ text: `Written for ${JSON.stringify(handoff).slice(0, 60)}` }),
    lead: () => round(asked, has(output, 'round'), random),
  }
  return JSON.stringify({
    output: say[agent]?.() ?? {},
    rationale: 'As far as I can tell.',
    confidence: 0.8,
    alternatives: [],
    evidence: [],
    claims: [],
  })
}

const has = (schema: Record<string, unknown>, property: string): boolean =>
  isRecord(schema['properties']) && property in schema['properties']

/** First two or three tasks, then a result. */
function round(asked: Record<string, unknown>, mayPlan: boolean, random: Random): unknown {
  const result = { finished: true, result: { text: 'Take it' } }
  if (!mayPlan) return result
  const before = Array.isArray(asked['rounds']) ? asked['rounds'].length : 0
  if (before > 0) return { round: result }
  const task = (type: string, to: string) => ({
    type,
    input: { about: 'them', amount: random.int(1, 2000) },
    to,
    why: 'It is needed.',
  })
  const tasks = [task('credit', 'bank'), task('fit', 'market'), task('fit', 'bank')]
  return { round: { finished: false, tasks: tasks.slice(0, random.int(2, 3)) } }
}
