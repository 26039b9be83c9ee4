import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { DEFAULT_POLICIES } from '@/domain/policy/cedar/default-policies'
import { PERMISSIONS, ROLES, type Permission } from '@/domain/policy/permission'
import type { Agent } from '@/domain/team/agent'
import type { Bundle } from '@/domain/team/bundle'
import { assembleTeam } from '@/domain/team/compile'
import { startPracticeBench, type PracticeBench } from '@/server/practice/testing/practice-bench'
import { newId } from '@/server/db/id'
import { inDatabase } from '@/server/db/url'
import { log } from '@/server/log'
import { digestOf } from '@/server/record/digest'
import { Sequencer } from '@/server/record/sequencer'
import type { Context } from '@/server/services/context'
import { publishPolicies } from '@/server/services/policy/publish'
import { savePolicyDraft } from '@/server/services/policy/save-draft'
import { exportRecord } from '@/server/services/record/export'
import { decideReview } from '@/server/services/review/decide'
import { getReview } from '@/server/services/review/get'
import { cancelRun } from '@/server/services/run/cancel'
import { getRun } from '@/server/services/run/get'
import { startRun } from '@/server/services/run/start'
import { createTeam } from '@/server/services/team/create'
import { exportTeam } from '@/server/services/team/export'
import { getTeam } from '@/server/services/team/get'
import { templateFolders } from '@/server/templates/folders'
import { allProcedures, call } from '@/server/trpc/testing/call'
import { Canaries, startWire, textIn, widened, type Wire } from './testing/canaries'
import { barred, countPrompts, PURPOSES, type Purpose } from './testing/count-canaries'

let bench: PracticeBench
let wire: Wire
let workspace: NonNullable<Context['workspace']>
const canaries = new Canaries()
const lines: string[] = []
const runs: string[] = []
const bundles = new Map<string, Bundle>()
let sequencers: pg.Pool
let admin: pg.Pool

const as = (...roles: Context['roles']): Context => bench.as([...roles], `usr_${roles.join('_')}`, workspace)

beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line))
    return true
  })
  log.level = 'trace'
  bench = await startPracticeBench()
  workspace = await bench.newWorkspace()
  const provider = await bench.db.prisma.provider.findFirstOrThrow({ where: { workspaceId: workspace.id } })
  const behind = new URL(provider.baseUrl).origin
  wire = await startWire(behind, canaries)
  const { id, baseUrl } = provider
  await bench.db.prisma.provider.update({ where: { id }, data: { baseUrl: onWire(baseUrl) } })
  sequencers = new pg.Pool({ connectionString: bench.sequencerUrl, max: 1 })
  const { pathname } = new URL(bench.sequencerUrl)
  admin = new pg.Pool({
    connectionString: inDatabase(inject('cluster').adminUrl, pathname.slice(1)),
    max: 1,
  })
})
afterAll(async () => {
  vi.restoreAllMocks()
  await Promise.all([sequencers.end(), admin.end()])
  await wire.close()
  await bench.close()
})

const onWire = (address: string): string => address.replace(new URL(address).origin, wire.origin)

/** A template's team for a purpose, with wide contracts, as a version that runs. */
async function team(key: string, purpose: Purpose): Promise<Bundle> {
  const slug = `${key}-${purpose}`
  const { db } = bench
  await createTeam(as('operator'), { name: slug, template: key, slug })
  for (const { id, baseUrl } of await db.prisma.connection.findMany({ where: { workspaceId: workspace.id } }))
    await db.prisma.connection.update({
      where: { id },
      data: { baseUrl: onWire(baseUrl), privateReach: [new URL(wire.origin).host] },
    })
  const { id: teamId, document } = await getTeam(as('operator'), { slug })
  const agents = (await db.prisma.agent.findMany({ where: { workspaceId: workspace.id } })).map(
    ({ definition }) => definition as unknown as Agent,
  )
  const connections = (await db.prisma.connection.findMany({ where: { workspaceId: workspace.id } })).map(
    (row) => ({ slug: row.slug, name: row.name, owner: row.owner, clearance: row.clearance as 'internal' }),
  )
  const { assembled: bundle } = assembleTeam(widened({ ...document, purpose }), { agents, connections, slug })
  if (!bundle) throw new Error(`${key} has no beginning`)
  const versionId = newId('ver')
  await db.prisma.teamVersion.create({
    data: {
      ...{ id: versionId, workspaceId: workspace.id, teamId, number: 1, digest: digestOf(bundle) },
      ...{ bundle: bundle as object, document: document as object, editors: [], publishedBy: {} },
    },
  })
  await db.prisma.team.update({ where: { id: teamId }, data: { publishedId: versionId } })
  bundles.set(slug, bundle)
  wire.follow(bundle)
  return bundle
}

