import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { freeId } from '@/components/canvas/model/free-id'
import { CommandError, type Command } from '@/domain/team/command'
import { KINDS } from '@/domain/team/kinds/registry'
import { createTeam } from '@/server/services/team/create'
import { getTeam } from '@/server/services/team/get'
import { drawn, useDesk } from '@/server/services/testing/desk'
import { DraftWindow, wire } from './testing/draft-window'

const desk = useDesk()
const { as, enter } = desk

const OPS = [
  'add',
  'write',
  'link',
  'remove',
  'move',
  'undo',
  'redo',
  'send',
  'down',
  'deaf',
  'up',
  'reload',
] as const
type Op = (typeof OPS)[number]
interface Act {
  who: 0 | 1
  op: Op
  at: number
}

const acts = (ops: readonly Op[]) =>
  fc.array(fc.record({ who: fc.constantFrom<0 | 1>(0, 1), op: fc.constantFrom(...ops), at: fc.nat(7) }), {
    minLength: 4,
    maxLength: 24,
  })

let tokens = 0

/** What a person does at their window; what does not apply to what they see, they cannot do. */
async function act(window: DraftWindow, { op, at }: Act, added: string[]): Promise<void> {
  const { nodes } = window.document
  const node = nodes[at % Math.max(1, nodes.length)]
  const edit = (command: Command) => {
    try {
      window.store.edit(command)
      return true
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      return false
    }
  }
  switch (op) {
    case 'add': {
      const name = `t${(tokens += 1)}`
      // Both sides take the same ids, as two who add an agent do.
      const id = freeId(
        'agent',
        nodes.map((each) => each.id),
      )
      if (edit({ type: 'node.add', node: { ...KINDS.agent.defaults(id, name) }, at: { x: at, y: 0 } }))
        added.push(name)
      return
    }
    case 'write':
      if (node?.kind === 'agent')
        edit({ type: 'node.update', id: node.id, patch: { task: `w${(tokens += 1)}` } })
      return
    case 'link': {
      const to = nodes[(at + 1) % Math.max(1, nodes.length)]
      const id = `e_${node?.id ?? ''}_${to?.id ?? ''}`
      if (node && to)
        edit({ type: 'edge.add', edge: { id, from: { node: node.id, port: 'out' }, to: { node: to.id } } })
      return
    }
    case 'remove':
      if (node) edit({ type: 'node.remove', id: node.id })
      return
    case 'move':
      if (node) edit({ type: 'node.move', positions: { [node.id]: { x: at, y: (tokens += 1) } } })
      return
    case 'undo':
      return window.store.undo()
    case 'redo':
      return window.store.redo()
    case 'send':
      await window.store.flush()
      return
    case 'reload':
      return window.reload()
    default:
      window.line = op
  }
}

async function together(script: Act[]) {
  const ctx = await enter()
  const { slug, id } = await createTeam(ctx, { name: 'Desk', document: drawn() })
  const windows = await Promise.all([ctx, as('usr_mina')].map((each) => new DraftWindow(each, slug).open()))
  const added: string[] = []
  for (const each of script) await act(windows[each.who] as DraftWindow, each, added)
  for (const window of windows) window.line = 'up'
  // Each sends what it has, until nothing is left to send or to hear.
  for (let round = 0; round < 4; round++)
    for (const { store } of windows) {
      expect(await store.flush()).toBe(true)
      store.lookAgain()
      await vi.waitFor(async () => expect(store.revision).toBe((await getTeam(ctx, { slug })).revision))
    }
  const { document } = await getTeam(ctx, { slug })
  const edits = await desk
    .db()
    .prisma.draftEdit.findMany({ where: { teamId: id }, orderBy: { revision: 'asc' } })
  for (const window of windows) window.close()
  return { windows, document, added, edits }
}

describe('two on one draft', () => {
  it('see the same in the end, whatever they do and whenever the line breaks', async () => {
    await fc.assert(
      fc.asyncProperty(acts(OPS), async (script) => {
        const { windows, document, edits } = await together(script)
        for (const window of windows) expect(wire(window.document)).toEqual(document)
        const batches = edits.flatMap(({ batch }) => batch ?? [])
        expect(new Set(batches).size).toBe(batches.length)
        expect(edits.map(({ revision }) => revision)).toEqual(edits.map((_, i) => i + 2))
      }),
      { numRuns: 25 },
    )
  })

  it('have all that either added in the draft exactly once', async () => {
    const ops: Op[] = ['add', 'add', 'write', 'send', 'down', 'deaf', 'up', 'reload']
    await fc.assert(
      fc.asyncProperty(acts(ops), async (script) => {
        const { document, added } = await together(script)
        const names = document.nodes.map(({ name }) => name).filter((name) => /^t\d+$/.test(name))
        expect(names.toSorted()).toEqual(added.toSorted())
      }),
      { numRuns: 25 },
    )
  })
})
