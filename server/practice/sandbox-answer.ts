import { validateInstance } from '@/domain/contract/evaluate'
import { isRecord, type JsonSchema } from '@/domain/contract/json-schema'
import type { AgentAnswers } from '@/domain/template/answers'
import { CODED_RULES, type Rule } from './coded-rules'
import type { SandboxAnswer } from './rule-answer'
import { EXAMPLE_RULES } from './rule-examples'
import { roundRule } from './rule-round'
import { fillSchema, valuesByName } from './sandbox-fill'
import type { Task } from './sandbox-request'
import { beginnings } from './sandbox-summary'
import { writtenAnswer } from './written-answer'

/** What every answer without AI begins with, so that nobody takes it for more. */
export const SANDBOX_MARK = 'Sandbox, no AI: '

/** What templates bring for their agents, by the agent's slug. */
export type AnswerBook = ReadonlyMap<string, AgentAnswers>

/**
 * The sandbox's answer to a task: by the rules that a template brings for the agent; else tools first, then by rule for
 * the agents of the patterns and leads, by schema for all others.
 */
export function answerTask(task: Task, book: AnswerBook = new Map()): SandboxAnswer {
  const summaries = beginnings(task)
  if (summaries) return text({ summaries })
  const written = book.get(task.agent)
  if (Array.isArray(written)) return writtenAnswer(written, task, SANDBOX_MARK)
  const calls = task.answers ? [] : toolCalls(task)
  if (calls.length) return { kind: 'tools', calls }
  const ruled = ruleOf(task, written)?.(task) ?? roundRule(task)
  if (typeof ruled === 'string') return { kind: 'refusal', text: SANDBOX_MARK + ruled }
  if (ruled) {
    const answer = { ...answered(task), ...ruled, rationale: SANDBOX_MARK + ruled.rationale }
    if (validateInstance(task.schema, answer).length === 0) return text(answer)
  }
  return bySchema(task)
}

/** @throws Error when a template names code that is not there */
function ruleOf({ agent }: Task, written: { code: string } | undefined): Rule | undefined {
  if (!written) return EXAMPLE_RULES[agent]
  const rule = CODED_RULES[written.code]
  if (!rule) throw new Error(`there is no rule ${written.code} for ${agent}`)
  return rule
}

/** A call for each tool whose required arguments stand in the input under the same name. */
function toolCalls({ tools, input }: Task) {
  const known = valuesByName(input)
  return tools.flatMap(({ name, parameters }) => {
    const properties = isRecord(parameters['properties']) ? parameters['properties'] : {}
    const found = Object.entries(properties).flatMap(([key, schema]) => {
      const value = known.get(key)?.find((one) => validateInstance(schema as JsonSchema, one).length === 0)
      return value === undefined ? [] : [[key, value]]
    })
    const given = Object.fromEntries(found) as Record<string, unknown>
    return validateInstance(parameters, given).length === 0 ? [{ name, arguments: given }] : []
  })
}

function bySchema(task: Task): SandboxAnswer {
  const filled = fillSchema(task.schema, { input: task.input, answers: task.answers ?? {} })
  if (filled === undefined) {
    return {
      kind: 'refusal',
      text: `${SANDBOX_MARK}the schema of the answer allows nothing that could be made up.`,
    }
  }
  if (!isRecord(filled) || !('output' in filled)) return text(filled)
  const sent = task.feedback ? ` Asked again with: “${task.feedback.instructions.slice(0, 200)}”.` : ''
  const envelope = {
    ...filled,
    ...answered(task),
    rationale: `${SANDBOX_MARK}filled by the schema from ${names(task)}, not thought through.${sent}`,
    confidence: 0.75,
    alternatives: [
      { option: 'Leave it to a real model', why_not: 'None is configured; paste a key under Models.' },
    ],
    evidence: Object.keys(task.state).map((slot) => ({
      source: slot,
      says: 'Was given; not read for its meaning.',
    })),
    claims: [],
  }
  return text(validateInstance(task.schema, envelope).length === 0 ? envelope : filled)
}

/** Where an agent may ask for more, the sandbox answers, unless its rule asks. */
function answered({ schema }: Task): { request?: null } {
  const properties = schema['properties']
  return isRecord(properties) && 'request' in properties ? { request: null } : {}
}

const names = ({ state, handoff }: Task): string => {
  const slots = [...(handoff === null ? [] : ['the handoff']), ...Object.keys(state)]
  return slots.length ? slots.join(', ') : 'the task alone'
}

const text = (value: unknown): SandboxAnswer => ({ kind: 'text', text: JSON.stringify(value) })
