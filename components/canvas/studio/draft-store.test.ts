import { afterEach, describe, expect, it } from 'vitest'
import type { Command } from '@/domain/team/command'
import { emptyDocument } from '@/domain/team/document'
import { KINDS } from '@/domain/team/kinds/registry'
import { reduce } from '@/domain/team/reduce'
import { BrowserKeep } from './draft-keep'
import type { Base, DraftKeep, DraftPort, ForeignEdit, Since } from './draft-port'
import { DraftStore } from './draft-store'
import { storage } from './testing/storage'

class Conflict extends Error {}
class Refused extends Error {}

/** The server's side, kept in memory: revisions, their edits, and the same reducer. */
class Desk implements DraftPort {
  readonly edits: ForeignEdit[] = []
  at: Base
  away = false
  /** The answer is lost on its way; the edits are not. */
  deaf = false
  refuses = false
  constructor(private readonly first: Base) {
    this.at = first
  }

  /** What somebody else does. */
  does(...commands: Command[]): void {
    this.put(commands, null, 'Ada')
  }
  async apply(revision: number, commands: Command[], batch: string) {
    await Promise.resolve()
    if (this.away) throw new Error('away')
    if (this.refuses) throw new Refused()
    const known = this.edits.find((edit) => edit.batch === batch)
    if (!known && revision !== this.at.revision) throw new Conflict()
    const made = known?.revision ?? this.put(commands, batch, 'Me')
    if (this.deaf) throw new Error('away')
    return { revision: made }
  }
  async since(revision: number): Promise<Since> {
    await Promise.resolve()
    if (this.away) throw new Error('away')
    const edits = this.edits.filter((edit) => edit.revision > revision)
    if (revision < this.first.revision) return { ...this.at, edits: [] }
    return { revision: this.at.revision, edits, document: null }
  }
  fault(error: unknown) {
    const kind = error instanceof Conflict ? 'conflict' : error instanceof Refused ? 'refused' : 'away'
    return { kind, message: 'no' } as const
  }
  private put(commands: Command[], batch: string | null, name: string): number {
    const revision = this.at.revision + 1
    this.at = { document: commands.reduce(reduce, this.at.document), revision }
    this.edits.push({ revision, batch, by: { id: name, name }, commands })
    return revision
  }
}

const goal = (text: string): Command => ({ type: 'team.goal', goal: text })
const node = (id: string): Command => ({ type: 'node.add', node: KINDS.agent.defaults(id, id) })
const task = (id: string, text: string): Command => ({ type: 'node.update', id, patch: { task: text } })

const open: DraftStore[] = []
afterEach(() => open.splice(0).forEach((store) => store.stop()))
const at = (desk: Desk, keep?: DraftKeep) => {
  const store = new DraftStore(desk.at, desk, keep)
  open.push(store)
  return store
}
const start = (keep?: DraftKeep) => {
  const desk = new Desk({ document: emptyDocument('Desk'), revision: 1 })
  return { desk, store: at(desk, keep) }
}
const ids = (base: { document: Base['document'] }) => base.document.nodes.map(({ id }) => id)
const shown = (store: DraftStore) => store.snapshot().history.document

