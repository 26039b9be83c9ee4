import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { layAnew } from '@/server/services/connection/lay-anew'
import { putConnection } from '@/server/services/connection/put'
import { listTemplates } from '@/server/services/team/templates'
import { compileDraft } from '@/server/services/team/compile-draft'
import { createTeam } from '@/server/services/team/create'
import { getTeam } from '@/server/services/team/get'
import { publishTeam } from '@/server/services/team/publish'
import { startRun } from '@/server/services/run/start'
import { getRun } from '@/server/services/run/get'
import { readBench, type BenchCase } from '@/server/services/trial/bench'
import { startCases } from '@/server/services/trial/start'
import type { Context } from '@/server/services/context'
import { templateFolders } from '@/server/templates/folders'
import { startPracticeBench, type PracticeBench } from './testing/practice-bench'

let bench: PracticeBench
let operator: Context
let workspaceId: string
beforeAll(async () => {
  bench = await startPracticeBench()
  const workspace = await bench.newWorkspace()
  workspaceId = workspace.id
  operator = bench.as(['operator'], 'usr_operator', workspace)
})
afterAll(() => bench.close())

async function results(slug: string): Promise<BenchCase[]> {
  await startCases(operator, { slug })
  for (const until = Date.now() + 60_000; ; await sleep(50)) {
    const { cases } = await readBench(operator, { slug })
    if (cases.every(({ last }) => last && !['queued', 'running'].includes(last.status))) return cases
    if (Date.now() > until) throw new Error(`the cases of ${slug} do not come to an end`)
  }
}

/** What was not as expected, for people who read a failed test. */
const missed = ({ case: { name }, last }: BenchCase): string[] =>
  last?.status === 'passed'
    ? []
    : [
        `${name}: ${last?.status ?? 'not run'}`,
        ...(last?.checked ?? []).filter(({ held }) => !held).map((one) => `  ${one.expects}: ${one.seen}`),
        ...(last?.seen?.why === undefined ? [] : [`  ${last.seen.why}`]),
      ]

describe.each(templateFolders().map(({ key }) => key))('%s, in a fresh workspace', (key) => {
  it('comes with agents, connections and cases, and is sound', async () => {
    const listed = (await listTemplates(operator)).find((template) => template.key === key)
    expect(listed?.needs.every(({ there }) => there === null)).toBe(true)

    const { slug } = await createTeam(operator, { name: listed?.name ?? '', template: key, slug: key })
    const template = templateFolders().find((one) => one.key === key)
    const team = await getTeam(operator, { slug })
    const { problems, checks } = await compileDraft(bench.db.prisma, workspaceId, team)
    expect(problems.filter(({ severity }) => severity !== 'advice')).toEqual([])
    expect(checks.every(({ held }) => held)).toBe(true)
    expect((await readBench(operator, { slug })).cases.map((one) => one.case)).toEqual(template?.cases)
    const { capMicros, worstMicros } = listed ?? {}
    const budgets = await bench.db.prisma.budget.findMany({ where: { workspaceId, subject: team.id } })
    expect(budgets).toMatchObject([
      { scope: 'team', period: 'run', hard: true, capMicros: BigInt(capMicros ?? 0) },
    ])
    if (worstMicros !== undefined) expect(BigInt(worstMicros)).toBeLessThanOrEqual(BigInt(capMicros ?? 0))
    const connections = await bench.db.prisma.connection.findMany({ where: { workspaceId, practice: true } })
    const slugs = connections.map((connection) => connection.slug)
    expect(slugs).toEqual(expect.arrayContaining(template?.systems.map((system) => system.slug) ?? []))
    expect(
      (await listTemplates(operator))
        .find((one) => one.key === key)
        ?.needs.every(({ there }) => there === 'practice'),
    ).toBe(true)
  })

  it('is run in all its cases, each goes as it must, and it is published', async () => {
    expect((await results(key)).flatMap(missed)).toEqual([])
    expect((await publishTeam(operator, { slug: key })).number).toBe(1)
  }, 90_000)

  it('can be used a second time, and what is there stays', async () => {
    const before = await bench.db.prisma.connection.count({ where: { workspaceId } })
    const { slug } = await createTeam(operator, { name: 'Once more', template: key })
    expect(slug).not.toBe(key)
    expect(await bench.db.prisma.connection.count({ where: { workspaceId } })).toBe(before)
  })
})

it('adds connections to practice systems for an operator, who may make no other, and nothing for who may not draw', async () => {
  const template = templateFolders()[0]?.key ?? ''
  const workspace = operator.workspace
  const before = await bench.db.prisma.connection.count({ where: { workspaceId } })
  for (const role of ['reviewer', 'auditor', 'admin'] as const) {
    const other = bench.as([role], `usr_${role}`, workspace)
    await expect(createTeam(other, { name: 'Mine', template })).rejects.toMatchObject({ code: 'forbidden' })
  }
  const own = {
    slug: 'mine',
    name: 'Mine',
    baseUrl: 'https://crm.example',
    owner: 'Odile Farrow',
    clearance: 'internal',
  }
  await expect(putConnection(operator, own as never)).rejects.toMatchObject({ code: 'forbidden' })
  expect(await bench.db.prisma.connection.count({ where: { workspaceId } })).toBe(before)
  expect(await bench.db.prisma.connection.count({ where: { workspaceId, practice: false } })).toBe(0)
})

it('writes to the practice systems when it runs live, once for one run', async () => {
  const { id } = await startRun(operator, { team: 'customer-support', input: { ticket_id: 'TCK-1001' } })
  for (const until = Date.now() + 60_000; Date.now() < until; await sleep(50))
    if ((await getRun(operator, { id })).status !== 'running') break
  expect(await getRun(operator, { id })).toMatchObject({ status: 'done' })
  const desk = await bench.db.prisma.connection.findFirstOrThrow({
    where: { workspaceId, slug: 'practice-helpdesk' },
  })
  const headers = { authorization: `Bearer ${bench.box.open(desk.secretSealed ?? '')}` }
  const read = async (path: string) => (await fetch(desk.baseUrl + path, { headers })).json() as unknown
  expect(await read('/tickets/TCK-1001')).toMatchObject({
    status: 'answered',
    category: 'delivery',
    version: 2,
  })
  expect(await read('/messages?ticket_id=TCK-1001')).toMatchObject({ total: 1 })
  expect(await read('/_log')).toMatchObject({
    writes: [
      { method: 'POST', path: '/messages', replays: 0 },
      { method: 'PATCH', path: '/tickets/TCK-1001', replays: 0 },
    ],
  })
})

it('lays the data of a practice system anew, when an admin asks for it', async () => {
  const admin = bench.as(['admin'], 'usr_admin', operator.workspace)
  const desk = await bench.db.prisma.connection.findFirstOrThrow({
    where: { workspaceId, slug: 'practice-helpdesk' },
  })
  await layAnew(admin, { id: desk.id })
  const headers = { authorization: `Bearer ${bench.box.open(desk.secretSealed ?? '')}` }
  const ticket: unknown = await (await fetch(`${desk.baseUrl}/tickets/TCK-1001`, { headers })).json()
  expect(ticket).toMatchObject({ status: 'open', version: 1 })
  await expect(layAnew(operator, { id: desk.id })).rejects.toMatchObject({ code: 'forbidden' })
  const elsewhere = await fetch(`${desk.baseUrl.replace('helpdesk', 'shop')}/orders`, { headers })
  expect(elsewhere.status).toBe(401)
})