/** A run to its end: what asks for approval is approved, what needs more is called off. */
async function through(slug: string, input: Record<string, unknown>): Promise<void> {
  const { id } = await startRun(as('operator'), { team: slug, input: { ...input, ...canaries.for('start') } })
  runs.push(id)
  for (const until = Date.now() + 30_000; Date.now() < until; await sleep(20)) {
    const run = await getRun(as('operator'), { id })
    if (run.status === 'done' || run.status === 'failed' || run.status === 'cancelled') return
    const open = run.reviews.find(({ status }) => status === 'open')
    if (!open) continue
    const { kind, view, digest } = await getReview(as('reviewer'), { id: open.id })
    if (kind !== 'approval' || !view) return void (await cancelRun(as('operator'), { id, reason: 'Enough.' }))
    const verdict = { decision: 'approve' as const, digest, reason: 'Seen.' }
    await decideReview(as('reviewer'), { id: open.id, verdict })
  }
  throw new Error(`a run of ${slug} does not come to an end`)
}

/** A run of each team, with the input of its first case. */
async function once(): Promise<void> {
  for (const [slug, bundle] of bundles) {
    wire.follow(bundle)
    const { cases = [] } = templateFolders().find(({ key }) => slug.startsWith(key)) ?? {}
    await through(slug, cases[0]?.input ?? {})
  }
}

describe.each(PURPOSES)('for the purpose %s', (purpose) => {
  it.runIf(purpose === 'training')(
    'policies of the workspace say pseudonyms in place of personal data',
    async () => {
      const admin = as('admin')
      const policies = [
        ...DEFAULT_POLICIES,
        {
          id: 'training.never',
          title: 'Nobody trains on personal data.',
          text: 'forbid (principal is Baton::Agent, action == Baton::Action::"field.read", resource) when { context.purpose == "training" && resource.categories.contains("pii") };',
        },
        {
          id: 'training.alias',
          title: 'They train on pseudonyms.',
          text: 'permit (principal is Baton::Agent, action == Baton::Action::"field.pseudonym", resource) when { context.purpose == "training" && resource.classified && resource.classification <= principal.clearance && resource.categories.contains("pii") };',
        },
      ]
      const { revision } = await savePolicyDraft(admin, { policies, revision: 0 })
      await publishPolicies(admin, { revision, note: '' })
      await sleep(1100)
    },
  )

  describe.each(templateFolders().map(({ key }) => key))('%s', (key) => {
    it('sends each agent what it may see of every field, and nothing else', async () => {
      const bundle = await team(key, purpose)
      const since = wire.prompts.length
      const cases = templateFolders().find((one) => one.key === key)?.cases ?? []
      const inputs = [...new Map(cases.map(({ input }) => [JSON.stringify(input), input])).values()]
      for (const input of inputs) await through(`${key}-${purpose}`, input)
      const prompts = wire.prompts.slice(since)
      for (const slug of Object.keys(bundle.agents)) {
        const { leaked, missing, ...counts } = countPrompts(canaries, bundle, { slug, purpose, prompts })
        report(
          `${key} for ${purpose}, ${slug}: ${counts.prompts} prompts, ${counts.seen} permitted canaries, ${leaked.length} others`,
        )
        expect([...new Set(leaked)]).toEqual([])
        expect([...new Set(missing)]).toEqual([])
        expect(counts.prompts).toBeGreaterThan(0)
        expect(counts.seen).toBeGreaterThan(0)
      }
      const bodies = prompts.map(({ body }) => body).join('\n')
      if (purpose === 'training') expect(bodies).toMatch(/alias-[a-z2-7]{16}/)
      else expect(bodies).not.toMatch(/alias-[a-z2-7]{16}/)
    }, 240_000)
  })
})

/** Said once the console is given back. */
const reports: string[] = []
const report = (line: string): void => void reports.push(line)
afterAll(() => {
  console.log([`${canaries.all.size} canaries in ${runs.length} runs`, ...reports].join('\n'))
})

