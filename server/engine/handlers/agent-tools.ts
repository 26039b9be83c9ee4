import { fillPath } from '@/domain/connection/kinds/http-call'
import type { Operation } from '@/domain/connection/operation'
import { add, isCaught } from '@/domain/pii/net'
import type { DeniedCall, ToolUse } from '@/domain/run/step'
import { clip, storable } from '@/domain/storable'
import type { Agent, Tool } from '@/domain/team/agent'
import { MAX_TOOL_CHARACTERS } from '@/domain/team/worst-case'
import { checkInstance } from '@/server/bounded'
import type { Caller } from '@/server/connectors/caller'
import type { OperationRequest } from '@/server/connectors/connectors'
import { ConnectorError, type HttpAnswer, type HttpRequest } from '@/server/connectors/http'
import { policyOfAnswer, policyOfError } from '@/server/connectors/retry-policy'
import { pause } from '@/server/models/pause'
import type { ChatMessage } from '@/server/models/pool'
import { calledOperation } from '../called-operation'
import { screened } from '@/server/net'
import type { ToolGuard } from '../tool-guard'
import type { Activation } from '../types'
import type { Reader } from './reader'

interface Requested {
  id: string
  name: string
  arguments: string
}

const MAX_ANSWER = 60_000
const NO_ROOM = '{"error":"no more can be read in this step; answer with what you have"}'

/**
 * Carries out the reads a model asked for, in order. What the policies deny, and what is no tool of this agent, is answered
 * in words that the model can read, and never called. A fault of the service that stays is an answer too: the agent decides
 * what it makes of it.
 * @param room characters of answers that the attempt has left: what one run may cost is bounded by them
 */
export async function useTools(
  activation: Activation,
  { agent, screen }: Reader,
  requested: readonly Requested[],
  guard: ToolGuard,
  room = MAX_TOOL_CHARACTERS,
): Promise<{ uses: ToolUse[]; messages: ChatMessage[]; room: number }> {
  const uses: ToolUse[] = []
  const messages: ChatMessage[] = []
  let left = room
  await activation.landed()
  for (const call of requested) {
    const use = await useTool(activation, { agent, screen }, call, guard)
    const told = await screened(use.answer, screen)
    const caught = { ...use.caught }
    add(caught, told.caught)
    uses.push({ ...use, ...(isCaught(caught) && { caught }) })
    const content = left > 0 ? clip(JSON.stringify(told.value), Math.min(MAX_ANSWER, left)) : NO_ROOM
    left -= content.length
    messages.push({ role: 'tool', toolCallId: call.id, content })
  }
  guard.hasRead(uses.filter(({ denied, connection }) => !denied && connection !== ''))
  return { uses, messages, room: left }
}

async function useTool(
  activation: Activation,
  { agent, screen }: Reader,
  call: Requested,
  guard: ToolGuard,
): Promise<ToolUse> {
  const began = Date.now()
  const denial = (denied: DeniedCall, args: unknown): ToolUse => ({
    ...answer(0, { error: storable(notPermitted(denied)) }, args),
    denied,
  })
  const answer = (status: number, body: unknown, args: unknown): ToolUse => ({
    tool: storable(call.name),
    connection: tool?.connection ?? '',
    arguments: storable(args),
    status,
    answer: body,
    ms: Date.now() - began,
  })
  const tool = agent.tools.find(({ name }) => name === call.name)
  if (!tool) return denial(guard.unknown(), call.arguments)
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
  const denied = guard.denies(tool, args)
  if (denied) return denial(denied, args)
  const { caught } = await screened(args, screen)
  if (isCaught(caught)) {
    // With a hole in them they would ask for something else: it is not asked at all.
    const types = Object.keys(caught).sort().join(', ')
    const refused = answer(
      0,
      { error: `personal data that you may not pass on is in the arguments: ${types}` },
      null,
    )
    return { ...refused, caught }
  }
  const caller = callerOf(activation, agent, tool.name)
  if (tool.operation !== undefined) {
    const { operation, problem } = operationOf(activation, tool, args)
    if (!operation) return answer(0, problem, args)
    const asked = { operation, arguments: args as Record<string, unknown> }
    const { status, body } = await readTwice(activation, tool.connection, asked, caller)
    return answer(status, body, args)
  }
  const { path, rest } = fillPath(tool.path, args as Record<string, unknown>)
  // `..` goes up, also when spelled %2e%2e (WHATWG URL, 4.1): another address than the tool was given for.
  if (path === undefined) return answer(0, { error: 'an argument in the path is empty or goes up' }, args)
  const read = { method: 'GET', path, query: rest }
  const { status, body } = await readTwice(activation, tool.connection, read, caller)
  return answer(status, body, args)
}

/** A denial, as the model reads it: it need not be told what would have helped. */
const notPermitted = ({ policies, because }: DeniedCall): string =>
  policies.length > 0 ? `not permitted, by policy ${policies.join(', ')}` : `not permitted: ${because}`

/** The operation that a tool names, as it stood when the version was published, where it reads and the arguments fit. */
function operationOf(
  { version }: Activation,
  tool: Tool,
  args: unknown,
): { operation?: Operation; problem?: unknown } {
  const operation = calledOperation(version.bundle, tool)
  if (operation?.effect !== 'read') return { problem: { error: 'there is nothing to read by this tool' } }
  const problems = checkInstance(operation.input, args)
  return problems.length > 0 ? { problem: { error: 'the arguments do not fit', problems } } : { operation }
}

const callerOf = ({ runId, at, node }: Activation, agent: Agent, tool: string): Caller => ({
  ...{ by: 'run', run: runId, team: at.teamId, node: node.id },
  ...{ agent: agent.slug, tool },
})

/** Longer than this an agent is not kept waiting; it is told instead. */
const LONGEST_WAIT_MS = 3000

/** A fault that may pass is tried once more; then the agent hears of it, and of when it makes sense to ask again. */
async function readTwice(
  { engine, workspace, signal }: Activation,
  connection: string,
  request: Pick<HttpRequest, 'method' | 'path' | 'query'> | Pick<OperationRequest, 'operation' | 'arguments'>,
  caller: Caller,
): Promise<{ status: number; body: unknown }> {
  const read = { ...request, timeoutMs: 15_000, signal }
  for (let tries = 1; ; tries++) {
    const { retry, waitMs, ...said } = await tryTo(() =>
      engine.connectors.call(workspace.id, connection, read, caller),
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
