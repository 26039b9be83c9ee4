import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import type { PolicySet } from '@/domain/policy/cedar/policy'
import { contract, drawTeam, field, node } from '@/domain/team/testing/draw-team'
import { agent } from '@/domain/team/testing/sales-team'
import { newId } from '@/server/db/id'
import { publishPolicies } from '@/server/services/policy/publish'
import { savePolicyDraft } from '@/server/services/policy/save-draft'
import { startRun } from '@/server/services/run/start'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
const writer = agent('writer', { models: ['m-writer'] })

/** start → write (agent writer) → end. */
const team = () =>
  publishable(
    drawTeam({
      contracts: [
        contract('case@1', {
          case_id: field('string'),
          email: field('string', { 'x-classification': 'internal', 'x-categories': ['pii'] }),
          card: field('string', { 'x-classification': 'internal', 'x-categories': ['pii', 'phi'] }),
        }),
        contract('letter@1', { text: field('string') }),
      ],
      nodes: [
        node('trigger', 'start', { produces: 'case@1' }),
        node('agent', 'write', { agent: 'writer', produces: 'letter@1', accepts: 'case@1' }),
        node('end', 'done'),
      ],
      edges: ['start -> write', 'write -> done'],
    }),
    { agents: [writer] },
  )

beforeAll(async () => {
  bench = await startEngineBench()
  await bench.model('m-writer')
  await bench.db.prisma.agent.create({
    data: {
      ...{ id: newId('agt'), workspaceId: bench.workspaceId, slug: writer.slug },
      ...{ definition: writer as object, editors: [] },
    },
  })
  await bench.team('letters', team())
  bench.server.script('m-writer', saying({ text: 'Dear customer' }))
})
afterAll(() => bench.close())

const input = { case_id: 'C-1', email: 'a@mail.example', card: '4111 1111 1111 1111' }

/** What the agent was shown in a run from start to end, and all that its model was sent. */
async function shown() {
  const since = bench.server.seen.length
  const { id } = await startRun(bench.context(['operator']), { team: 'letters', input })
  const run = await bench.settled(id)
  expect(run.status).toBe('done')
  const view = run.steps.find((step) => step.node === 'write')?.result.view
  const data = view?.data as { start?: Record<string, string> }
  const sent = JSON.stringify(bench.server.seen.slice(since).map(({ body }) => body))
  return { start: data.start ?? {}, fields: view?.fields ?? [], sent }
}

async function publish(...own: PolicySet): Promise<void> {
  const admin = bench.context(['admin'])
  const policies = [...DEFAULT_POLICIES, ...own]
  const { revision } = await savePolicyDraft(admin, { policies, revision: 0 })
  await publishPolicies(admin, { revision, note: '' })
  // A worker goes by what it last read for a second.
  await new Promise((resolve) => setTimeout(resolve, 1100))
}
const own = (id: string, text: string): PolicySet[number] => ({ id, title: 'One of ours.', text })

describe('versions that were published before', () => {
  it('run under the policies that hold now, and say which decided', async () => {
    const before = await shown()
    expect(before.start).toEqual({ ...input, card: '[masked]' })

    await publish(
      own(
        'emails.alias',
        'forbid (principal, action == Baton::Action::"field.read", resource in Baton::Contract::"case") when { resource.path == "email" };',
      ),
      own(
        'emails.named',
        'permit (principal is Baton::Agent, action == Baton::Action::"field.pseudonym", resource) when { resource.path == "email" };',
      ),
      own(
        'cards.last-four',
        '@mask("last-four") permit (principal is Baton::Agent, action == Baton::Action::"field.mask", resource) when { resource.path == "card" };',
      ),
    )
    const [first, second] = [await shown(), await shown()]
    expect(first.start).toMatchObject({ case_id: 'C-1', card: '[masked] 1111' })
    expect(first.start['email']).toMatch(/^alias-[a-z2-7]{16}$/)
    // Another run has other pseudonyms.
    expect(second.start['email']).not.toBe(first.start['email'])
    expect(first.sent).not.toMatch(/a@mail\.example|4111 1111/)
    expect(first.fields.find(({ path }) => path === 'start.email')).toMatchObject({
      visibility: 'pseudonym',
      policies: ['emails.named'],
      because: expect.stringContaining('emails.alias') as string,
    })

    await publish(
      own('nobody', 'forbid (principal == Baton::Agent::"writer", action, resource is Baton::Field);'),
    )
    const last = await shown()
    expect(last.start).toEqual({})
    expect(last.sent).not.toMatch(/C-1|mail\.example|1111/)
  })
})
