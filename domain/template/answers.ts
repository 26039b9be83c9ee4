import { z } from 'zod'
import { ExpressionError, parseExpression, parseTemplate } from '../expression/cel'
import { pointerOf } from '../pointer'
import type { Problem } from '../problem'
import { nameSchema } from '../name'
import { slugSchema } from '../team/slug'

/**
 * A value as it is written in `answers.yaml`: a text that begins with `=` is CEL and gives whatever that gives; any other
 * text may hold CEL in double braces; lists and objects are made of such values; the rest is itself.
 */
const value = z.unknown()
const fields = z.record(z.string(), value)
/** `= 0.9 - 0.1 * size(state.draft.missing)` */
const isExpression = (text: string): boolean => text.startsWith('=')
export const expressionIn = (text: string): string | undefined =>
  isExpression(text) ? text.slice(1).trim() : undefined

const confidence = z.union([
  z.number().min(0).max(1),
  z.string().refine(isExpression, 'a number from 0 to 1, or CEL that begins with ='),
])

export const answerRuleSchema = z
  .strictObject({
    /** What the case is, for whoever reads the file, and where the rule fails. */
    name: nameSchema(120),
    /** CEL over what the model is shown; absent: whatever it is. */
    when: z.string().trim().min(1).optional(),
    /** Tools that are asked before anything below is worked out, where they have not been. */
    calls: z
      .array(z.strictObject({ tool: z.string().min(1), arguments: fields.default({}) }))
      .min(1)
      .optional(),
    /** Names for what is said below, each over those before it and what the tools answered. */
    let: z.record(z.string().regex(/^[a-z][a-z0-9_]*$/), value).optional(),
    output: fields.optional(),
    /** In place of an answer: what the one before is asked for. */
    request: fields.optional(),
    /** In place of an answer: why there is none. */
    refuse: z.string().min(1).optional(),
    rationale: z.string().min(1).optional(),
    confidence: confidence.optional(),
    alternatives: z.array(z.strictObject({ option: value, why_not: value })).default([]),
    evidence: z.array(z.strictObject({ source: value, says: value })).default([]),
    claims: z.array(z.strictObject({ subject: value, value })).default([]),
    /** The answer breaks its contract on purpose: a model does that too. Any other that does is a mistake in the file. */
    misfit: z.boolean().default(false),
  })
  .superRefine((rule, context) => {
    const given = [rule.output, rule.request, rule.refuse].filter((part) => part !== undefined)
    if (given.length > 1)
      context.addIssue({ code: 'custom', message: 'Give one of output, request and refuse.' })
    if (given.length === 0 && !rule.calls)
      context.addIssue({ code: 'custom', message: 'Give an output, a request, a refusal, or tools to call.' })
    const answers = rule.output !== undefined || rule.request !== undefined
    if (answers && (rule.rationale === undefined || rule.confidence === undefined))
      context.addIssue({ code: 'custom', message: 'An answer has a rationale and a confidence.' })
  })
export type AnswerRule = z.infer<typeof answerRuleSchema>

/** What answers for an agent: rules, of which the first that holds does, or code of the practice services by its name. */
const agentAnswersSchema = z.union([
  z.array(answerRuleSchema).min(1),
  z.strictObject({ code: z.string().regex(/^[a-z][a-z0-9-]*$/) }),
])
export type AgentAnswers = z.infer<typeof agentAnswersSchema>

/** `answers.yaml`: what the sandbox, which is no AI, answers for the agents of a template. */
export const answersSchema = z.strictObject({ agents: z.record(slugSchema, agentAnswersSchema) })
export type Answers = z.infer<typeof answersSchema>

/** What in it is no CEL, with pointers into the file. */
export function unreadableIn({ agents }: Answers): Problem[] {
  return Object.entries(agents).flatMap(([slug, rules]) =>
    Array.isArray(rules)
      ? rules.flatMap(({ when, ...made }, i) => {
          const at = ['agents', slug, i]
          return [
            ...(when === undefined ? [] : problemsOf(() => void parseExpression(when), [...at, 'when'])),
            ...unreadableValue(made, at),
          ]
        })
      : [],
  )
}

function unreadableValue(made: unknown, at: (string | number)[]): Problem[] {
  if (typeof made === 'string') return problemsOf(() => readText(made), at)
  if (typeof made !== 'object' || made === null) return []
  return Object.entries(made).flatMap(([name, part]) =>
    unreadableValue(part, [...at, Array.isArray(made) ? Number(name) : name]),
  )
}

function readText(text: string): void {
  const source = expressionIn(text)
  if (source !== undefined) parseExpression(source)
  else for (const part of parseTemplate(text)) if ('source' in part) parseExpression(part.source)
}

function problemsOf(read: () => void, at: (string | number)[]): Problem[] {
  try {
    read()
    return []
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return [{ pointer: pointerOf(at), message: `${error.message}.`, expected: 'CEL' }]
  }
}
