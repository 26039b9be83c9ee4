import { createHash } from 'node:crypto'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { curlExample } from '@/components/triggers/curl-example'
import { ROLES } from '@/domain/policy/permission'
import { newToken, tokenHash } from '@/server/auth/token'
import { newId } from '@/server/db/id'
import type { Context } from '@/server/services/context'
import { failure, useDesk } from '@/server/services/testing/desk'
import { enableTrigger } from '@/server/services/trigger/enable'
import { endOldTriggerKey } from '@/server/services/trigger/end-old-key'
import { listTriggers } from '@/server/services/trigger/list'
import { rotateTrigger } from '@/server/services/trigger/rotate'
import { newTeam, newTrigger, webhook } from '@/server/services/trigger/testing/team'
import { newWebhookKey, signMessage } from '@/server/auth/webhook-key'
import { archiveTeam } from '../services/team/archive'
import { resumeTeam } from '../services/team/resume'
import { stopTeam } from '../services/team/stop'
import { handleHook, MAX_HOOK } from './hooks'
import { serve } from './testing/serve'

const desk = useDesk()
let served: Awaited<ReturnType<typeof serve>>
let ctx: Context
let team: string
beforeAll(async () => {
  served = await serve((request, id) => handleHook(desk.db(), request, id))
})
afterAll(() => served.close())
beforeEach(async () => {
  ctx = await desk.enter()
  team = await newTeam(ctx)
})

interface Answered {
  run: string
  created: boolean
  type: string
  title: string
  detail: string
  errors: { pointer: string }[]
}

let sent = 0
interface Message {
  id?: string
  key?: string
  body?: unknown
  raw?: string
  at?: number
  headers?: Record<string, string>
}

/** Sends a message as a client of the standard does. */
async function send(hook: { id: string; key: string }, message: Message = {}) {
  const id = message.id ?? `msg_${++sent}`
  const body = message.raw ?? JSON.stringify(message.body ?? { text: 'Hello' })
  const timestamp = String(message.at ?? Math.floor(Date.now() / 1000))
  const response = await fetch(`${served.origin}/api/hooks/${hook.id}`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': signMessage(message.key ?? hook.key, id, timestamp, Buffer.from(body)),
      ...message.headers,
    },
  })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Partial<Answered>,
  }
}
const runs = () => desk.db().prisma.run.findMany({ where: { workspaceId: desk.workspaceId() } })

