import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import { toolSchema, type Agent } from '@/domain/team/agent'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { agent } from '@/domain/team/testing/sales-team'
import { publishPolicies } from '@/server/services/policy/publish'
import { savePolicyDraft } from '@/server/services/policy/save-draft'
import { decideReview } from '@/server/services/review/decide'
import { runAsAgent } from '@/server/services/run/as-agent'
import { startRun } from '@/server/services/run/start'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
const look = toolSchema.parse({
  name: 'look',
  description: 'Looks a person up.',
  connection: 'crm',
  path: '/people',
  parameters: { type: 'object', properties: { q: { type: 'string' } } },
})
const blind = agent('blind', { models: ['m-blind'], categories: [], tools: [look], autonomy: 3 })
const cleared = agent('cleared', { models: ['m-cleared'], categories: ['pii'], autonomy: 3 })

const personal = { 'x-classification': 'internal', 'x-categories': ['pii'] }

/** start → an agent → end, or → a call that sends what it wrote. */
const team = (who: Agent, sends = false) =>
  publishable(
    drawTeam({
      contracts: [
        contract('case@1', { text: field('string'), email: field('string', personal) }),
        contract('letter@1', {
          to: field('string', { pattern: '^[^ ]+$', maxLength: 80, ...personal }),
          about: field('string', { pattern: '^[^ ]+$', maxLength: 80 }),
        }),
      ],
      nodes: [
        node('trigger', 'start', { produces: 'case@1' }),
        node('agent', 'write', {
          ...{ agent: who.slug, produces: 'letter@1', accepts: 'case@1' },
          ...{ retries: 0, repairs: 0 },
        }),
        ...(sends
          ? [
              node('human', 'approve'),
              node('action', 'send', {
                connection: 'crm',
                path: '/letters',
                fields: [
                  { name: 'to', label: '', value: 'write.to' },
                  { name: 'about', label: '', value: 'write.about' },
                ],
              }),
            ]
          : []),
        node('end', 'done'),
        ...(sends ? [node('end', 'no', { outcome: 'rejected' })] : []),
      ],
      edges: sends
        ? [
            'start -> write',
            'write -> approve',
            'approve.approved -> send',
            'approve.rejected -> no',
            'send -> done',
          ]
        : ['start -> write', 'write -> done'],
    }),
    { agents: [blind, cleared] },
  )

beforeAll(async () => {
  bench = await startEngineBench()
  for (const model of ['m-blind', 'm-cleared']) await bench.model(model)
  await bench.team('blind', team(blind))
  await bench.team('cleared', team(cleared))
  await bench.team('sends', team(cleared, true))
})
afterAll(() => bench.close())

const EMAIL = 'ada@mail.example'
const input = { text: `My address is ${EMAIL}, my card 4111 1111 1111 1111.`, email: EMAIL }
const letter = { to: 'nobody', about: 'nothing' }

async function run(slug: string) {
  const from = bench.server.seen.length
  const { id } = await startRun(bench.context(['operator']), { team: slug, input })
  const settled = await bench.settled(id)
  const sent = bench.server.seen.slice(from).map(({ body }) => JSON.stringify(body))
  return { ...settled, sent }
}

const entries = async (runId: string, kind: string) => {
  const rows = await bench.db.prisma.recordEntry.findMany({ where: { runId, kind } })
  return rows.map(({ body }) => JSON.parse(Buffer.from(body).toString()) as { data: Record<string, unknown> })
}

describe('before a model is asked', () => {
  it('takes personal data out of texts that nobody declared as holding any, and counts it on the record', async () => {
    bench.server.script('m-blind', saying(letter))
    const done = await run('blind')
    expect(done.status).toBe('done')
    expect(done.sent.join()).toContain('My address is [EMAIL_ADDRESS], my card [CREDIT_CARD].')
    expect(done.sent.join()).not.toMatch(/mail\.example|4111/)
    const step = done.steps.find((one) => one.node === 'write')
    const caught = { EMAIL_ADDRESS: 1, CREDIT_CARD: 1 }
    expect(step?.result.view).toMatchObject({ caught, data: { start: { email: '[masked]' } } })
    // What it saw is kept as it saw it.
    expect(JSON.stringify(step?.result)).not.toMatch(/mail\.example|4111/)
    const [entry] = (await entries(done.id, 'step.completed')).filter(({ data }) => data['kind'] === 'agent')
    expect(entry?.data['caught']).toEqual(caught)
  })

  it('lets through what the policies let its agent have, and no more', async () => {
    bench.server.script('m-cleared', saying(letter))
    const { sent, steps } = await run('cleared')
    expect(sent.join()).toContain(`My address is ${EMAIL}, my card [CREDIT_CARD].`)
    expect(steps.find((one) => one.node === 'write')?.result.view?.caught).toEqual({ CREDIT_CARD: 1 })
  })
})

