// An MCP server of the official SDK over standard input and output, as an installation would list it.
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { z } from 'zod'

const server = new McpServer({ name: 'office', version: '1.0.0' })
server.registerTool(
  'environment',
  { description: 'What this process was given.', inputSchema: { name: z.string() } },
  ({ name }) => ({ content: [{ type: 'text', text: process.env[name] ?? 'not set' }] }),
)
await server.connect(new StdioServerTransport())
