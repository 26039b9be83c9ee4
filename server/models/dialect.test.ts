import { describe, expect, it } from 'vitest'
import { bodyOf, firstDialect, nextDialect } from './dialect'

const request = {
  messages: [
    { role: 'assistant' as const, content: null, toolCalls: [{ id: 'c', name: 'get', arguments: '{}' }] },
    { role: 'tool' as const, toolCallId: 'c', content: '1' },
  ],
  schema: {
    name: 'crm.next_action@1',
    schema: {
      type: 'object',
      properties: { a: { type: 'string', 'x-classification': 'public' } },
      required: ['a'],
      additionalProperties: false,
    },
  },
  tools: [{ name: 'get', description: 'Get', parameters: { type: 'object', properties: {} } }],
  maxOutputTokens: 7,
}

describe('dialects', () => {
  it('speaks to OpenAI and its reasoning models as they ask, to others as all understand', () => {
    expect(firstDialect('gpt-4o', 'https://api.openai.com/v1').tokens).toBe('max_completion_tokens')
    expect(firstDialect('openai/gpt-5-mini', 'https://proxy.example/v1').tokens).toBe('max_completion_tokens')
    expect(firstDialect('llama3', 'http://localhost:11434/v1').tokens).toBe('max_tokens')
    expect(firstDialect('x', 'https://openai.com.example/v1').tokens).toBe('max_tokens')
  })

  it('reads from a complaint what to try next, and stops at what it does not understand', () => {
    const first = firstDialect('m', 'http://localhost/v1')
    expect(nextDialect(first, 'context too long')).toBeUndefined()
    const second = nextDialect(first, 'response_format is not supported')
    expect(second?.format).toBe('json_object')
    const third = second && nextDialect(second, 'response_format is not supported')
    expect(third?.format).toBe('none')
    expect(third && nextDialect(third, 'response_format is not supported')).toBeUndefined()
  })

  it('makes a body: strict where the schema qualifies, tool calls in OpenAI’s form', () => {
    const body = bodyOf('m', request, { tokens: 'max_tokens', format: 'json_schema' })
    expect(body).toMatchObject({
      max_tokens: 7,
      messages: [
        {
          role: 'assistant',
          tool_calls: [{ id: 'c', type: 'function', function: { name: 'get', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'c', content: '1' },
      ],
      response_format: { json_schema: { name: 'crm_next_action_1', strict: true } },
    })
    expect(JSON.stringify(body)).not.toContain('x-classification')
  })

  it('puts the schema into words where the endpoint knows none', () => {
    const body = bodyOf('m', request, { tokens: 'max_tokens', format: 'none' })
    expect(body['response_format']).toBeUndefined()
    expect(JSON.stringify(body.messages.at(-1))).toContain('JSON Schema')
  })
})
