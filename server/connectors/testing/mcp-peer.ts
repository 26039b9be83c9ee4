import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js'
import { z } from 'zod'

export interface McpPeer {
  baseUrl: string
  /** What `find_account` says of itself; may be changed between calls. */
  described: { description: string; annotations?: { readOnlyHint: boolean } }
  /** Whether `find_account` is offered at all. */
  offered: boolean
  calls: { tool: string; args: unknown }[]
  authorization: (string | undefined)[]
  close: () => Promise<void>
}

/** An MCP server of the official SDK over streamable HTTP, without sessions. */
export async function startMcpPeer(): Promise<McpPeer> {
  const peer: Omit<McpPeer, 'baseUrl' | 'close'> = {
    described: { description: 'Finds an account by its name.', annotations: { readOnlyHint: true } },
    offered: true,
    calls: [],
    authorization: [],
  }
  const http = createServer((request, response) => {
    peer.authorization.push(request.headers.authorization)
    void bodyOf(request).then(async (body) => {
      const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined })
      const server = serverOf(peer)
      response.on('close', () => void server.close())
      await server.connect(transport as Transport)
      await transport.handleRequest(request, response, body)
    })
  })
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  // It keeps no test run from ending.
  http.unref()
  const { port } = http.address() as AddressInfo
  return Object.assign(peer, {
    baseUrl: `http://127.0.0.1:${port}/mcp`,
    close: () =>
      new Promise<void>((done) => {
        http.closeAllConnections()
        http.close(() => done())
      }),
  })
}

function serverOf(peer: Omit<McpPeer, 'baseUrl' | 'close'>): McpServer {
  const server = new McpServer({ name: 'crm', version: '1.0.0' })
  if (peer.offered)
    server.registerTool(
      'find_account',
      {
        title: 'Find an account',
        ...peer.described,
        inputSchema: { name: z.string() },
        outputSchema: { id: z.string(), name: z.string() },
      },
      (args) => {
        peer.calls.push({ tool: 'find_account', args })
        return { content: [], structuredContent: { id: 'acc-1', name: args.name } }
      },
    )
  server.registerTool('close_account', { inputSchema: { id: z.string() } }, (args) => {
    peer.calls.push({ tool: 'close_account', args })
    return { isError: true, content: [{ type: 'text', text: 'It has open invoices.' }] }
  })
  return server
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  return text ? (JSON.parse(text) as unknown) : undefined
}