describe('a draft', () => {
  it('sends edits, undo and redo as commands', async () => {
    const { desk, store } = start()
    store.edit(node('one'))
    store.edit(node('two'))
    expect(await store.flush()).toBe(true)
    store.undo()
    expect(await store.flush()).toBe(true)
    expect(ids(desk.at)).toEqual(['one'])
    store.redo()
    expect(await store.flush()).toBe(true)
    expect(desk.at.document).toEqual(shown(store))
    expect(desk.edits.map(({ commands }) => commands.map(({ type }) => type))).toEqual([
      ['node.add', 'node.add'],
      ['parts.put'],
      ['parts.put'],
    ])
    expect(store.snapshot().save.state).toBe('saved')
  })

  it('has nothing to save when an undo leads back to what is saved', () => {
    const { store } = start()
    store.edit(goal('a'))
    store.undo()
    expect(store.dirty).toBe(false)
    expect(store.snapshot().save.state).toBe('saved')
  })

  it('takes in what another does, under its own edits, and still undoes what was done here', async () => {
    const { desk, store } = start()
    store.edit(node('mine'))
    await store.flush()
    store.edit(task('mine', 'Write'))
    desk.does(node('theirs'), goal('Theirs'))
    store.adopt({ revision: desk.at.revision })
    expect(await store.flush()).toBe(true)
    expect(desk.at.document).toEqual(shown(store))
    expect(ids(desk.at)).toEqual(['mine', 'theirs'])
    store.undo()
    store.undo()
    expect(await store.flush()).toBe(true)
    expect(ids(desk.at)).toEqual(['theirs'])
    expect(desk.at.document.goal).toBe('Theirs')
    expect(store.snapshot().clashes).toEqual([])
  })

  it('tells what both changed, with who did, and does what a person chooses', async () => {
    const { desk, store } = start()
    store.edit(node('one'))
    await store.flush()
    store.edit(task('one', 'Mine'))
    desk.does(task('one', 'Theirs'))
    expect(await store.flush()).toBe(true)
    const [clash] = store.snapshot().clashes
    expect(clash).toMatchObject({ mine: 'Mine', theirs: 'Theirs', by: 'Ada' })
    expect(shown(store).nodes[0]).toMatchObject({ task: 'Theirs' })
    expect(store.settle(clash?.key ?? '', 'mine')).toBe(true)
    expect(await store.flush()).toBe(true)
    expect(desk.at.document.nodes[0]).toMatchObject({ task: 'Mine' })
    expect(store.snapshot().clashes).toEqual([])
  })

  it('tells an edit of what another removed, and leaves it removed if a person says so', async () => {
    const { desk, store } = start()
    store.edit(node('one'))
    await store.flush()
    store.edit(task('one', 'Mine'))
    desk.does({ type: 'node.remove', id: 'one' })
    await store.flush()
    const [clash] = store.snapshot().clashes
    expect(clash).toMatchObject({ mine: { task: 'Mine' }, by: 'Ada' })
    store.settle(clash?.key ?? '', 'theirs')
    expect(await store.flush()).toBe(true)
    expect(ids(desk.at)).toEqual([])
  })

  it('does not take back what another wrote over since: it says so', async () => {
    const { desk, store } = start()
    store.edit(goal('Mine'))
    await store.flush()
    desk.does(goal('Theirs'))
    store.lookAgain()
    await store.flush()
    await expect.poll(() => shown(store).goal).toBe('Theirs')
    store.undo()
    expect(shown(store).goal).toBe('Theirs')
    expect(store.snapshot().clashes).toMatchObject([{ mine: '', theirs: 'Theirs', by: 'Ada' }])
  })

  it('keeps edits while the server is away, and sends what was perhaps received only once', async () => {
    const { desk, store } = start()
    desk.away = true
    store.edit(node('one'))
    expect(await store.flush()).toBe(false)
    expect(store.snapshot().save.state).toBe('away')
    desk.away = false
    desk.deaf = true
    expect(await store.flush()).toBe(false)
    expect(ids(desk.at)).toEqual(['one'])
    store.edit(node('two'))
    desk.deaf = false
    desk.does(node('theirs'))
    expect(await store.flush()).toBe(true)
    expect(desk.at.document).toEqual(shown(store))
    expect(ids(desk.at).toSorted()).toEqual(['one', 'theirs', 'two'])
    expect(desk.edits).toHaveLength(3)
  })

  it('says what the server refuses for good, and can be without it', async () => {
    const { desk, store } = start()
    desk.refuses = true
    store.edit(node('one'))
    expect(await store.flush()).toBe(false)
    expect(store.snapshot().save.state).toBe('refused')
    await store.discard()
    expect(ids({ document: shown(store) })).toEqual([])
    expect(store.dirty).toBe(false)
  })
})

describe('what is not saved', () => {
  const owner = { team: 'team_1', person: 'usr_1' }

  it('outlives the window, and is put on what others did since, once', async () => {
    const shelf = storage()
    const keep = new BrowserKeep(owner, shelf)
    const { desk, store } = start(keep)
    desk.deaf = true
    store.edit(node('one'))
    await store.flush()
    store.edit(node('two'))
    store.stop()
    keep.leave()
    desk.deaf = false
    desk.does(node('theirs'))

    const next = new BrowserKeep(owner, shelf)
    const left = next.take()
    if (!left) return expect.unreachable()
    const reopened = at(desk, next)
    reopened.recover(left)
    expect(await reopened.flush()).toBe(true)
    expect(desk.at.document).toEqual(shown(reopened))
    expect(ids(desk.at).toSorted()).toEqual(['one', 'theirs', 'two'])
    expect(shelf.length).toBe(0)
  })

  it('is passed over where it cannot be read', () => {
    const shelf = storage()
    for (const text of ['{', 'null', '{"unsaved":{"base":{"document":{}},"pending":[]},"aliveAt":0}'])
      shelf.setItem(`baton.draft.team_1.usr_1.${text.length}`, text)
    expect(new BrowserKeep(owner, shelf).take()).toBeUndefined()
    expect(shelf.length).toBe(0)
  })

  it('is left to a window that is still there, and is never somebody else’s', () => {
    const shelf = storage()
    let now = 1000
    const keep = new BrowserKeep(owner, shelf, () => now)
    const { desk } = start()
    keep.put({ base: desk.at, pending: [goal('Mine')], sending: undefined, clashes: [] })
    expect(new BrowserKeep(owner, shelf, () => now).take()).toBeUndefined()
    now += 60_000
    expect(new BrowserKeep({ ...owner, person: 'usr_2' }, shelf, () => now).take()).toBeUndefined()
    expect(new BrowserKeep(owner, shelf, () => now).take()).toMatchObject({ pending: [goal('Mine')] })
    expect(new BrowserKeep(owner, shelf, () => now).take()).toBeUndefined()
    keep.put(undefined)
  })

  it('says when the browser has no room for it', () => {
    const full = {
      ...storage(),
      setItem: () => {
        throw new Error('full')
      },
    }
    const keep = new BrowserKeep(owner, full)
    const { desk } = start()
    keep.put({ base: desk.at, pending: [goal('Mine')], sending: undefined, clashes: [] })
    expect(keep.holds).toBe(false)
    keep.put(undefined)
  })
})
