import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import { contract, drawTeam, idField, node } from '@/domain/team/testing/draw-team'
import { agent } from '@/domain/team/testing/sales-team'
import { newId } from '@/server/db/id'
import { publishPolicies } from '@/server/services/policy/publish'
import { savePolicyDraft } from '@/server/services/policy/save-draft'
import { startRun } from '@/server/services/run/start'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
const writer = agent('writer', { models: ['m-writer'], clearance: 'internal', autonomy: 3 })

/** start → write (agent writer) → send what it wrote → end. */
const team = () =>
  publishable(
    drawTeam({
      contracts: [
        contract('case@1', {
          id: idField(),
          ssn: idField({ 'x-classification': 'restricted', 'x-categories': ['pii'] }),
        }),
        contract('letter@1', { about: idField() }),
      ],
      nodes: [
        node('trigger', 'start', { produces: 'case@1' }),
        node('agent', 'write', { agent: 'writer', produces: 'letter@1', accepts: 'case@1' }),
        node('rules', 'gate', {
          rules: [{ id: 'C-1', name: 'A case', when: 'start.id == ""', then: 'reject', message: 'no case' }],
        }),
        node('action', 'send', {
          connection: 'crm',
          path: '/notes',
          fields: [{ name: 'about', label: 'About', value: 'write.about' }],
        }),
        node('end', 'done'),
        node('end', 'no', { outcome: 'rejected' }),
      ],
      edges: ['start -> write', 'write -> gate', 'gate.pass -> send', 'gate.reject -> no', 'send -> done'],
    }),
    {
      agents: [writer],
      connections: [{ slug: 'crm', name: 'CRM', owner: 'Ada Example', clearance: 'public' }],
    },
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
  const admin = bench.context(['admin'])
  const policies = [
    ...DEFAULT_POLICIES,
    {
      id: 'aliases',
      title: 'One of ours.',
      text: 'permit (principal is Baton::Agent, action == Baton::Action::"field.pseudonym", resource) when { resource.path == "ssn" };',
    },
  ]
  const { revision } = await savePolicyDraft(admin, { policies, revision: 0 })
  await publishPolicies(admin, { revision, note: '' })
})
afterAll(() => bench.close())

it('a value is turned back only where its connection may receive it', async () => {
  bench.server.script('m-writer', {
    by: (body) => saying({ about: /alias-[a-z2-7]{16}/.exec(JSON.stringify(body))?.[0] ?? 'none' }),
  })
  const { id } = await startRun(bench.context(['operator']), {
    team: 'letters',
    input: { id: 'C-1', ssn: '900-12-3456' },
  })
  const run = await bench.settled(id)
  expect(run.status).toBe('done')
  expect(bench.service.arrivals).toMatchObject([
    { body: { about: expect.stringMatching(/^alias-[a-z2-7]{16}$/) as string } },
  ])
  expect(JSON.stringify(bench.service.arrivals)).not.toContain('900-12-3456')
})
