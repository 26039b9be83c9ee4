import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { smtpKind } from '@/domain/connection/kinds/smtp'
import { operationSchema } from '@/domain/connection/operation'
import { toolSchema } from '@/domain/team/agent'
import type { Bundle } from '@/domain/team/bundle'
import { createConnectors } from '@/server/connectors/connectors'
import { startMailPeer } from '@/server/connectors/testing/mail-peer'
import { newId } from '@/server/db/id'
import { connectionLedger } from '@/server/services/connection/ledger'
import { startRun } from '@/server/services/run/start'
import { dealBundle } from '../testing/bundle'
import { saying, startEngineBench, type EngineBench } from '../testing/engine-bench'

const [send] = smtpKind.fixed ?? []
const find = operationSchema.parse({
  name: 'find',
  title: 'Find an account',
  effect: 'read',
  input: {
    type: 'object',
    properties: { account: { type: 'string' } },
    required: ['account'],
    additionalProperties: false,
  },
  request: { kind: 'http', method: 'GET', path: '/accounts/{account}' },
})

let bench: EngineBench
let mail: Awaited<ReturnType<typeof startMailPeer>>
let mailId: string
let crmId: string

beforeAll(async () => {
  bench = await startEngineBench()
  mail = await startMailPeer()
  mailId = newId('con')
  const { workspaceId, db } = bench
  await db.prisma.connection.create({
    data: {
      ...{ id: mailId, workspaceId, slug: 'mail', name: 'Mail', kind: 'smtp', baseUrl: mail.baseUrl },
      ...{
        owner: 'Ada Example',
        privateReach: ['127.0.0.1'],
        settings: { from: 'desk@example.org', tls: 'none' },
      },
    },
  })
  const crm = await db.prisma.connection.findFirstOrThrow({ where: { slug: 'crm' } })
  crmId = crm.id
  await db.prisma.connectionOperation.create({
    data: {
      id: newId('cop'),
      workspaceId,
      connectionId: crmId,
      name: 'find',
      definition: find as object,
      state: 'on',
    },
  })
  await bench.team('mails', withConnections({ action: mailing("'ben@example.com'") }))
  await bench.team(
    'injected',
    withConnections({ action: mailing("'ben@example.com\\r\\nBcc: eve@example.com'") }),
  )
  const tools = [
    toolSchema.parse({
      ...{ name: 'find', description: 'Finds an account', connection: 'crm', operation: 'find', path: '/' },
      parameters: find.input,
    }),
  ]
  const reading = withConnections({})
  await bench.team('reads', { ...reading, agents: { writer: { ...reading.agents['writer']!, tools } } })
})
afterAll(async () => {
  await mail.close()
  await bench.close()
})
beforeEach(() => bench.server.script('m-one', saying({ deal_id: 'D-1', amount: 1 })))

const mailing = (to: string) => ({
  ...{ connection: 'mail', operation: 'send', effect: 'write', idempotent: true, summary: 'Tell Ben' },
  fields: [
    { name: 'to', value: to },
    { name: 'subject', value: "'Deal ' + draft.deal_id" },
    { name: 'text', value: "'It is due.'" },
  ],
})

function withConnections(more: Parameters<typeof dealBundle>[0]): Bundle {
  const bundle = dealBundle(more)
  const crm = bundle.connections['crm']!
  return {
    ...bundle,
    connections: {
      crm: { ...crm, operations: { find } },
      mail: { ...crm, slug: 'mail', name: 'Mail', operations: { send: send! } },
    },
  }
}

const run = async (team: string) => {
  const { id } = await startRun(bench.context(['operator']), { team, input: { deal_id: 'D-1' } })
  return bench.settled(id)
}
const ledger = async (id: string) => {
  await bench.driver.engine.connectors.settle()
  return (await connectionLedger(bench.context(['auditor']), { id })).rows
}

describe('an action that calls an operation', () => {
  it('sends exactly what its effect says, once, and stands in the ledger', async () => {
    const done = await run('mails')
    expect(done.status).toBe('done')
    const effect = await bench.db.prisma.effect.findFirstOrThrow({ where: { runId: done.id } })
    expect(effect).toMatchObject({
      status: 'done',
      request: {
        operation: { name: 'send', title: 'Send a mail' },
        body: { to: 'ben@example.com', subject: 'Deal D-1', text: 'It is due.' },
      },
      response: { status: 200, body: { accepted: 1 } },
    })
    expect(mail.mails.map(({ from, to }) => [from, to])).toEqual([['desk@example.org', ['ben@example.com']]])
    expect(await ledger(mailId)).toMatchObject([
      { operation: 'send', outcome: 'done', who: 'Deals', run: { id: done.id, node: 'update', tool: null } },
    ])
  })

  it('is never approved nor sent where its arguments make no request', async () => {
    const before = mail.mails.length
    const failed = await run('injected')
    expect(failed.status).toBe('waiting')
    expect(failed.reviews[0]?.reason).toContain('no single e-mail address')
    expect(mail.mails.length).toBe(before)
    expect(await bench.db.prisma.effect.count({ where: { runId: failed.id } })).toBe(0)
  })

  it('waits for a person where the connection is of another environment', async () => {
    await bench.db.prisma.connection.update({ where: { id: mailId }, data: { environment: 'elsewhere' } })
    bench.driver.engine.connectors = createConnectors({
      db: bench.db,
    })
    const before = mail.mails.length
    const held = await run('mails')
    await bench.db.prisma.connection.update({ where: { id: mailId }, data: { environment: null } })
    expect(held.status).toBe('waiting')
    expect(held.reviews[0]?.reason).toContain('elsewhere only')
    expect(mail.mails.length).toBe(before)
    expect((await ledger(mailId))[0]).toMatchObject({ outcome: 'held_back', code: 'other_environment' })
  })
})

describe('a tool that is an operation', () => {
  const asked = async (args: object) => {
    const call = { call: { name: 'find', arguments: JSON.stringify(args) } }
    bench.server.script('m-one', call, saying({ deal_id: 'D-1', amount: 1 }))
    const from = bench.service.arrivals.length
    const done = await run('reads')
    const reads = bench.service.arrivals.slice(from).filter(({ method }) => method === 'GET')
    return {
      status: done.status,
      paths: reads.map(({ path }) => path),
      answers: done.steps.flatMap(({ result }) => (result.tools ?? []).map((use) => use.answer)),
    }
  }

  it('reads by it, and who read stands in the ledger', async () => {
    expect(await asked({ account: 'A-1' })).toMatchObject({ status: 'done', paths: ['/accounts/A-1'] })
    expect((await ledger(crmId)).find(({ operation }) => operation === 'find')).toMatchObject({
      ...{ outcome: 'done', who: 'writer', run: { node: 'draft', tool: 'find' } },
    })
  })

  it('is not called with arguments that do not fit', async () => {
    const { paths, answers } = await asked({ account: 7 })
    expect([paths, answers]).toMatchObject([[], [{ error: 'the arguments do not fit' }]])
  })

  it('is not called once an admin has switched it off, whatever the version says', async () => {
    const where = { connectionId: crmId, name: 'find' }
    await bench.db.prisma.connectionOperation.updateMany({ where, data: { state: 'off' } })
    bench.driver.engine.connectors = createConnectors({
      db: bench.db,
    })
    const { paths, answers } = await asked({ account: 'A-1' })
    await bench.db.prisma.connectionOperation.updateMany({ where, data: { state: 'on' } })
    expect(paths).toEqual([])
    expect(JSON.stringify(answers)).toContain('no operation find')
  })
})
