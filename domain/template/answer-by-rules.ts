import { evaluateExpression, ExpressionError, renderTemplate } from '../expression/cel'
import { expressionIn, type AnswerRule } from './answers'

/** All that a rule may look at: what a model would be shown. */
export interface Shown {
  handoff: unknown
  state: Record<string, unknown>
  task: string
  /** Why its earlier answer came back, with that answer. */
  feedback: { instructions: string; previous: unknown } | null
  /** What each tool that was asked answered, by its name. */
  tools: Record<string, unknown>
}

interface Grounds {
  rationale: string
  confidence: number
  alternatives: unknown[]
  evidence: unknown[]
  claims: unknown[]
}

export type RuledAnswer =
  | { kind: 'calls'; calls: { name: string; arguments: Record<string, unknown> }[] }
  | { kind: 'answer'; rule: string; misfit: boolean; said: Grounds & { output: unknown; request: unknown } }
  | { kind: 'refusal'; why: string }

/**
 * What the first rule that holds says to what is shown; a rule that cannot be worked out refuses and says which.
 * Pure: the same rules say the same of the same.
 */
export function answerByRules(rules: readonly AnswerRule[], shown: Shown): RuledAnswer {
  const bindings = { ...shown }
  let current: AnswerRule | undefined
  try {
    for (const rule of rules) {
      current = rule
      const holds = rule.when === undefined || evaluateExpression(rule.when, bindings)
      if (holds === true) return answerOf(rule, bindings)
      if (holds !== false) throw new ExpressionError('The condition is neither true nor false')
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return {
      kind: 'refusal',
      why: `the rule “${current?.name ?? ''}” cannot be worked out: ${error.message}.`,
    }
  }
  return { kind: 'refusal', why: 'no rule is written for what it was shown.' }
}

function answerOf(rule: AnswerRule, shown: Shown): RuledAnswer {
  let bindings: Record<string, unknown> = { ...shown }
  const make = (written: unknown): unknown => made(written, bindings)
  const open = (rule.calls ?? []).filter(({ tool }) => !(tool in shown.tools))
  if (open.length > 0)
    return {
      kind: 'calls',
      calls: open.map((call) => ({
        name: call.tool,
        arguments: make(call.arguments) as Record<string, unknown>,
      })),
    }
  for (const [name, written] of Object.entries(rule.let ?? {}))
    bindings = { ...bindings, [name]: make(written) }
  if (rule.refuse !== undefined) return { kind: 'refusal', why: String(make(rule.refuse)) }
  if (rule.output === undefined && rule.request === undefined)
    return { kind: 'refusal', why: `the rule “${rule.name}” only asks its tools, and they have answered.` }
  const list = (written: readonly unknown[]) => written.map(make)
  return {
    kind: 'answer',
    rule: rule.name,
    misfit: rule.misfit,
    said: {
      output: rule.output === undefined ? null : make(rule.output),
      request: rule.request === undefined ? null : make(rule.request),
      rationale: String(make(rule.rationale)),
      confidence: Number(make(rule.confidence)),
      alternatives: list(rule.alternatives),
      evidence: list(rule.evidence),
      claims: list(rule.claims),
    },
  }
}

/** @throws ExpressionError */
function made(written: unknown, bindings: Record<string, unknown>): unknown {
  if (typeof written === 'string') {
    const source = expressionIn(written)
    return source === undefined ? renderTemplate(written, bindings) : evaluateExpression(source, bindings)
  }
  if (Array.isArray(written)) return written.map((part) => made(part, bindings))
  if (typeof written !== 'object' || written === null) return written
  return Object.fromEntries(Object.entries(written).map(([name, part]) => [name, made(part, bindings)]))
}
