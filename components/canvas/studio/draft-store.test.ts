import { describe, expect, it } from 'vitest'
import type { Command } from '@/domain/team/command'
import { emptyDocument, type TeamDocument } from '@/domain/team/document'
import { KINDS } from '@/domain/team/kinds/registry'
import { reduce } from '@/domain/team/reduce'
import { DraftStore, type Base, type DraftPort } from './draft-store'

class Conflict extends Error {}

/** The server's side, kept in memory: revisions and the same reducer. */
class Desk implements DraftPort {
  readonly calls: string[] = []
  away = false
  constructor(public at: Base) {}

  async apply(revision: number, commands: Command[]) {
    return this.write(revision, 'apply', () => commands.reduce(reduce, this.at.document))
  }
  async put(revision: number, document: TeamDocument) {
    return this.write(revision, 'put', () => document)
  }
  async load() {
    return this.at
  }
  fault(error: unknown) {
    return { kind: error instanceof Conflict ? 'conflict' : 'away', message: 'no' } as const
  }
  private async write(revision: number, call: string, next: () => TeamDocument) {
    await Promise.resolve()
    this.calls.push(call)
    if (this.away) throw new Error('away')
    if (revision !== this.at.revision) throw new Conflict()
    this.at = { document: next(), revision: revision + 1 }
    return { revision: this.at.revision }
  }
}

const goal = (text: string): Command => ({ type: 'team.goal', goal: text })
const node = (id: string): Command => ({ type: 'node.add', node: KINDS.agent.defaults(id, id) })
const start = () => {
  const desk = new Desk({ document: emptyDocument('Desk'), revision: 1 })
  return { desk, store: new DraftStore(desk.at, desk) }
}

describe('a draft', () => {
  it('sends edits as commands, and after an undo the whole', async () => {
    const { desk, store } = start()
    store.edit(node('one'))
    store.edit(node('two'))
    expect(await store.flush()).toBe(true)
    expect(desk.at.document.nodes.map(({ id }) => id)).toEqual(['one', 'two'])
    store.undo()
    expect(await store.flush()).toBe(true)
    expect(desk.at.document.nodes.map(({ id }) => id)).toEqual(['one'])
    expect(desk.calls).toEqual(['apply', 'put'])
    expect(store.snapshot().save.state).toBe('saved')
  })

  it('has nothing to save when an undo leads back to what is saved', () => {
    const { store } = start()
    store.edit(goal('a'))
    store.undo()
    expect(store.dirty).toBe(false)
    expect(store.snapshot().save.state).toBe('saved')
  })

  it('puts its edits on top of another’s, and leaves out what no longer applies', async () => {
    const { desk, store } = start()
    store.edit(node('mine'))
    store.edit({ type: 'node.update', id: 'mine', patch: { task: 'Write' } })
    desk.at = { document: reduce(desk.at.document, node('theirs')), revision: 2 }
    expect(await store.flush()).toBe(true)
    expect(desk.at.document.nodes.map(({ id }) => id)).toEqual(['theirs', 'mine'])
    expect(store.snapshot().merged).toEqual({ times: 1, dropped: 0 })

    store.edit({ type: 'node.update', id: 'theirs', patch: { task: 'Read' } })
    desk.at = { document: reduce(desk.at.document, { type: 'node.remove', id: 'theirs' }), revision: 9 }
    await store.flush()
    expect(store.snapshot().merged).toEqual({ times: 2, dropped: 1 })
    expect(store.snapshot().history.document.nodes.map(({ id }) => id)).toEqual(['mine'])
  })

  it('asks a person when an undo meets another’s edit', async () => {
    const { desk, store } = start()
    store.edit(goal('a'))
    await store.flush()
    store.edit(goal('b'))
    await store.flush()
    store.undo()
    desk.at = { document: reduce(desk.at.document, goal('theirs')), revision: 7 }
    expect(await store.flush()).toBe(false)
    expect(store.snapshot().save.state).toBe('conflict')
    store.settle('mine')
    expect(await store.flush()).toBe(true)
    expect(desk.at.document.goal).toBe('a')
  })

  it('keeps edits while the server is away', async () => {
    const { desk, store } = start()
    desk.away = true
    store.edit(goal('kept'))
    expect(await store.flush()).toBe(false)
    expect(store.snapshot().save.state).toBe('away')
    desk.away = false
    expect(await store.flush()).toBe(true)
    expect(desk.at.document.goal).toBe('kept')
    store.stop()
  })

  it('takes over another’s draft only when nothing here waits', () => {
    const { desk, store } = start()
    const theirs = { document: reduce(desk.at.document, goal('theirs')), revision: 2 }
    store.edit(goal('mine'))
    store.adopt(theirs)
    expect(store.snapshot().history.document.goal).toBe('mine')
    store.undo()
    store.adopt(theirs)
    expect(store.snapshot().history.document.goal).toBe('theirs')
    store.stop()
  })
})
