import { operationSchema, type Operation } from '@/domain/connection/operation'
import { pinnedPart } from '@/domain/connection/approval'
import { secretBox } from '@/server/auth/secret-box'
import { newId } from '@/server/db/id'
import { startMcpPeer, type McpPeer } from '@/server/connectors/testing/mcp-peer'
import { digestOf } from '@/server/record/digest'
import { MARK } from '@/server/services/testing/quillon'
import type { TwoWorkspaces } from '@/server/services/testing/two-workspaces'

/** Numbers what must be new at each call. */
let made = 0
const next = (): number => ++made

const newConnection = async ({ db, a, bench }: TwoWorkspaces) => {
  const id = `con_${next()}`
  const slug = `spare-${made}`
  await db.prisma.connection.create({
    data: { id, workspaceId: a, slug, name: MARK, baseUrl: bench.service.baseUrl, owner: MARK },
  })
  return { id, slug }
}

const look: Operation = operationSchema.parse({
  name: 'look',
  title: 'Look',
  effect: 'read',
  input: { type: 'object', properties: { id: { type: 'string' } } },
  request: { kind: 'http', method: 'GET', path: '/look', query: ['id'] },
})

const withOperation = async (two: TwoWorkspaces, state = 'on', definition: object = look) => {
  const { id } = await newConnection(two)
  await two.db.prisma.connectionOperation.create({
    data: {
      ...{ id: newId('cop'), workspaceId: two.a, connectionId: id, name: 'look', definition, state },
      ...{ approvedBy: {}, approvedAt: new Date() },
    },
  })
  return { id }
}
const withNextSecret = async (two: TwoWorkspaces) => {
  const { id } = await newConnection(two)
  const sealed = secretBox().seal(MARK)
  const data = { secretSealed: sealed, nextSealed: sealed, nextAt: new Date() }
  await two.db.prisma.connection.update({ where: { id }, data })
  return { id }
}

let peer: Promise<McpPeer> | undefined
/** One server for all calls; it ends with the process. */
const toolServer = async (two: TwoWorkspaces) => {
  peer ??= startMcpPeer()
  const { id } = await newConnection(two)
  const { baseUrl } = await peer
  await two.db.prisma.connection.update({
    where: { id },
    data: { kind: 'mcp', baseUrl, privateReach: ['127.0.0.1'] },
  })
  return { id }
}
const tool = { name: 'look', inputSchema: { type: 'object' } }
const toolPin = digestOf(pinnedPart(tool))
const waitingTool = async (two: TwoWorkspaces) => {
  const request = { kind: 'mcp', tool: 'look' }
  const { id } = await withOperation(two, 'new', { ...look, request, pin: toolPin })
  await two.db.prisma.connection.update({ where: { id }, data: { kind: 'mcp' } })
  return { id }
}

/** Inputs of the procedures about connections. */
export const CONNECTIONS: Record<string, (two: TwoWorkspaces) => unknown> = {
  'connections.list': () => undefined,
  'connections.put': async (two) => ({
    ...(await newConnection(two)),
    name: MARK,
    baseUrl: two.bench.service.baseUrl,
    owner: 'Ada',
    secret: null,
  }),
  'connections.reset': newConnection,
  'connections.layAnew': async (two) => {
    const connection = await newConnection(two)
    const data = { practice: true, privateReach: ['127.0.0.1'] }
    await two.db.prisma.connection.update({ where: { id: connection.id }, data })
    return connection
  },
  'connections.remove': newConnection,
  'connections.get': async (two) => ({ id: (await withOperation(two)).id }),
  'connections.ledger': async (two) => ({ id: (await newConnection(two)).id }),
  'connections.callNow': async (two) => ({
    ...(await withOperation(two)),
    call: 'operation',
    operation: 'look',
    arguments: { id: '1' },
  }),
  'connections.discover': toolServer,
  'connections.approveOperation': async (two) => ({
    ...(await waitingTool(two)),
    ...{ name: 'look', pin: toolPin, effect: 'read', idempotent: false },
  }),
  'connections.setOperation': async (two) => ({ ...(await withOperation(two)), name: 'look', on: false }),
  'connections.removeOperation': async (two) => ({ ...(await withOperation(two)), name: 'look' }),
  'connections.putOperations': async (two) => ({ id: (await newConnection(two)).id, operations: [look] }),
  'connections.readApi': async (two) => ({
    id: (await newConnection(two)).id,
    from: { text: JSON.stringify({ openapi: '3.1.0', info: { title: 'CRM', version: '1' }, paths: {} }) },
  }),
  'connections.putNextSecret': async (two) => ({ ...(await withNextSecret(two)), secret: 'another' }),
  'connections.decideNextSecret': async (two) => ({ ...(await withNextSecret(two)), confirm: true }),
}
