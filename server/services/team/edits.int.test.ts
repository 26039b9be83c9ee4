import { describe, expect, it, vi } from 'vitest'
import type { BatonError } from '@/domain/problem'
import { emptyDocument } from '@/domain/team/document'
import { reduce } from '@/domain/team/reduce'
import { drawn, failure, goal, useDesk } from '../testing/desk'
import { draftFeed, type HeardSignal } from '../live/draft-signals'
import { applyEdits } from './apply'
import { createTeam } from './create'
import { editsSince, recentEdits } from './edits-since'
import { getTeam } from './get'
import { bePresent } from './presence'
import { putTeam } from './put'

/** A line is opened anew within seconds; how soon exactly is the machine's. */
const PATIENCE = { timeout: 20_000 }
const desk = useDesk()
const { as, enter } = desk

describe('what came onto a draft', () => {
  it('is told edit by edit, with who made it, whichever way it came', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk' })
    await applyEdits(as('usr_mina'), { slug, revision: 1, commands: [goal('Fast')], batch: 'batch-0001' })
    await putTeam(ctx, { slug, document: { ...drawn('Desk'), goal: 'Whole' } })
    const since = await editsSince(ctx, { slug, revision: 1 })
    expect(since).toMatchObject({ revision: 3, document: null })
    expect(since.edits.map(({ revision, by, batch }) => [revision, by.id, batch])).toEqual([
      [2, 'usr_mina', 'batch-0001'],
      [3, 'usr_odile', null],
    ])
    const { document } = await getTeam(ctx, { slug })
    const followed = since.edits.flatMap(({ commands }) => commands)
    expect(followed.reduce(reduce, emptyDocument('Desk'))).toEqual(document)
    expect(await editsSince(ctx, { slug, revision: 3 })).toEqual({ revision: 3, edits: [], document: null })
    expect((await recentEdits(ctx, { slug })).map(({ revision }) => revision)).toEqual([3, 2])
  })

  it('is the draft itself where the edits are not kept any more', async () => {
    const ctx = await enter()
    const { slug, id } = await createTeam(ctx, { name: 'Desk' })
    for (const revision of [1, 2, 3])
      await applyEdits(ctx, { slug, revision, commands: [goal(`${revision}`)] })
    await desk.db().prisma.draftEdit.deleteMany({ where: { teamId: id, revision: { lt: 4 } } })
    expect(await editsSince(ctx, { slug, revision: 1 })).toMatchObject({
      revision: 4,
      edits: [],
      document: { goal: '3' },
    })
    expect((await editsSince(ctx, { slug, revision: 3 })).edits).toHaveLength(1)
  })

  it('is taken once under the same id, also by two at once', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk' })
    const send = (said = 'Once') =>
      applyEdits(ctx, { slug, revision: 1, commands: [goal(said)], batch: 'batch-0002' })
    const tries = await Promise.allSettled([send(), send(), send()])
    for (const one of tries)
      if (one.status === 'rejected') expect((one.reason as BatonError).code).toBe('conflict')
    expect(await send()).toEqual({ revision: 2 })
    expect((await getTeam(ctx, { slug })).revision).toBe(2)
    const other = await createTeam(ctx, { name: 'Other' })
    expect(
      await applyEdits(ctx, { slug: other.slug, revision: 1, commands: [goal('x')], batch: 'batch-0002' }),
    ).toEqual({ revision: 2 })
    // Other edits under the same id are not taken for sent.
    await expect(send('Twice')).rejects.toMatchObject({ code: 'conflict' })
  })

  it('never leaves a draft that cannot be read again', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk' })
    const apply = (revision: number, ...commands: object[]) => applyEdits(ctx, { slug, revision, commands })
    const nodes = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => ({
        type: 'node.add',
        node: { id: `n${from + i}`, kind: 'timer', name: 'Wait' },
      }))
    const long = Array.from({ length: 90 }, () => 'size(a.b) > 1')
      .join(' && ')
      .slice(0, 1000 - 3)
    const end = long.slice(0, long.lastIndexOf(' &&'))
    const router = {
      ...{ id: 'ways', kind: 'router', name: 'Ways' },
      routes: [{ port: 'x', label: '', when: end }],
    }
    const contract = { name: 'a.b', version: 1, schema: { type: 'object' } }
    await apply(
      1,
      { type: 'node.add', node: { id: 'a', kind: 'trigger', name: 'A' } },
      { type: 'node.add', node: router },
      { type: 'contract.put', contract },
      ...nodes(0, 900),
    )
    for (const commands of [
      nodes(900, 1000),
      [{ type: 'node.rename', id: 'a', to: 'a_much_longer_name' }],
      [{ type: 'contract.rename', ref: 'a.b@1', to: `${'a'.repeat(90)}@1` }],
      [{ type: 'contract.rename', ref: 'a.b@1', to: 'a.b@10000' }],
    ]) {
      await expect(apply(2, ...commands)).rejects.toMatchObject({ code: 'invalid' })
      expect((await getTeam(ctx, { slug })).revision).toBe(2)
    }
    expect(await apply(2, ...nodes(900, 998))).toEqual({ revision: 3 })
  })

  it('grows to what a file may hold, and may shrink from there', async () => {
    const ctx = await enter()
    const { slug } = await createTeam(ctx, { name: 'Desk' })
    const contract = (size: number) => ({
      type: 'contract.put',
      contract: { name: 'a.b', version: 1, schema: { type: 'object', title: 'x'.repeat(size) } },
    })
    const apply = (revision: number, size: number) =>
      applyEdits(ctx, { slug, revision, commands: [contract(size)] })
    await expect(apply(1, 1_600_000)).rejects.toMatchObject({ code: 'invalid' })
    expect(await apply(1, 1_400_000)).toEqual({ revision: 2 })
    expect(await apply(2, 10)).toEqual({ revision: 3 })
  })

  it('is told to every web process, to its own workspace only', async () => {
    const ctx = await enter()
    const { slug, id } = await createTeam(ctx, { name: 'Desk' })
    const heard: HeardSignal[] = []
    const elsewhere: HeardSignal[] = []
    const feed = draftFeed(desk.db())
    const stops = [
      feed.listen(desk.workspaceId(), (signal) => heard.push(signal)),
      feed.listen('ws_other', (signal) => elsewhere.push(signal)),
    ]
    await vi.waitFor(() => expect(heard).toContain(null), PATIENCE)
    await applyEdits(ctx, { slug, revision: 1, commands: [goal('Told')] })
    await vi.waitFor(
      () => expect(heard).toContainEqual({ workspaceId: desk.workspaceId(), team: id, revision: 2 }),
      PATIENCE,
    )
    // The line of this process breaks: once it is back, all is looked at again.
    heard.length = 0
    await desk
      .db()
      .pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where query like 'LISTEN baton_drafts%' and datname = current_database()`,
      )
    await vi.waitFor(() => expect(heard).toContain(null), PATIENCE)
    await applyEdits(ctx, { slug, revision: 2, commands: [goal('Again')] })
    await vi.waitFor(() => expect(heard.at(-1)?.revision).toBe(3), PATIENCE)
    expect(elsewhere.filter((signal) => signal !== null)).toEqual([])
    for (const stop of stops) stop()
  })
})

describe('who is at a draft', () => {
  const nothing = { nodes: [], edges: [], notes: [] }
  const at = (slug: string, client: string, nodes: string[] = []) => ({
    slug,
    client,
    selection: { ...nothing, nodes },
  })

  it('sees the others and what they have selected, until they leave or fall silent', async () => {
    const ctx = await enter()
    const mina = as('usr_mina', ['auditor'])
    const { slug } = await createTeam(ctx, { name: 'Desk' })
    expect(await bePresent(ctx, at(slug, 'window-1'))).toEqual([])
    expect(await bePresent(mina, at(slug, 'window-2', ['answer']))).toMatchObject([
      { client: 'window-1', person: { id: 'usr_odile' } },
    ])
    expect(await bePresent(ctx, at(slug, 'window-1'))).toMatchObject([
      { client: 'window-2', person: { id: 'usr_mina' }, selection: { nodes: ['answer'] } },
    ])
    // Nobody takes another's window away.
    await bePresent(ctx, { ...at(slug, 'window-2'), leaves: true })
    await bePresent(ctx, at(slug, 'window-2', ['mine']))
    expect(await bePresent(ctx, at(slug, 'window-1'))).toMatchObject([{ selection: { nodes: ['answer'] } }])
    await bePresent(mina, { ...at(slug, 'window-2'), leaves: true })
    expect(await bePresent(ctx, at(slug, 'window-1'))).toEqual([])
    await bePresent(mina, at(slug, 'window-3'))
    await desk.db().prisma.draftPresence.updateMany({
      where: { client: 'window-3' },
      data: { seenAt: new Date(Date.now() - 11_000) },
    })
    expect(await bePresent(ctx, at(slug, 'window-1'))).toEqual([])
    const stranger = await enter()
    expect((await failure(bePresent(stranger, at(slug, 'window-9')))).code).toBe('not_found')
  })

  it('is told when somebody comes, selects or goes, and not for each sign of life', async () => {
    const ctx = await enter()
    const { slug, id } = await createTeam(ctx, { name: 'Desk' })
    const heard: HeardSignal[] = []
    const stop = draftFeed(desk.db()).listen(desk.workspaceId(), (signal) => heard.push(signal))
    await vi.waitFor(() => expect(heard).toContain(null), PATIENCE)
    const told = () => heard.filter((signal) => signal?.team === id).length
    for (const nodes of [[], [], ['a'], ['a']]) await bePresent(ctx, at(slug, 'window-1', nodes))
    await bePresent(ctx, { ...at(slug, 'window-1'), leaves: true })
    await bePresent(ctx, { ...at(slug, 'window-1'), leaves: true })
    await vi.waitFor(() => expect(told()).toBe(3))
    stop()
  })
})
