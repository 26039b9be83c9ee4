import { createHash, createHmac } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { subjectSchema } from '@/domain/erasure/subject'
import { canonicalJson } from '@/domain/record/canonical'
import { contract, drawTeam, idField, node } from '@/domain/team/testing/draw-team'
import { settleTrials } from '@/server/engine/trials'
import { saying } from '@/server/engine/testing/engine-bench'
import { sweepRetention } from '@/server/record/erasure/retention'
import { decideReview } from '../review/decide'
import { getReview } from '../review/get'
import { startRun } from '../run/start'
import { createTeam } from '../team/create'
import { publishTeam } from '../team/publish'
import { AGENT } from '../testing/quillon'
import type { TwoWorkspaces } from '../testing/two-workspaces'
import { putCase } from '../trial/put-case'
import { startCases } from '../trial/start'
import { requestErasure } from './request'
import { reason, useErasing } from './testing/erasing'

const SLUG = 'account-desk'
/** All that a run begins with, and all that it hands on, is one number: guessed at once. */
const accountTeam = () =>
  drawTeam({
    contracts: [
      contract('account.ask@1', { account: idField() }),
      contract('account.note@1', { account: idField() }),
    ],
    nodes: [
      node('trigger', 'start', { produces: 'account.ask@1', title: '{{ start.account }}' }),
      node('agent', 'draft', { agent: AGENT, accepts: 'account.ask@1', produces: 'account.note@1' }),
      node('human', 'approval', { question: 'Close it?' }),
      node('action', 'update', {
        connection: 'crm',
        method: 'PATCH',
        path: '/accounts/{{ draft.account }}',
        fields: [{ name: 'account', label: 'Account', value: 'draft.account' }],
        accepts: 'account.note@1',
      }),
      node('end', 'done'),
      node('end', 'no', { outcome: 'rejected' }),
    ],
    edges: [
      'start -> draft',
      'draft -> approval',
      'approval.approved -> update',
      'approval.rejected -> no',
      'update -> done',
    ],
  })

const { started, admin } = useErasing()
let two: TwoWorkspaces
beforeAll(async () => {
  ;({ two } = started())
  const operator = two.asA(['operator'])
  await createTeam(operator, { name: 'Account desk', slug: SLUG, document: accountTeam() })
  await publishTeam(operator, { slug: SLUG, note: 'First' })
})

/** A run and a test case that are over, of an account. */
async function worked(account: string): Promise<void> {
  const operator = two.asA(['operator'], two.people.operator)
  const input = { account }
  two.bench.server.script('m-one', saying({ account }))
  const { id } = await startRun(operator, { team: SLUG, input })
  await two.bench.settled(id)
  const review = await two.db.prisma.review.findFirstOrThrow({ where: { runId: id, status: 'open' } })
  const reviewer = two.asA(['reviewer'], two.people.reviewer)
  const { digest } = await getReview(reviewer, { id: review.id })
  await decideReview(reviewer, { id: review.id, verdict: { decision: 'approve', digest, reason: 'Known' } })
  expect(await two.bench.settled(id)).toMatchObject({ status: 'done' })
  const name = `Case ${account.slice(-2)}`
  await putCase(operator, {
    slug: SLUG,
    case: { name, kind: 'normal', input, pins: { approval: { port: 'approved' } }, expect: { ends: 'done' } },
  })
  await startCases(operator, { slug: SLUG, names: [name] })
  const trial = await two.db.prisma.trial.findFirstOrThrow({ where: { caseName: name } })
  expect(await two.bench.settled(trial.runId ?? '')).toMatchObject({ status: 'done' })
  await settleTrials(two.db)
}

type Row = Record<string, unknown>

