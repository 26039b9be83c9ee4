import { forModels, isStrict } from './strict-schema'
import type { ChatMessage, ModelRequest } from './port'

/** The body of a chat completion, as far as it is the same everywhere. */
export type ChatBody = Record<string, unknown> & { model: string; messages: unknown[] }

/**
 * How an endpoint that calls itself OpenAI-compatible wants to be spoken to. Newer models of OpenAI insist on
 * `max_completion_tokens`, other servers know only `max_tokens`; some know no JSON schema.
 */
export interface Dialect {
  tokens: 'max_completion_tokens' | 'max_tokens'
  format: 'json_schema' | 'json_object' | 'none'
}

export function firstDialect(model: string, baseUrl: string): Dialect {
  const openai = /^https:\/\/([\w-]+\.)*openai\.(com|azure\.com)\//.test(`${baseUrl}/`)
  const reasoning = /(^|\/)(gpt-5|o\d)/.test(model)
  return { tokens: openai || reasoning ? 'max_completion_tokens' : 'max_tokens', format: 'json_schema' }
}

/**
 * What to try after a 400, read from its message.
 * @returns undefined when the message is about something else
 */
export function nextDialect(dialect: Dialect, message: string): Dialect | undefined {
  if (message.includes(dialect.tokens)) {
    const other = dialect.tokens === 'max_tokens' ? 'max_completion_tokens' : 'max_tokens'
    return { ...dialect, tokens: other }
  }
  if (/response_format|json_schema|json_object|structured output/i.test(message)) {
    if (dialect.format === 'json_schema') return { ...dialect, format: 'json_object' }
    if (dialect.format === 'json_object') return { ...dialect, format: 'none' }
  }
  return undefined
}

const message = (given: ChatMessage): Record<string, unknown> => {
  switch (given.role) {
    case 'system':
    case 'user':
      return { role: given.role, content: given.content }
    case 'tool':
      return { role: 'tool', tool_call_id: given.toolCallId, content: given.content }
    case 'assistant':
      return {
        role: 'assistant',
        content: given.content,
        ...(given.toolCalls?.length && {
          tool_calls: given.toolCalls.map(({ id, name, arguments: text }) => ({
            id,
            type: 'function',
            function: { name, arguments: text },
          })),
        }),
      }
  }
}

/** The body of a chat completion in the endpoint's dialect. */
export function bodyOf(
  model: string,
  request: Pick<ModelRequest, 'messages' | 'schema' | 'tools' | 'maxOutputTokens'>,
  dialect: Dialect,
): ChatBody {
  const schema = forModels(request.schema.schema)
  const messages = request.messages.map(message)
  if (dialect.format !== 'json_schema') {
    const content = `Answer with one JSON object that fits this JSON Schema, and nothing else:\n${JSON.stringify(schema)}`
    messages.push({ role: 'system', content })
  }
  return {
    model,
    messages,
    [dialect.tokens]: request.maxOutputTokens,
    ...(dialect.format === 'json_schema' && {
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: request.schema.name.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, 64),
          schema,
          ...(isStrict(schema) && { strict: true }),
        },
      },
    }),
    ...(dialect.format === 'json_object' && { response_format: { type: 'json_object' } }),
    ...(request.tools.length && {
      tools: request.tools.map(({ name, description, parameters }) => ({
        type: 'function',
        function: { name, description, parameters: forModels(parameters) },
      })),
    }),
  }
}
