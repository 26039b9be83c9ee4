import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { getDefaultEnvironment, StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import type { OfferedTool } from '@/domain/connection/approval'
import { localServer } from '@/domain/connection/kinds/mcp'
import { env } from '@/server/env'
import { log } from '@/server/log'
import { ConnectorError } from './connector-error'
import { pinnedFetch } from './pinned-fetch'
import { within, type McpCommands, type OperationCall, type OperationTarget } from './sender'

export const MAX_BYTES = 4 * 1024 * 1024
const MOST_TOOLS = 500

/** What a call may use of a server, until it is over. */
export interface McpSession {
  client: Client
  signal: AbortSignal
  timeoutMs: number
}

/**
 * A session with an MCP server, for one piece of work: nothing outlives it, neither a process nor a line. A local server
 * is started without a shell, from the installation's list, with an environment that has none of ours in it.
 * @throws ConnectorError
 */
export async function withMcp<T>(
  target: OperationTarget,
  call: Pick<OperationCall, 'timeoutMs' | 'signal'>,
  commands: McpCommands | undefined,
  work: (session: McpSession) => Promise<T>,
  mayBeDone: () => boolean = () => false,
): Promise<T> {
  const { name } = target
  const client = new Client({ name: 'baton', version: '1' }, { capabilities: {} })
  const { timeoutMs } = call
  // What goes wrong at the end changes nothing of what came of the call.
  const over = (): Promise<void> =>
    client.close().catch((err: unknown) => log.debug({ err }, 'a session did not end well'))
  try {
    return await within(
      name,
      call,
      async (signal) => {
        signal.addEventListener('abort', () => void over(), { once: true })
        await client.connect(transportTo(target, signal, commands), { signal, timeout: timeoutMs })
        return work({ client, signal, timeoutMs })
      },
      (seconds) => new ConnectorError('timeout', `${name} did not answer within ${seconds} s.`, mayBeDone()),
    )
  } finally {
    await over()
  }
}

function transportTo(
  target: OperationTarget,
  signal: AbortSignal,
  commands: McpCommands | undefined,
): Transport {
  const { name, baseUrl, secret } = target
  const local = localServer(baseUrl)
  if (local !== undefined) {
    const listed = commands ?? env().BATON_MCP_COMMANDS
    const program = Object.hasOwn(listed, local) ? listed[local] : undefined
    if (!program)
      throw new ConnectorError(
        'misconfigured',
        `This installation lists no program ${local} for ${name}. Who runs it adds one to BATON_MCP_COMMANDS.`,
        false,
      )
    return new StdioClientTransport({
      command: program.command,
      args: program.args,
      env: { ...getDefaultEnvironment(), ...program.env },
      stderr: 'ignore',
      maxBufferSize: MAX_BYTES,
    })
  }
  // Its optional members are undefined where the interface wants them absent.
  return new StreamableHTTPClientTransport(new URL(baseUrl), {
    fetch: pinnedFetch(target, MAX_BYTES, signal),
    ...(secret && { requestInit: { headers: { [secret.header]: secret.prefix + secret.value } } }),
    reconnectionOptions: {
      maxRetries: 0,
      initialReconnectionDelay: 1000,
      maxReconnectionDelay: 1000,
      reconnectionDelayGrowFactor: 1,
    },
  }) as Transport
}

/** All tools a server offers now. @throws ConnectorError when there are too many to look at */
export async function offeredTools({ client, signal, timeoutMs }: McpSession): Promise<OfferedTool[]> {
  const tools: OfferedTool[] = []
  let cursor: string | undefined
  do {
    const page = await client.listTools(cursor === undefined ? {} : { cursor }, {
      signal,
      timeout: timeoutMs,
    })
    tools.push(...page.tools.map((tool): OfferedTool => tool))
    cursor = page.nextCursor
    if (tools.length > MOST_TOOLS)
      throw new ConnectorError('too_large', `It offers more than ${MOST_TOOLS} tools.`, false)
  } while (cursor !== undefined)
  return tools
}
