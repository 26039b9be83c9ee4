import { describe, expect, it } from 'vitest'
import {
  answerOrRequestSchema,
  readAnswerOrRequest,
  REQUEST_SCHEMA,
} from '@/server/engine/handlers/agent-request'
import { readSummaries, summaryMessages, summarySchema } from '@/server/engine/handlers/summaries'
import { answerTask } from './sandbox-answer'
import { completionSchema, readTask } from './sandbox-request'

const asked = (messages: object[], schema: object) =>
  answerTask(
    readTask(
      completionSchema.parse({
        model: 'm',
        messages,
        response_format: { type: 'json_schema', json_schema: { name: 'x', schema } },
      }),
    ),
  )

describe('the sandbox', () => {
  it('answers where it might ask for more', () => {
    const contract = {
      type: 'object',
      properties: { note: { type: 'string' } },
      required: ['note'],
      additionalProperties: false,
    }
    const messages = [
      { role: 'system', content: 'Agent: anybody' },
      { role: 'user', content: JSON.stringify({ goal: 'g', task: 't', handoff: { note: 'n' }, state: {} }) },
    ]
    const answer = asked(messages, answerOrRequestSchema(contract, REQUEST_SCHEMA))
    const read = readAnswerOrRequest(answer.kind === 'text' ? answer.text : '', contract, REQUEST_SCHEMA)
    expect(read).toMatchObject({ ok: true, said: { envelope: { output: { note: 'n' } } } })
  })

  it('summarises by cutting off, within the length that is asked for', () => {
    const texts = [
      { pointer: '/a', text: 'word '.repeat(200), tokens: 30 },
      { pointer: '/b', text: 'short', tokens: 30 },
    ]
    const answer = asked(summaryMessages(texts), summarySchema)
    const summaries = readSummaries(answer.kind === 'text' ? answer.text : '', 2)
    expect(summaries?.[0]).toHaveLength(90)
    expect(summaries?.[1]).toBe('short')
  })
})
