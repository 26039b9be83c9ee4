import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateExpression } from './cel'
import { readsOf, referencesOf, templateReferences } from './references'

describe('referencesOf', () => {
  it.each<[string, string[]]>([
    ['draft.amount > 1', ['draft.amount']],
    [
      'decision.drafting.confidence < 0.5 || draft.a.b == draft["c"]',
      ['decision.drafting.confidence', 'draft.a.b', 'draft.c'],
    ],
    ['draft.items.all(i, i.price > start.min)', ['draft.items', 'draft.items.*.price', 'start.min']],
    ['draft.items.filter(i, i.ok).map(j, j.name)', ['draft.items', 'draft.items.*.name', 'draft.items.*.ok']],
    ['draft.items[start.n].name', ['draft.items.*.name', 'start.n']],
    ['cel.bind(t, draft.total, t.x > 1)', ['draft.total', 'draft.total.x']],
    ['has(draft.a.b)', ['draft.a.b']],
    ['draft.?a.orValue(size(start.list))', ['draft.a', 'start.list']],
    ['type(draft.x) == int', ['draft.x']],
    ['optional.of(draft.x).value()', ['draft.x']],
    ['[1, 2].map(x, x * draft.f)', ['draft.f']],
  ])('%s', (source, paths) => expect(referencesOf(source)).toEqual(paths))

  it('reads templates', () => {
    expect(
      templateReferences('Move {{ dossier.account.name }} to {{ draft.stage }} {{ draft.stage }}'),
    ).toEqual(['dossier.account.name', 'draft.stage'])
  })

  it.each<[string, string, boolean]>([
    ['has(draft.x) && draft.x > 1', 'draft.x', true],
    ['draft.x > 1 && has(draft.x)', 'draft.x', true],
    ['!has(draft.x) || draft.x > 1', 'draft.x', true],
    ['has(draft.x) ? draft.x > 1 : false', 'draft.x', true],
    ['!has(draft.x) ? false : draft.x > 1', 'draft.x', true],
    ['has(draft.x) || draft.x > 1', 'draft.x', false],
    ['has(draft.x) ? false : draft.x > 1', 'draft.x', false],
    ['(has(draft.x) || has(draft.y)) && draft.x > 1', 'draft.x', false],
    ['!(has(draft.x) || has(draft.y)) || draft.x > 1', 'draft.x', false],
    ['draft.items.all(i, has(i.p) && i.p > 1)', 'draft.items.*.p', true],
  ])('knows what is guarded: %s', (source, path, guarded) => {
    const reads = readsOf(source).filter(
      (read) => read.path.join('.') === path && read.optionalFrom === read.path.length,
    )
    expect(reads).toHaveLength(1)
    expect(reads[0]?.present.has(path)).toBe(guarded)
  })

  it('guards soundly: what it calls guarded never fails for being absent', () => {
    const atoms = ['has(d.a)', 'has(d.b)', 'd.a', 'd.b', 'true', 'false']
    const expression = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(...atoms),
        fc
          .tuple(tie('node'), fc.constantFrom('&&', '||'), tie('node'))
          .map(([l, o, r]) => `(${l} ${o} ${r})`),
        tie('node').map((inner) => `!(${inner})`),
        fc.tuple(tie('node'), tie('node'), tie('node')).map(([c, t, e]) => `(${c} ? ${t} : ${e})`),
      ),
    })).node
    fc.assert(
      fc.property(expression, (source) => {
        const guarded = readsOf(source).every(
          (read) => read.optionalFrom < read.path.length || read.present.has(read.path.join('.')),
        )
        if (!guarded) return
        for (const d of [{}, { a: true }, { b: false }, { a: false, b: true }])
          expect(() => evaluateExpression(source, { d })).not.toThrow()
      }),
      { numRuns: 2000 },
    )
  })
})
