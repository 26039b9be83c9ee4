import { describe, expect, it } from 'vitest'
import { applyEdits } from '../team/apply'
import { createTeam } from '../team/create'
import { exportTeam } from '../team/export'
import { drawn, failure, useDesk } from '../testing/desk'
import { editComment } from './edit'
import { listThreads } from './list'
import { myMentions, seeThread } from './mentions'
import { removeComment } from './remove'
import { replyTo } from './reply'
import { resolveThread } from './resolve'
import { startThread } from './start'

const desk = useDesk()
const { as, enter, kinds } = desk

const on = { kind: 'node', id: 'answer' } as const

/** A team in a new workspace whose members are Odile and Mina. */
async function begin() {
  const ctx = await enter()
  const mina = as(`usr_mina_${desk.workspaceId()}`, ['auditor'])
  const { id } = mina.actor
  await desk.db().prisma.user.create({
    data: {
      ...{ id, email: `${id}@example.test`, name: 'Somebody' },
      memberships: { create: { workspaceId: desk.workspaceId(), roles: [] } },
    },
  })
  const { slug } = await createTeam(ctx, { name: 'Desk', document: drawn() })
  return { ctx, mina, slug }
}

const never = (): never => {
  throw new Error('the thread has no comment')
}

describe('a comment', () => {
  it('takes no more answers than are read at once', async () => {
    const { ctx, slug } = await begin()
    const { thread } = await startThread(ctx, { slug, on, text: 'Too long?' })
    const { prisma } = desk.db()
    const [first] = await prisma.comment.findMany({ where: { threadId: thread } })
    const { id: _id, author, ...one } = first ?? never()
    await prisma.comment.createMany({
      data: Array.from({ length: 199 }, (_, i) => ({
        ...one,
        author: author as object,
        id: `${thread}_${i}`,
      })),
    })
    expect(await failure(replyTo(ctx, { thread, text: 'One more.' }))).toMatchObject({ code: 'conflict' })
    expect((await listThreads(ctx, { slug }))[0]?.comments).toHaveLength(200)
  })

  it('is answered, settled, and open again by another answer', async () => {
    const { ctx, mina, slug } = await begin()
    const { thread } = await startThread(mina, { slug, on, text: 'Too long?' })
    await replyTo(ctx, { thread, text: 'By half.' })
    expect(await listThreads(ctx, { slug })).toMatchObject([
      {
        id: thread,
        on,
        name: 'Answer',
        gone: false,
        resolved: null,
        mine: true,
        comments: [{ text: 'Too long?' }, { text: 'By half.' }],
      },
    ])
    await resolveThread(ctx, { thread, resolved: true })
    await resolveThread(ctx, { thread, resolved: true })
    expect((await listThreads(mina, { slug }))[0]?.resolved?.by).toBe('Odile Farrow')
    await replyTo(mina, { thread, text: 'Still too long.' })
    expect((await listThreads(mina, { slug }))[0]?.resolved).toBeNull()
    expect((await kinds()).slice(-4)).toEqual([
      'comment.started',
      'comment.replied',
      'comment.resolved',
      'comment.replied',
    ])
  })

  it('is changed and removed by who wrote it alone', async () => {
    const { ctx, mina, slug } = await begin()
    const { thread, comment } = await startThread(mina, { slug, on: { kind: 'team' }, text: 'First' })
    for (const work of [
      () => editComment(ctx, { id: comment, text: 'Mine now' }),
      () => removeComment(ctx, { id: comment }),
    ])
      expect((await failure(work())).code).toBe('forbidden')
    await editComment(mina, { id: comment, text: 'Second' })
    await replyTo(ctx, { thread, text: 'Yes' })
    await removeComment(mina, { id: comment })
    expect(await listThreads(ctx, { slug })).toMatchObject([
      {
        comments: [
          { removed: true, text: '' },
          { removed: false, text: 'Yes' },
        ],
      },
    ])
    expect((await failure(removeComment(mina, { id: comment }))).code).toBe('not_found')
    const [last] = (await listThreads(ctx, { slug }))[0]?.comments.slice(-1) ?? []
    await removeComment(ctx, { id: last?.id ?? '' })
    expect(await listThreads(ctx, { slug })).toEqual([])
    expect((await failure(replyTo(ctx, { thread, text: 'Anyone?' }))).code).toBe('not_found')
  })

  it('tells whom it mentions until they look, and nobody else', async () => {
    const { ctx, mina, slug } = await begin()
    const { thread, comment } = await startThread(ctx, {
      slug,
      on,
      text: `@[${mina.actor.id}] and @[usr_stranger] and @[${ctx.actor.id}], look`,
    })
    expect(await myMentions(mina)).toMatchObject([
      { thread, comment, on: 'Answer', team: { slug }, by: 'Odile Farrow' },
    ])
    expect(await myMentions(ctx)).toEqual([])
    expect(await listThreads(mina, { slug })).toMatchObject([{ unseen: true, mine: true }])
    await editComment(ctx, { id: comment, text: `@[${mina.actor.id}], look again` })
    expect(await myMentions(mina)).toHaveLength(1)
    await seeThread(ctx, { thread })
    expect(await myMentions(mina)).toHaveLength(1)
    await seeThread(mina, { thread })
    expect(await myMentions(mina)).toEqual([])
    await editComment(ctx, { id: comment, text: 'Never mind' })
    expect(await listThreads(mina, { slug })).toMatchObject([{ unseen: false, mine: false }])
  })

  it('stays with a node under a new id, and is found once the node is removed', async () => {
    const { ctx, slug } = await begin()
    await startThread(ctx, { slug, on, text: 'About the answer' })
    const rename = { type: 'node.rename', id: 'answer', to: 'reply' }
    await applyEdits(ctx, { slug, revision: 1, commands: [{ type: 'batch', commands: [rename] }] })
    expect(await listThreads(ctx, { slug })).toMatchObject([{ on: { id: 'reply' }, gone: false }])
    await applyEdits(ctx, { slug, revision: 2, commands: [{ type: 'node.remove', id: 'reply' }] })
    expect(await listThreads(ctx, { slug })).toMatchObject([{ name: 'Answer', gone: true }])
    expect((await failure(startThread(ctx, { slug, on, text: 'More' }))).code).toBe('invalid')
  })

  it('is no part of the team’s file, nor plain on the record, nor another workspace’s', async () => {
    const { ctx, slug } = await begin()
    const { thread, comment } = await startThread(ctx, { slug, on, text: 'Nobody else reads zebrafinch' })
    expect((await exportTeam(ctx, { slug })).yaml).not.toContain('zebrafinch')
    const entries = await desk
      .db()
      .prisma.recordEntry.findMany({ where: { workspaceId: desk.workspaceId() } })
    expect(entries.map(({ body }) => Buffer.from(body).toString()).join()).not.toContain('zebrafinch')
    const stranger = await enter()
    for (const work of [
      () => listThreads(stranger, { slug }),
      () => startThread(stranger, { slug, on, text: 'x' }),
      () => replyTo(stranger, { thread, text: 'x' }),
      () => resolveThread(stranger, { thread, resolved: true }),
      () => removeComment(stranger, { id: comment }),
    ])
      expect((await failure(work())).code).toBe('not_found')
    expect((await failure(listThreads(as('usr_x', []), { slug }))).code).toBe('forbidden')
  })
})
