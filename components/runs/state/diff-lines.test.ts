import { expect, it } from 'vitest'
import { diffLines } from './diff-lines'

it('names the place once, and shows what stood there before what stands there now', () => {
  const before = { lead: { stage: 'new', tags: ['a'], 'a/b': 1 } }
  expect(
    diffLines(before, [
      { op: 'replace', path: '/lead/stage', value: 'qualified' },
      { op: 'remove', path: '/lead/a~1b' },
      { op: 'add', path: '/lead/tags/-', value: 'b' },
      { op: 'add', path: '/quote', value: { net: 1 } },
    ]),
  ).toEqual([
    { kind: 'path', text: '/lead' },
    { kind: 'removed', text: '"stage": "new"' },
    { kind: 'added', text: '"stage": "qualified"' },
    { kind: 'removed', text: '"a/b": 1' },
    { kind: 'path', text: '/lead/tags' },
    { kind: 'added', text: '"b"' },
    { kind: 'path', text: '/' },
    { kind: 'added', text: '"quote": {' },
    { kind: 'added', text: '  "net": 1' },
    { kind: 'added', text: '}' },
  ])
})

it('stops somewhere, and says so', () => {
  const patch = [{ op: 'add' as const, path: '/rows', value: Array.from({ length: 50 }, (_, at) => at) }]
  expect(diffLines({}, patch, 10)).toHaveLength(11)
})
