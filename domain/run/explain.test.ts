import { expect, it } from 'vitest'
import type { Bundle } from '../team/bundle'
import { causesOf, type DoneStep } from './causes'
import { explain } from './explain'
import type { StepResult } from './step'

const bundle = {
  entry: 'start',
  nodes: { start: { name: 'Start', kind: 'trigger' }, look: { name: 'Look', kind: 'agent' } },
  next: { start: [{ id: 'e', port: 'out', to: 'look', carries: { slot: 'start' } }] },
} as unknown as Bundle

const looked = (result: StepResult): DoneStep => ({
  ...{ node: 'look', iteration: 0, attempt: 0, kind: 'agent', status: 'done', port: 'out' },
  ...{ startedAt: 10, endedAt: 20, result },
})

const origin = {
  ...{ title: 'A run', startedBy: 'Ada Example', startedAt: 0 },
  ...{ version: 1, publishedBy: 'Ada Example', publishedAt: 'today' },
}

const nodesOf = (result: StepResult) => explain(bundle, causesOf(bundle, [looked(result)]), origin).nodes

it('names what a step rests on that is not to be trusted, and says nothing where all of it is', () => {
  const says = (label: StepResult['label']) =>
    nodesOf({ route: 'a', ...(label && { label }) }).find(({ key }) => key === 'look/0')?.says
  expect(says({ words: ['start'], chosen: [] })).toBe(
    'took the way “a” · rests on words that nobody has checked, from “Start”',
  )
  expect(says({ words: [], chosen: [] })).toBe('took the way “a”')
  expect(says(undefined)).toBe('took the way “a”')
})

it('shows calls that were not permitted apart from what was read', () => {
  const use = { tool: 'find', connection: 'web', arguments: {}, status: 200, answer: {}, ms: 1 }
  const denied = {
    ...use,
    tool: 'send',
    status: 0,
    denied: { policies: ['ours'], because: 'Ours forbids it.' },
  }
  const boxes = nodesOf({ tools: [use, denied] }).filter(({ kind }) => kind === 'tools')
  expect(boxes).toMatchObject([
    { title: 'Read from web', says: 'find', tone: 'plain' },
    { title: 'Not permitted: send', says: 'Ours forbids it.', tone: 'blocked' },
  ])
})
