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
    ['has(draft.items[0].p) && draft.items[0].p > 1', 'draft.items.*.p', true],
    ['has(draft.items[0].p) && draft.items[1].p > 1', 'draft.items.*.p', false],
    ['has(draft.items[draft.n].p) && draft.items[draft.n].p > 1', 'draft.items.*.p', true],
    ['draft.a.exists(i, has(i.p) && draft.a.exists(j, j.p > 1))', 'draft.a.*.p', false],
    ['draft.items.filter(i, has(i.p)).all(j, j.p > 1)', 'draft.items.*.p', true],
    ['draft.items.filter(i, i.q).all(j, j.p > 1)', 'draft.items.*.p', false],
    ['draft.items.map(i, has(i.p), i.p + 1) == [2]', 'draft.items.*.p', true],
    ['draft.?items.orValue([]).all(i, i.p > 1)', 'draft.items.*.p', false],
    ['draft.items.map(i, i.part).all(j, j.p > 1)', 'draft.items.*.part.p', false],
  ])('knows what is guarded: %s', (source, path, guarded) => {
    const reads = readsOf(source).filter(
      (read) => read.path.join('.') === path && read.optionalFrom === read.path.length,
    )
    expect(reads).toHaveLength(1)
    expect(reads[0]?.present.has(keyOf(reads[0]))).toBe(guarded)
  })

  it.each<[string, boolean]>([
    ['draft.x > 1', true],
    ['draft.x != null && draft.x > 1', false],
    ['draft.x == 3 && draft.x > 1', false],
    ['draft.x != 3 && draft.x > 1', true],
    ['has(draft.x) && draft.x > 1', true],
    ['draft.x == null ? false : draft.x > 1', false],
    ['draft.x == draft.y', false],
    ['draft.?x.orValue(0) > 1', true],
    ['draft.?x.hasValue()', false],
    ['cel.bind(v, draft.x, v > 1)', true],
    ['cel.bind(v, draft.x, v != null && v > 1)', false],
    ['string(draft.x) == "1"', true],
    ['[draft.x] == [1]', false],
    ['draft.list[draft.x] == 1', true],
    ['draft.x.filter(i, true) == []', true],
  ])('knows where null would fail: %s', (source, fails) => {
    const reads = readsOf(source).filter(({ path }) => path.join('.') === 'draft.x')
    expect(reads.some((read) => read.solid && !read.present.has(`${keyOf(read)} != null`))).toBe(fails)
  })

  it('guards soundly: what it calls guarded never fails for being absent or null', () => {
    const atoms = [
      'has(d.a)',
      'has(d.b)',
      'd.a != null',
      'd.b == null',
      'd.a == true',
      'd.a',
      'd.b',
      'true',
      'false',
    ]
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
    const values = [{}, { a: true }, { b: false }, { a: false, b: true }, { a: null }, { a: null, b: true }]
    fc.assert(
      fc.property(expression, (source) => {
        const guarded = readsOf(source, true).every(
          (read) =>
            (read.optionalFrom < read.path.length || read.present.has(keyOf(read))) &&
            (!read.solid || read.present.has(`${keyOf(read)} != null`)),
        )
        if (!guarded) return
        for (const d of [...values, { a: true, b: null }])
          expect(typeof evaluateExpression(source, { d })).toBe('boolean')
      }),
      { numRuns: 3000 },
    )
  })
})

const keyOf = ({ keys }: { keys: readonly string[] }): string => keys.at(-1) ?? ''
