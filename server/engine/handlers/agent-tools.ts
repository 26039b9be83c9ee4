import type { ToolUse } from '@/domain/run/step'
import { clip, storable } from '@/domain/storable'
import type { Agent } from '@/domain/team/agent'
import { MAX_TOOL_CHARACTERS } from '@/domain/team/worst-case'
import { checkInstance } from '@/server/bounded'
import { ConnectorError, type HttpAnswer, type HttpRequest } from '@/server/connectors/http'
import { policyOfAnswer, policyOfError } from '@/server/connectors/retry-policy'
import { pause } from '@/server/models/pause'
import type { ChatMessage } from '@/server/models/pool'
import type { Activation } from '../types'

interface Requested {
  id: string
  name: string
  arguments: string
}

const MAX_ANSWER = 60_000
const NO_ROOM = '{"error":"no more can be read in this step; answer with what you have"}'

/**
 * Carries out the reads a model asked for, in order. Only the agent's own tools exist; anything else is answered with
 * an error that the model can read. A fault of the service that stays is an answer too: the agent decides what it makes
 * of it.
 * @param room characters of answers that the attempt has left: what one run may cost is bounded by them
 */
export async function useTools(
  activation: Activation,
  agent: Agent,
  requested: readonly Requested[],
  room = MAX_TOOL_CHARACTERS,
): Promise<{ uses: ToolUse[]; messages: ChatMessage[]; room: number }> {
  const uses: ToolUse[] = []
  const messages: ChatMessage[] = []
  let left = room
  await activation.landed()
  for (const call of requested) {
    const use = await useTool(activation, agent, call)
    uses.push(use)
    const content = left > 0 ? clip(JSON.stringify(use.answer), Math.min(MAX_ANSWER, left)) : NO_ROOM
    left -= content.length
    messages.push({ role: 'tool', toolCallId: call.id, content })
  }
  return { uses, messages, room: left }
}

async function useTool(activation: Activation, agent: Agent, call: Requested): Promise<ToolUse> {
  const began = Date.now()
  const answer = (status: number, body: unknown, args: unknown): ToolUse => ({
    tool: storable(call.name),
    connection: tool?.connection ?? '',
    arguments: storable(args),
    status,
    answer: body,
    ms: Date.now() - began,
  })
  const tool = agent.tools.find(({ name }) => name === call.name)
  if (!tool) return answer(0, { error: storable(`${agent.name} has no tool ${call.name}`) }, call.arguments)
  let args: unknown
  try {
    args = storable(JSON.parse(call.arguments || '{}') as unknown)
  } catch {
    return answer(0, { error: 'the arguments are not JSON' }, call.arguments)
  }
  const problems = checkInstance(tool.parameters, args)
  if (problems.length || typeof args !== 'object' || args === null) {
    return answer(0, { error: 'the arguments do not fit', problems }, args)
  }
  const { path, rest } = fillPath(tool.path, args as Record<string, unknown>)
  // `..` goes up, also when spelled %2e%2e (WHATWG URL, 4.1): another address than the tool was given for.
  if (path === undefined) return answer(0, { error: 'an argument in the path is empty or goes up' }, args)
  const { status, body } = await readTwice(activation, tool.connection, { path, query: rest })
  return answer(status, body, args)
}

/** Longer than this an agent is not kept waiting; it is told instead. */
const LONGEST_WAIT_MS = 3000

/** A fault that may pass is tried once more; then the agent hears of it, and of when it makes sense to ask again. */
async function readTwice(
  { engine, workspace, signal }: Activation,
  connection: string,
  request: Pick<HttpRequest, 'path' | 'query'>,
): Promise<{ status: number; body: unknown }> {
  const read = { method: 'GET', ...request, timeoutMs: 15_000, signal }
  for (let tries = 1; ; tries++) {
    const { retry, waitMs, ...said } = await tryTo(() =>
      engine.connectors.call(workspace.id, connection, read),
    )
    if (!retry || tries > 1 || (waitMs ?? 0) > LONGEST_WAIT_MS) return said
    await pause(waitMs ?? 250 + Math.random() * 250, signal)
  }
}

async function tryTo(call: () => Promise<HttpAnswer>) {
  try {
    const { status, body, retryAfterMs } = await call()
    return { status, body: storable(body), retry: policyOfAnswer(status).retry, waitMs: retryAfterMs }
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error
    const { code, message, retryAfterMs } = error
    return { status: 0, body: { error: message }, retry: policyOfError(code).retry, waitMs: retryAfterMs }
  }
}

/** `/accounts/{account_id}/deals`: named parts are taken out of the arguments, the rest becomes the query. */
function fillPath(
  template: string,
  args: Record<string, unknown>,
): { path: string | undefined; rest: Record<string, string> } {
  const left = new Map(Object.entries(args))
  let empty = false
  const path = template.replace(/\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (_whole, name: string) => {
    const value = plain(left.get(name))
    left.delete(name)
    empty ||= value === ''
    return encodeURIComponent(value)
  })
  const astray = empty || path.split(/[/?#\\]/).some((segment) => /^(\.|%2e){1,2}$/i.test(segment))
  return {
    path: astray ? undefined : path,
    rest: Object.fromEntries([...left].map(([name, value]) => [name, plain(value)])),
  }
}

/** Text, numbers and booleans as they are; anything else as JSON. */
const plain = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