/** Every row of the database. */
async function dump(): Promise<{ table: string; row: Row }[]> {
  const { rows } = await two.admin.query<{ table: string }>(
    `select table_name as table from information_schema.tables
       where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const all: { table: string; row: Row }[] = []
  for (const { table } of rows) {
    const found = await two.admin.query<Row>(`select * from "${table}"`)
    all.push(...found.rows.map((row) => ({ table, row })))
  }
  return all
}

/** Whatever somebody who knows the account could guess: every value that bears it, whole, in parts and as it grew. */
function valuesWith(account: string, rows: readonly { row: Row }[]): string[] {
  const texts = new Set<string>([account])
  const add = (value: unknown): void => {
    if (typeof value === 'string') texts.add(value)
    if (value === null || typeof value !== 'object' || value instanceof Date || Buffer.isBuffer(value)) return
    texts.add(canonicalJson(value, { integers: 'any' }))
    texts.add(JSON.stringify(value))
    const entries = Object.entries(value)
    if (!Array.isArray(value))
      entries.forEach((_, i) => {
        texts.add(canonicalJson(Object.fromEntries(entries.slice(0, i)), { integers: 'any' }))
      })
    for (const [, part] of entries) add(part)
  }
  for (const { row } of rows) for (const value of Object.values(row)) add(value)
  add({ start: { account } })
  add({ start: { account }, draft: { account } })
  return [...texts].filter((text) => text.includes(account))
}

/** Where a digest stands of a value that bears the account, plain or under any salt that is there. */
async function confirmed(guesses: readonly string[]): Promise<string[]> {
  const rows = await dump()
  const salts = rows.flatMap(({ row }) =>
    Object.values(row).flatMap((value) => (Buffer.isBuffer(value) && value.length === 16 ? [value] : [])),
  )
  const known = new Set(
    guesses.flatMap((text) => [
      createHash('sha256').update(text).digest('hex'),
      ...salts.map((salt) => createHmac('sha256', salt).update(text).digest('hex')),
    ]),
  )
  const where = new Set<string>()
  for (const { table, row } of rows)
    for (const [column, value] of Object.entries(row)) {
      const text = Buffer.isBuffer(value)
        ? `${value.toString('utf8')} ${value.toString('hex')}`
        : JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
      const digests = [
        ...(text?.match(/[0-9a-f]{64}/g) ?? []),
        ...(text?.match(/[A-Za-z0-9+/]{43}=/g) ?? []).map((each) =>
          Buffer.from(each, 'base64').toString('hex'),
        ),
      ]
      if (digests.some((digest) => known.has(digest))) where.add(`${table}.${column}`)
    }
  return [...where].sort()
}

describe('a guess at what a run held', () => {
  const erasing = (reach: 'mentions' | 'runs') => async (account: string) => {
    await requestErasure(admin(), {
      subject: subjectSchema.parse({ ids: [account] }),
      reach,
      reason,
      leftOut: [],
    })
  }
  const ways: [string, string, (account: string) => Promise<unknown>][] = [
    ['the values that name somebody are erased', 'ACC-5520-11', erasing('mentions')],
    ['all values of the runs are erased', 'ACC-5520-22', erasing('runs')],
    [
      'their time is over',
      'ACC-5520-33',
      async () => {
        await two.db.prisma.retentionRule.create({
          data: { workspaceId: two.a, classification: 'public', days: 1, updatedBy: {} },
        })
        for (const days of [2, 2, 2])
          await sweepRetention(two.db.pool, 100, new Date(Date.now() + days * 86_400_000))
      },
    ],
  ]

  it.each(ways)('is confirmed by nothing once %s', async (_, account, erase) => {
    await worked(account)
    const guesses = valuesWith(account, await dump())
    // With the salts there, all of them are.
    expect(await confirmed(guesses)).toEqual(
      expect.arrayContaining(['record_entry.body', 'review.digest', 'state_version.digest', 'step.result']),
    )
    await erase(account)
    expect(await confirmed(guesses)).toEqual([])
    // Not because nothing is left of them.
    const { rows } = await two.admin.query(`select from state_version where digest like 'hmac-sha256:%'`)
    expect(rows.length).toBeGreaterThan(2)
  })
})
