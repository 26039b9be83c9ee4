import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { Operation } from '@/domain/connection/operation'
import { createSecretBox } from '@/server/auth/secret-box'
import { newId } from '@/server/db/id'
import { startBench } from '@/server/models/testing/fixtures'
import { ConnectorError } from '../connector-error'
import { createConnectors } from '../connectors'

export type ConnectorBench = Awaited<ReturnType<typeof startConnectorBench>>

interface Made {
  kind: string
  baseUrl: string
  settings?: object
  secret?: string
  operations?: Operation[]
}

const box = createSecretBox(randomBytes(32).toString('base64'))
/** What the installation lists. */
const commands = {
  office: {
    command: process.execPath,
    args: [join(import.meta.dirname, 'mcp-stdio.mjs')],
    env: { OFFICE: 'Vienna' },
  },
  absent: { command: '/nonexistent/program', args: [], env: {} },
}

/** Connectors over a real database, and connections of any kind in it. */
export async function startConnectorBench() {
  const bench = await startBench()
  const { db, workspaceId } = bench
  const anew = () => createConnectors({ db, secrets: () => box, commands })
  let connectors = anew()
  return {
    ...bench,
    signal: new AbortController().signal,
    connectors: () => connectors,
    /** Another worker's. */
    another: anew,
    /** As another process, which remembers nothing. */
    forget: () => {
      connectors = anew()
    },
    async connection({ kind, baseUrl, settings = {}, secret, operations = [] }: Made): Promise<string> {
      const [id, slug] = [newId('con'), `${kind}-${newId('con').slice(-6)}`.toLowerCase()]
      await db.prisma.connection.create({
        data: {
          ...{ id, workspaceId, slug, name: slug, kind, baseUrl, settings },
          ...{ owner: 'Ada Example', privateReach: ['127.0.0.1'] },
          auth: { header: 'authorization', prefix: 'Bearer ' },
          ...(secret && { secretSealed: box.seal(secret) }),
        },
      })
      for (const definition of operations)
        await db.prisma.connectionOperation.create({
          data: {
            ...{ id: newId('cop'), workspaceId, connectionId: id, name: definition.name, state: 'on' },
            definition: definition as object,
          },
        })
      return slug
    },
    call: (slug: string, operation: Operation, args: Record<string, unknown>, key?: string) =>
      connectors.call(workspaceId, slug, {
        operation,
        arguments: args,
        timeoutMs: 10_000,
        signal: new AbortController().signal,
        ...(key && { idempotencyKey: key }),
      }),
    async ledgerOf(slug: string) {
      await connectors.settle()
      const { id } = await db.prisma.connection.findFirstOrThrow({ where: { slug } })
      const rows = await db.prisma.connectionCall.findMany({
        where: { connectionId: id },
        orderBy: { id: 'asc' },
      })
      return rows.map(({ operation, outcome, status, code }) => [operation, outcome, status, code])
    },
  }
}

export const failure = async (asked: Promise<unknown>) => {
  const error: unknown = await asked.catch((thrown: unknown) => thrown)
  if (!(error instanceof ConnectorError)) throw new Error('expected a ConnectorError', { cause: error })
  return { code: error.code, sent: error.sent, message: error.message }
}
