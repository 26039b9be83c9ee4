import { z } from 'zod'
import { isRecord } from '@/domain/contract/json-schema'

/** A chat completion as the sandbox reads it; what it has no use for is let through. */
export const completionSchema = z.object({
  model: z.string(),
  messages: z
    .array(
      z.object({
        role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
        content: z.string().nullish(),
        tool_call_id: z.string().optional(),
        tool_calls: z
          .array(
            z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) }),
          )
          .optional(),
      }),
    )
    .min(1),
  max_tokens: z.number().int().min(1).nullish(),
  max_completion_tokens: z.number().int().min(1).nullish(),
  stream: z.literal(false).nullish(),
  response_format: z
    .object({
      type: z.string(),
      json_schema: z.object({ name: z.string(), schema: z.record(z.string(), z.unknown()) }).optional(),
    })
    .nullish(),
  tools: z
    .array(
      z.object({
        function: z.object({ name: z.string(), parameters: z.record(z.string(), z.unknown()).default({}) }),
      }),
    )
    .nullish(),
})
export type Completion = z.infer<typeof completionSchema>

/** What the sandbox knows of a request: who is asked, with what, for what. */
export interface Task {
  /** From the system prompt's line `Agent: <slug>`. */
  agent: string
  /** Schema of the whole answer; any object when none was given. */
  schema: Record<string, unknown>
  handoff: unknown
  state: Record<string, unknown>
  task: string
  feedback?: { instructions: string; previous: unknown }
  /** The whole user message, to take values from. */
  input: unknown
  tools: { name: string; parameters: Record<string, unknown> }[]
  /** Answers of tools by name; undefined until one was asked. */
  answers?: Record<string, unknown>
}

export function readTask({ messages, response_format: format, tools }: Completion): Task {
  const system = messages.filter(({ role }) => role === 'system' || role === 'developer')
  const prompt = system.map(({ content }) => content ?? '').join('\n')
  const input = parse(messages.find(({ role }) => role === 'user')?.content)
  const briefing = isRecord(input) ? input : {}
  const { handoff = null, state, task, feedback } = briefing
  return {
    agent: /^Agent: (\S+)$/m.exec(prompt)?.[1] ?? '',
    schema: format?.json_schema?.schema ?? { type: 'object' },
    handoff,
    state: isRecord(state) ? state : {},
    task: typeof task === 'string' ? task : '',
    ...(isRecord(feedback) && {
      feedback: {
        instructions: textOf(feedback['instructions']),
        previous: feedback['previous'] ?? null,
      },
    }),
    input,
    tools: (tools ?? []).map((tool) => tool.function),
    ...toolAnswers(messages),
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function toolAnswers(messages: Completion['messages']): { answers?: Record<string, unknown> } {
  const names = new Map(
    messages.flatMap(({ tool_calls: calls }) => (calls ?? []).map((call) => [call.id, call.function.name])),
  )
  const answered = messages.filter(({ role }) => role === 'tool')
  if (!answered.length) return {}
  const entries = answered.map(({ tool_call_id: id, content }) => [names.get(id ?? '') ?? '', parse(content)])
  return { answers: Object.fromEntries(entries) as Record<string, unknown> }
}

function parse(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null') as unknown
  } catch {
    return text
  }
}
