import { CallToolResultSchema, ErrorCode, McpError } from '@modelcontextprotocol/sdk/types.js'
import { pinnedPart, type OfferedTool } from '@/domain/connection/approval'
import { digestOf } from '@/server/record/digest'
import { RefusedAddressError } from './address'
import { ConnectorError } from './connector-error'
import { connectorError } from './http'
import { offeredTools, withMcp } from './mcp-session'
import {
  answered,
  type Exact,
  type McpCommands,
  type OperationCall,
  type OperationTarget,
  type Sender,
} from './sender'

/** A tool is not what an admin approved; nothing was called. `offered` is what it is now, absent where it is gone. */
export class ToolChangedError extends ConnectorError {
  constructor(
    name: string,
    tool: string,
    readonly offered: OfferedTool | undefined,
  ) {
    super(
      'operation_off',
      offered
        ? `${name} describes ${tool} differently from what was approved. An admin looks at it first.`
        : `${name} no longer offers ${tool}.`,
      false,
    )
  }
}

/** The digest that a tool is pinned by. */
export const pinOf = (tool: OfferedTool): string => digestOf(pinnedPart(tool))

/**
 * Calls a tool that is, at this moment, word for word the one that was approved: its server is asked first. An approval given
 * since holds for published versions too. What it answers is a stranger's text.
 */
export const callTool: Sender<'mcp'> = async (target, call) => {
  const { approved, prepared, timeoutMs, signal, commands } = call
  const { name } = target
  const began = performance.now()
  let asked = false
  try {
    const result = await withMcp(
      target,
      { timeoutMs, signal },
      commands,
      async (session) => {
        const tool = (await offeredTools(session)).find((one) => one.name === prepared.tool)
        if (!tool || pinOf(tool) !== approved.pin) throw new ToolChangedError(name, prepared.tool, tool)
        asked = true
        return session.client.request(requestOf(prepared), CallToolResultSchema, {
          signal: session.signal,
          timeout: session.timeoutMs,
        })
      },
      () => asked,
    )
    const text = result.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n')
    const body = result.isError ? { error: text } : (result.structuredContent ?? { text })
    return answered(result.isError ? 422 : 200, withoutSecret(body, target), began)
  } catch (error) {
    if (signal.aborted) throw signal.reason as Error
    throw faultOf(target, error, asked)
  }
}

type McpPrepared = Extract<OperationCall['prepared'], { kind: 'mcp' }>

const requestOf = ({ tool, arguments: args }: McpPrepared) => ({
  method: 'tools/call' as const,
  params: { name: tool, arguments: args },
})

/** The request to the server, in the protocol's envelope; before it the server is asked what its tools are now. */
export const exactTool: Exact<'mcp'> = ({ baseUrl, secret }, { prepared }) => ({
  method: 'TOOL',
  url: baseUrl,
  headers: secret ? [{ name: secret.header, value: secret.prefix + secret.value }] : [],
  body: JSON.stringify(requestOf(prepared)),
})

/** What a server offers now. @throws ConnectorError */
export async function discoverTools(
  target: OperationTarget,
  call: Pick<OperationCall, 'timeoutMs' | 'signal'>,
  commands?: McpCommands,
): Promise<OfferedTool[]> {
  try {
    return await withMcp(target, call, commands, offeredTools)
  } catch (error) {
    if (call.signal.aborted) throw call.signal.reason as Error
    throw faultOf(target, error, false)
  }
}

/** The protocol's own errors are answers of a server that works; what stands under them is the line. */
function faultOf(target: OperationTarget, error: unknown, asked: boolean): Error {
  if (error instanceof ConnectorError) return error
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof RefusedAddressError || cause instanceof ConnectorError)
      return cause instanceof ConnectorError ? cause : connectorError(target, cause)
  if (error instanceof McpError && error.code !== Number(ErrorCode.ConnectionClosed))
    return new ConnectorError('network', `${target.name} refused the call (MCP ${error.code}).`, asked)
  const fault = connectorError(target, error instanceof Error ? (error.cause ?? error) : error)
  return new ConnectorError(fault.code, fault.message, asked && fault.sent)
}

function withoutSecret(body: unknown, { secret }: OperationTarget): unknown {
  if (!secret || secret.value.length < 8) return body
  const text = JSON.stringify(body)
  return text.includes(secret.value) ? JSON.parse(text.replaceAll(secret.value, '[secret]')) : body
}
