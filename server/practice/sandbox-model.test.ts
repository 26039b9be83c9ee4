import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOpenAiClient, ProviderError } from '@/server/models/openai'
import { answerSchema } from '@/server/engine/handlers/agent-prompt'
import { envelopeSchema } from '@/domain/run/step'
import { createSandboxModel, SANDBOX_MODELS } from './sandbox-model'

let server: Server
let base: string
beforeAll(async () => {
  const sandbox = createSandboxModel(0)
  server = createServer((request, response) => void sandbox(request, response, (request.url ?? '').slice(3)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const output = {
  type: 'object',
  properties: {
    ticket_id: { type: 'string' },
    severity: { enum: ['low', 'high'] },
    summary: { type: 'string' },
  },
  required: ['ticket_id', 'severity', 'summary'],
  additionalProperties: false,
}
const chat = (more: { maxOutputTokens?: number; model?: string; system?: string } = {}) =>
  createOpenAiClient(base).chat(more.model ?? 'baton-sandbox-small', {
    messages: [
      { role: 'system', content: more.system ?? 'Agent: triage\nYou sort tickets.' },
      {
        role: 'user',
        content: JSON.stringify({ goal: 'g', task: 't', handoff: { ticket_id: 'T-7' }, state: {} }),
      },
    ],
    schema: { name: 'ticket', schema: answerSchema(output) },
    tools: [],
    maxOutputTokens: more.maxOutputTokens ?? 800,
    timeoutMs: 5000,
    signal: new AbortController().signal,
  })

describe('the sandbox model, through the SDK', () => {
  it('lists its models', async () => {
    const names = (await createOpenAiClient(base).models(1000)).map(({ name }) => name)
    expect(names).toEqual(['baton-sandbox', ...SANDBOX_MODELS.map(({ name }) => name)])
  })

  it('answers agents it does not know by their schema, says so, and counts tokens', async () => {
    const { answer, usage } = await chat()
    if (answer.kind !== 'text') throw new Error(answer.kind)
    const envelope = envelopeSchema.parse(JSON.parse(answer.text))
    expect(envelope.output).toMatchObject({ ticket_id: 'T-7' })
    expect(envelope.rationale).toMatch(/^Sandbox, no AI: /)
    expect(usage?.tokensIn).toBeGreaterThan(100)
    expect(usage?.tokensOut).toBe(Math.ceil(answer.text.length / 4))
    expect((await chat()).answer).toEqual(answer)
  })

  it('answers by schema where an agent is called like a seeded one but asks for something else', async () => {
    const { answer } = await chat({ system: 'Agent: drafting' })
    if (answer.kind !== 'text') throw new Error(answer.kind)
    expect(JSON.parse(answer.text)).toMatchObject({ output: { ticket_id: 'T-7' } })
  })

  it('is cut off at the cap like any model', async () => {
    const { answer, usage } = await chat({ maxOutputTokens: 20 })
    expect(answer.kind).toBe('truncated')
    expect(usage?.tokensOut).toBe(20)
  })

  it('refuses models it does not have', async () => {
    await expect(chat({ model: 'gpt-5' })).rejects.toThrow(ProviderError)
  })
})
