import { z } from 'zod'
import { urlProblem, type ConnectionKindEntry } from './kind'

const settings = z.object({})

/** A local server, by the name under which the installation lists its command (BATON_MCP_COMMANDS). */
const LOCAL = /^stdio:([a-z][a-z0-9-]{0,59})$/

/** The name of a local server's command; undefined for one that is reached over HTTP. */
export const localServer = (address: string): string | undefined => LOCAL.exec(address)?.[1]

export const mcpKind: ConnectionKindEntry<typeof settings> = {
  title: 'MCP server',
  summary: 'Tools that another program offers. Each is looked at and approved before anybody may use it.',
  address: {
    label: 'Address',
    placeholder: 'https://tools.example/mcp',
    hint: 'Or stdio:name for a program that this installation lists',
  },
  secret: { label: 'Secret', hint: 'A token, sent in a header; not for a local program' },
  header: true,
  settings,
  operations: 'discovered',
  addressProblem: (address) =>
    address.startsWith('stdio:')
      ? localServer(address) === undefined
        ? 'After stdio: comes the name of a listed program, in lower-case letters, digits and dashes'
        : undefined
      : urlProblem(address, ['http:', 'https:'], 'https://tools.example/mcp'),
}