describe('a webhook', () => {
  it('starts a run of the published version as its own actor, on the record', async () => {
    const hook = await newTrigger(ctx, team, webhook())
    const { status, body } = await send(hook, { body: { text: 'The printer is on fire' } })
    expect([status, body.created]).toEqual([202, true])
    expect(await runs()).toMatchObject([
      {
        id: body.run,
        mode: 'live',
        input: { text: 'The printer is on fire' },
        startedBy: { kind: 'system', id: hook.id, name: 'Webhook From the help desk' },
      },
    ])
    const entry = await desk
      .db()
      .prisma.recordEntry.findFirstOrThrow({ where: { kind: 'run.started', runId: body.run ?? '' } })
    expect(JSON.parse(Buffer.from(entry.body).toString())).toMatchObject({
      actor: { kind: 'system', id: hook.id, name: 'Webhook From the help desk' },
      data: { trigger: hook.id },
    })
    const row = await desk.db().prisma.teamTrigger.findUniqueOrThrow({ where: { id: hook.id } })
    expect([row.lastRunId, row.lastProblem]).toEqual([body.run, null])
    expect(row.secretSealed).not.toContain(hook.key.slice(6))
  })

  it('takes the call that the console shows for a shell', async () => {
    const hook = await newTrigger(ctx, team, webhook())
    const text = `It's "$HOME" & \\ – ok`
    const address = `${served.origin}/api/hooks/${hook.id}`
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      curlExample({ address, key: hook.key, body: { text } }),
    ])
    expect(JSON.parse(stdout)).toMatchObject({ created: true })
    expect(await runs()).toMatchObject([{ input: { text } }])
  })

  it('makes the input by expressions over the body', async () => {
    const hook = await newTrigger(ctx, team, webhook({ text: '"Ticket " + body.ticket.id' }))
    expect((await send(hook, { body: { ticket: { id: 'T-7' }, more: [1] } })).status).toBe(202)
    expect(await runs()).toMatchObject([{ input: { text: 'Ticket T-7' } }])
    const { status, body } = await send(hook, { body: { ticket: {} } })
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, '/text'])
  })

  it('answers the same message with the first run, and refuses its id for another body', async () => {
    const hook = await newTrigger(ctx, team, webhook())
    const first = await send(hook, { id: 'msg_same' })
    const replays = await Promise.all([1, 2, 3].map(() => send(hook, { id: 'msg_same' })))
    for (const { status, body } of replays)
      expect([status, body]).toEqual([200, { run: first.body.run, created: false }])
    const other = await send(hook, { id: 'msg_same', body: { text: 'Other' } })
    expect([other.status, other.body.type]).toEqual([409, 'urn:baton:problem:conflict'])
    expect(await runs()).toHaveLength(1)
  })

  it('keeps of a body only a digest that nobody without its key confirms, and knows plain ones from before', async () => {
    const hook = await newTrigger(ctx, team, webhook())
    const message = { id: 'msg_guessed', body: { text: 'ACC-7' } }
    await send(hook, message)
    const { receivedMessage } = desk.db().prisma
    const where = { senderId_messageId: { senderId: hook.id, messageId: message.id } }
    const plain = createHash('sha256').update(JSON.stringify(message.body)).digest('hex')
    const kept = await receivedMessage.findUniqueOrThrow({ where })
    expect(kept.bodyDigest).toMatch(/^[0-9a-f]{64}$/)
    expect(kept.bodyDigest).not.toBe(plain)
    await receivedMessage.update({ where, data: { bodyDigest: plain } })
    expect((await send(hook, message)).status).toBe(200)
    expect((await send(hook, { ...message, body: { text: 'ACC-8' } })).status).toBe(409)
  })

  it('starts once when the same message comes several times at the same moment', async () => {
    const hook = await newTrigger(ctx, team, webhook())
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(hook, { id: 'msg_burst' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 200, 200, 202])
    expect(new Set(answers.map(({ body }) => body.run)).size).toBe(1)
    expect(await runs()).toHaveLength(1)
  })

  it('refuses what its key has not signed just now', async () => {
    const hook = await newTrigger(ctx, team, webhook())
    const now = Math.floor(Date.now() / 1000)
    const wrong: Message[] = [
      { key: newWebhookKey() },
      { headers: { 'webhook-signature': '' } },
      { headers: { 'webhook-id': 'msg_other' } },
      { headers: { 'webhook-timestamp': String(now - 1) } },
      { at: now - 301 },
      { at: now + 330 },
      { id: 'x'.repeat(121) },
    ]
    for (const message of wrong) {
      const { status, body } = await send(hook, message)
      expect([status, body.type]).toEqual([401, 'urn:baton:problem:unauthenticated'])
    }
    expect(await runs()).toEqual([])
    expect(await desk.db().prisma.receivedMessage.count({ where: { senderId: hook.id } })).toBe(0)
  })

  it('takes neither a token nor a session instead of the signature, nor the key of another workspace', async () => {
    const hook = await newTrigger(ctx, team, webhook())
    const token = newToken()
    const data = {
      id: newId('tok'),
      workspaceId: desk.workspaceId(),
      name: 'x',
      hash: tokenHash(token),
      createdBy: {},
    }
    await desk.db().prisma.apiToken.create({ data: { ...data, roles: [...ROLES] } })
    const headers = {
      authorization: `Bearer ${token}`,
      cookie: `next-auth.session-token=${token}`,
      'webhook-signature': '',
    }
    expect((await send(hook, { headers })).status).toBe(401)
    const before = desk.workspaceId()
    const elsewhere = await desk.enter()
    const other = await newTrigger(elsewhere, await newTeam(elsewhere), webhook())
    expect((await send(hook, { key: other.key })).status).toBe(401)
    expect(
      await desk.db().prisma.run.count({ where: { workspaceId: { in: [before, desk.workspaceId()] } } }),
    ).toBe(0)
  })

  it('says by pointer what is wrong with the input, to the sender and to the operator', async () => {
    const hook = await newTrigger(ctx, team, webhook())
    const long = await send(hook, { body: { text: 'x'.repeat(101) } })
    expect(long.status).toBe(400)
    expect(long.body).toMatchObject({ type: 'urn:baton:problem:invalid', errors: [{ pointer: '/text' }] })
    for (const raw of ['{', '[]', '"x"', '{"text":"\\u0000"}'])
      expect((await send(hook, { raw })).status).toBe(400)
    const row = await desk.db().prisma.teamTrigger.findUniqueOrThrow({ where: { id: hook.id } })
    expect(row.lastProblem).toMatchObject({ message: expect.stringContaining('/text') })
    expect(JSON.stringify(row.lastProblem)).not.toContain('xxx')
    expect(await runs()).toEqual([])
  })

  it('refuses a number that cannot be kept exactly, by its place in the body, before a mapping reads it', async () => {
    const hook = await newTrigger(ctx, team, webhook({ text: 'string(body.order.t)' }))
    const { status, body } = await send(hook, { raw: '{"order":{"t":12345678901234567001}}' })
    expect([status, body.errors?.[0]?.pointer]).toEqual([400, '/order/t'])
    expect(await runs()).toEqual([])
    expect((await send(hook, { raw: '{"order":{"t":"12345678901234567001"}}' })).status).toBe(202)
    expect(await runs()).toMatchObject([{ input: { text: '12345678901234567001' } }])
  })

  it('reads no more than it takes', async () => {
    const hook = await newTrigger(ctx, team, webhook())
    const { status, body } = await send(hook, { body: { text: 'x'.repeat(MAX_HOOK) } })
    expect([status, body.type]).toEqual([413, 'urn:baton:problem:too_large'])
  })

  it('is not there for others, for other methods, when it is off, and before the team is published', async () => {
    const hook = await newTrigger(ctx, team, webhook())
    expect((await send({ ...hook, id: 'trg_none' })).status).toBe(404)
    expect((await fetch(`${served.origin}/api/hooks/${hook.id}`)).status).toBe(405)
    await enableTrigger(ctx, { id: hook.id, enabled: false })
    expect((await send(hook)).status).toBe(409)
    const forged = await send(hook, { key: newWebhookKey() })
    expect([forged.status, forged.body.title]).toEqual([401, 'Signature refused'])
    await enableTrigger(ctx, { id: hook.id, enabled: true })
    await stopTeam(ctx, { slug: team, reason: 'Wrong prices' })
    const stopped = await send(hook)
    expect([stopped.status, stopped.body.detail]).toEqual([409, expect.stringContaining('is stopped')])
    expect(stopped.body.detail).not.toContain('Wrong prices')
    await resumeTeam(ctx, { slug: team, reason: '' })
    await archiveTeam(ctx, { slug: team, archived: true })
    const archived = await send(hook)
    expect([archived.status, archived.body.detail]).toEqual([409, expect.stringContaining('is archived')])

    ctx = await desk.enter()
    const early = await newTrigger(ctx, await newTeam(ctx, { published: false }), webhook())
    const { status, body } = await send(early)
    expect([status, body.detail]).toEqual([409, expect.stringContaining('is not published')])
  })

  it('takes the key before the last for a day', async () => {
    const hook = await newTrigger(ctx, team, webhook())
    const { key = '' } = await rotateTrigger(ctx, { id: hook.id })
    expect([(await send(hook)).status, (await send({ ...hook, key })).status]).toEqual([202, 202])
    const where = { id: hook.id }
    await desk.db().prisma.teamTrigger.update({ where, data: { previousUntil: new Date(Date.now() - 1) } })
    expect([(await send(hook)).status, (await send({ ...hook, key })).status]).toEqual([401, 202])
    expect(await desk.kinds()).toContain('trigger.key_rotated')
  })

  it('ends the key before the last at once when told, as the record says', async () => {
    const hook = await newTrigger(ctx, team, webhook())
    expect(await failure(endOldTriggerKey(ctx, { id: hook.id }))).toMatchObject({ code: 'conflict' })
    const { key = '' } = await rotateTrigger(ctx, { id: hook.id })
    await endOldTriggerKey(ctx, { id: hook.id })
    expect([(await send(hook)).status, (await send({ ...hook, key })).status]).toEqual([401, 202])
    expect(await desk.kinds()).toContain('trigger.old_key_ended')
    const { triggers } = await listTriggers(ctx, { team })
    expect(triggers.find(({ id }) => id === hook.id)).toMatchObject({ previousUntil: null })
  })

  it('bears so many a minute from one address', async () => {
    const hook = await newTrigger(ctx, team, webhook())
    await send(hook)
    await desk.db().pool.query("update rate_limit set points = 600 where key like 'trigger-hook:%'")
    const { status, headers } = await send(hook)
    expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true])
    await desk.db().pool.query("delete from rate_limit where key like 'trigger-hook:%'")
  })
})