describe('outside the prompts', () => {
  it('requests to connections bear none: no template sends such a field', () => {
    const found = wire.calls.flatMap(({ path, headers, body }) => canaries.in(path + headers + body))
    report(`${wire.calls.length} requests to connections, ${found.length} canaries`)
    expect(wire.calls.some(({ method }) => method !== 'GET')).toBe(true)
    expect(found).toEqual([])
  })

  it('log lines bear none, also where rows that do are refused, and models and systems answer amiss', async () => {
    // What cannot be kept is on the log, and the database says of it what it was.
    await admin.query('alter table state_version add constraint only_first check (version < 2) not valid')
    await once()
    await admin.query('alter table state_version drop constraint only_first')
    wire.spoil()
    await once()
    const found = canaries.in(lines.join('\n'))
    report(`${lines.length} log lines, ${found.length} canaries`)
    expect(lines.filter((line) => line.includes('only_first')).length).toBeGreaterThan(0)
    expect(lines.filter((line) => line.includes('claims nonsense')).length).toBeGreaterThan(0)
    expect(found).toEqual([])
    // One that bore any would be seen here.
    const [token = ''] = canaries.all.keys()
    log.info({ token }, 'a canary')
    expect(canaries.in(lines.at(-1) ?? '')).toMatchObject([{ token }])
  }, 120_000)

  it('an export of the record bears none without its private values, and does with them', async () => {
    const sequencer = new Sequencer(sequencers)
    while ((await sequencer.sequence()) > 0);
    const dir = mkdtempSync(join(tmpdir(), 'baton-canaries-'))
    try {
      await exportRecord(as('auditor'), { dir: join(dir, 'leaves') })
      await exportRecord(as('auditor'), { dir: join(dir, 'all'), privates: true })
      const found = (name: string) => new Set(canaries.in(textIn(join(dir, name)))).size
      report(
        `export of the record: ${found('leaves')} canaries; with private values, which an auditor asks for: ${found('all')}`,
      )
      expect(found('leaves')).toBe(0)
      expect(found('all')).toBeGreaterThan(100)
    } finally {
      rmSync(dir, { recursive: true })
    }
  }, 60_000)

  it('an export of a team bears none', async () => {
    for (const slug of bundles.keys())
      expect(canaries.in((await exportTeam(as('operator'), { slug })).yaml)).toEqual([])
  })

  it('answers of the console bear none for who may not read runs, and for who may what they are cleared for', async () => {
    const sampled = runs.slice(0, 3)
    const steps = await bench.db.prisma.step.findMany({
      where: { runId: { in: sampled }, status: 'done' },
      select: { runId: true, node: true, iteration: true, attempt: true },
    })
    const reviews = await bench.db.prisma.review.findMany({ where: { workspaceId: workspace.id }, take: 3 })
    const asks: Record<string, unknown[]> = {
      'runs.list': [{}],
      'runs.get': sampled.map((id) => ({ id })),
      'runs.states': sampled.map((id) => ({ id })),
      'runs.step': steps.map(({ runId: id, ...at }) => ({ id, ...at })),
      'reviews.list': [{}],
      'reviews.get': reviews.map(({ id }) => ({ id })),
      'record.list': [{}],
      'overview.get': [undefined],
      'agents.list': [undefined],
      'teams.list': [{}],
    }
    const procedures = allProcedures().filter(({ path }) => path in asks)
    expect(procedures.map(({ path }) => path).sort()).toEqual(Object.keys(asks).sort())
    const stranger = {
      ...as('admin', 'operator', 'reviewer', 'auditor'),
      workspace: { ...workspace, id: newId('ws') },
    }
    await bench.db.prisma.workspace.create({ data: { ...stranger.workspace, slug: 'other' } })
    const some = { clearance: 'internal' as const, categories: [] }
    const membership = { ...some, workspaceId: workspace.id, roles: [] }
    const { id: cleared } = await bench.db.prisma.user.create({
      data: { id: newId('usr'), name: '', email: 'some@example.test', memberships: { create: membership } },
    })
    let [refused, shown, shownSome] = [0, 0, 0]
    for (const procedure of procedures)
      for (const role of [...ROLES, undefined, 'stranger'] as const) {
        const ctx = role === 'stranger' ? stranger : role ? as(role) : as()
        const may =
          role &&
          role !== 'stranger' &&
          (PERMISSIONS[procedure.requires as Permission] as readonly string[]).includes(role)
        for (const input of asks[procedure.path] ?? []) {
          const { code, says, answer } = await call(procedure, ctx, input)
          const found = canaries.in(says + answer)
          if (may) {
            expect([procedure.path, role, code]).toEqual([procedure.path, role, 'OK'])
            shown += found.length
            const cut = await call(procedure, bench.as([role], cleared, workspace), input)
            const seen = canaries.in(cut.says + cut.answer)
            const above = seen.filter((one) => barred(some, one, 'operations'))
            expect([procedure.path, role, above]).toEqual([procedure.path, role, []])
            shownSome += seen.length
          } else {
            refused++
            expect([procedure.path, role, found]).toEqual([procedure.path, role, []])
          }
        }
      }
    report(
      `${refused} answers to who may not: 0 canaries; to who may: ${shown}; to who may and is cleared for what is internal alone: ${shownSome}, none above`,
    )
    expect(Math.min(shown, shownSome)).toBeGreaterThan(100)
  }, 60_000)
})