describe('before a tool is called', () => {
  it('does not call it with personal data that its agent may not have, and takes it out of what one answers', async () => {
    bench.service.answers.push({ body: JSON.stringify({ note: `Write to ${EMAIL}` }) })
    const from = bench.service.arrivals.length
    bench.server.script(
      'm-blind',
      { call: { name: 'look', arguments: '{"q":"bob@mail.example"}' } },
      { call: { name: 'look', arguments: '{"q":"Bob"}' } },
      saying(letter),
    )
    const { status, steps, sent, id } = await run('blind')
    expect(status).toBe('done')
    expect(bench.service.arrivals.slice(from).map(({ path }) => path)).toEqual(['/people?q=Bob'])
    const last = sent.at(-1) ?? ''
    expect(last).toContain('personal data that you may not pass on is in the arguments: EMAIL_ADDRESS')
    expect(last).toContain('Write to [EMAIL_ADDRESS]')
    expect(sent.join()).not.toContain('mail.example')
    expect(steps.find((one) => one.node === 'write')?.result.tools).toMatchObject([
      { arguments: null, status: 0, caught: { EMAIL_ADDRESS: 1 } },
      { arguments: { q: 'Bob' }, status: 200, caught: { EMAIL_ADDRESS: 1 } },
    ])
    const all = (await entries(id, 'step.completed')).map(({ data }) => data)
    expect(JSON.stringify(all)).not.toContain('mail.example')
  })
})

describe('a pseudonym', () => {
  const rule = (id: string, text: string) => ({ id, title: 'One of ours.', text })

  it('is turned back where a write goes out, and nowhere before; the record says which field', async () => {
    const admin = bench.context(['admin'])
    const policies = [
      ...DEFAULT_POLICIES,
      rule(
        'emails.never',
        'forbid (principal is Baton::Agent, action == Baton::Action::"field.read", resource) when { resource.path == "email" };',
      ),
      rule(
        'emails.alias',
        'permit (principal is Baton::Agent, action == Baton::Action::"field.pseudonym", resource) when { resource.path == "email" };',
      ),
    ]
    const { revision } = await savePolicyDraft(admin, { policies, revision: 0 })
    await publishPolicies(admin, { revision, note: '' })
    await new Promise((resolve) => setTimeout(resolve, 1100))

    bench.server.script('m-cleared', {
      by: (body) => {
        const alias = /alias-[a-z2-7]{16}/.exec(JSON.stringify(body))?.[0] ?? ''
        return saying({ to: alias, about: `re:${alias}` })
      },
    })
    const from = bench.service.arrivals.length
    const waiting = await run('sends')
    expect(waiting.sent.join()).toMatch(/alias-/)
    const review = await bench.db.prisma.review.findFirstOrThrow({ where: { runId: waiting.id } })
    expect(bench.service.arrivals).toHaveLength(from)
    await decideReview(bench.context(['reviewer'], 'usr_other'), {
      id: review.id,
      verdict: { decision: 'approve', digest: review.digest, reason: 'Good.' },
    })
    const done = await bench.settled(waiting.id)
    expect(done.status).toBe('done')

    const [arrival] = bench.service.arrivals.slice(from)
    const about = (arrival?.body as { about: string }).about
    // Within a text it stays.
    expect(arrival?.body).toEqual({
      to: EMAIL,
      about: expect.stringMatching(/^re:alias-[a-z2-7]{16}$/) as string,
    })
    const effect = await bench.db.prisma.effect.findFirstOrThrow({ where: { runId: done.id } })
    expect(effect.request).toMatchObject({ body: { to: about.slice(3), about } })
    expect(await entries(done.id, 'effect.intended')).toMatchObject([{ data: { turned_back: ['to'] } }])
  })

  it('is what its agent saw; by other policies it would see otherwise now', async () => {
    process.env['BATON_SECRET_KEY'] ??= Buffer.alloc(32, 1).toString('base64')
    process.env['DATABASE_URL'] ??= String(bench.db.pool.options.connectionString)
    const operator = bench.context(['operator'])
    const { id } = await run('sends')
    const admin = bench.context(['admin'])
    const never = rule(
      'emails.hidden',
      'forbid (principal is Baton::Agent, action, resource) when { resource has path && resource.path == "email" };',
    )
    const { revision } = await savePolicyDraft(admin, { policies: [...DEFAULT_POLICIES, never], revision: 0 })
    await publishPolicies(admin, { revision, note: '' })
    const { agent: who, steps } = await runAsAgent(operator, { id, agent: 'cleared' })
    expect(who).toMatchObject({ name: 'Cleared', clearance: 'confidential', categories: ['pii'] })
    expect(steps).toMatchObject([
      {
        node: 'write',
        stateVersion: 1,
        saw: { data: { start: { email: expect.stringMatching(/^alias-/) as string } } },
        now: { data: { start: { text: `My address is ${EMAIL}, my card [CREDIT_CARD].` } } },
        differs: [{ path: 'start.email', was: 'pseudonym', is: 'absent' }],
      },
    ])
    expect(steps[0]?.now.data).not.toHaveProperty('start.email')
    await expect(runAsAgent(operator, { id, agent: 'blind' })).rejects.toMatchObject({ code: 'not_found' })
  })
})
