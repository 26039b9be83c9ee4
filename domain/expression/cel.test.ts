import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ExpressionError, evaluateExpression, parseTemplate, renderPath, renderTemplate } from './cel'

const draft = {
  amount: 10000.5,
  whole: 12000,
  stage: 'won',
  items: [
    { price: 2, name: 'a' },
    { price: 5, name: 'b' },
  ],
  note: null,
  none: {},
}
const bindings = { draft, decision: { drafting: { confidence: 0.8, agent: 'writer' } } }

describe('evaluateExpression', () => {
  it.each<[string, unknown]>([
    ['draft.amount > 10000', true],
    ['draft.whole > 10000', true],
    ['draft.whole == 12000', true],
    ['12000 == draft.whole', true],
    ['draft.whole != 12000', false],
    ['draft.whole / 7 > 1714', true],
    ['draft.whole % 7', 12000 % 7],
    ['draft.whole + 1', 12001],
    ['1 + 2', 3],
    ['size(draft.items) == 2', true],
    ['draft.items.map(i, i.price * 2)', [4, 10]],
    ['draft.items.exists(i, i.price > 4)', true],
    ['draft.items[1].name', 'b'],
    ['{"a": [1, "x", draft.note]}', { a: [1, 'x', null] }],
    ['has(draft.discount)', false],
    ['has(draft.discount) && draft.discount > 10', false],
    ['draft.?discount.orValue(0)', 0],
    ['draft.?discount', null],
    ['draft.note == null', true],
    ['decision.drafting.confidence < 0.9', true],
    ['timestamp("2024-01-01T00:00:00Z")', '2024-01-01T00:00:00.000Z'],
    ['draft.whole in [1, 12000]', true],
  ])('%s', (source, value) => expect(evaluateExpression(source, bindings)).toEqual(value))

  it.each<[string, RegExp, number | undefined]>([
    ['draft.discount > 1', /There is no value for "discount"/, 6],
    ['drft.amount', /Nothing named "drft"/, 0],
    ['draft.amount >', /ends too early/, 14],
    ['draft.stage + 1', /do not go together: text \+ number/, 0],
    ['9007199254740993', /too large/, undefined],
    ['1.0 / 0.0', /not a finite/, undefined],
    ['b"abc"', /not JSON/, undefined],
    ['duration("1h")', /not JSON/, undefined],
  ])('%s throws', (source, message, position) => {
    try {
      evaluateExpression(source, bindings)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(ExpressionError)
      expect((error as ExpressionError).message).toMatch(message)
      expect((error as ExpressionError).position).toBe(position)
    }
  })

  it('gives the same answer for the same expression whatever kinds it met before', () => {
    const source = 'draft.x == 1'
    for (const [x, held] of [
      [1, true],
      ['1', false],
      [null, false],
      [1, true],
      [true, false],
    ] as const)
      expect(evaluateExpression(source, { draft: { x } })).toBe(held)
  })

  it('carries every JSON value through unchanged', () => {
    const plain = fc.jsonValue().filter((v) => !JSON.stringify(v).includes('"constructor"'))
    fc.assert(
      fc.property(plain, (value) => {
        const json: unknown = JSON.parse(JSON.stringify(value))
        if (JSON.stringify(json).includes('"__proto__"')) return
        expect(evaluateExpression('[slot]', { slot: json })).toEqual([json])
      }),
    )
  })

  it('compares any double with any whole literal as numbers', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), (x, n) => {
        const literal = n < 0 ? `(${n})` : String(n)
        expect(evaluateExpression(`s.x > ${literal}`, { s: { x } })).toBe(x > n)
        expect(evaluateExpression(`s.x == ${literal}`, { s: { x } })).toBe(x === n)
      }),
    )
  })
})

describe('templates', () => {
  it('renders values', () => {
    expect(
      renderTemplate(
        '{{ draft.stage }}: {{draft.whole}} {{ draft.note }} {{ draft.items.map(i, i.name) }}',
        bindings,
      ),
    ).toBe('won: 12000 — a, b')
    expect(renderTemplate('plain', {})).toBe('plain')
    expect(renderTemplate('{{ "}}" }} {{ {"a": {"b": 1}} }}', {})).toBe('}} {"a":{"b":1}}')
  })

  it('is strict or lenient about what is missing', () => {
    expect(renderTemplate('Account {{ draft.zzz }}', bindings, { lenient: true })).toBe('Account —')
    expect(renderTemplate('Account {{ zzz.x', bindings, { lenient: true })).toBe('Account {{ zzz.x')
    expect(() => renderTemplate('Account {{ draft.zzz }}', bindings)).toThrow(/no value for "zzz"/)
    expect(() => renderTemplate('Account {{ }}', bindings)).toThrow(/nothing between/)
    expect(() => renderTemplate('Account {{ draft', bindings)).toThrow(/has no/)
  })

  it('keeps text and expressions apart and in order', () => {
    const text = fc.string().filter((s) => !s.includes('{'))
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(renderTemplate(`${a}{{ s.x }}${b}`, { s: { x: '{{ y }}' } })).toBe(`${a}{{ y }}${b}`)
        expect(parseTemplate(`${a}{{ s.x }}${b}`).filter((part) => 'source' in part)).toHaveLength(1)
      }),
    )
  })

  it('lets no value leave its piece of a path', () => {
    expect(renderPath('/accounts/{{ s.id }}/deals', { s: { id: 'a/b?c#d' } })).toBe(
      '/accounts/a%2Fb%3Fc%23d/deals',
    )
    for (const id of ['..', '.', '', null, '\ud800'])
      expect(() => renderPath('/accounts/{{ s.id }}', { s: { id } })).toThrow(ExpressionError)
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (id) => {
        let path: string
        try {
          path = renderPath('/a/{{ s.id }}/z', { s: { id } })
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionError)
          return
        }
        const url = new URL('http://h.example' + path)
        expect(url.origin).toBe('http://h.example')
        expect(url.pathname.split('/')).toHaveLength(4)
        expect(url.pathname).toMatch(/^\/a\/.*\/z$/)
        expect(url.search + url.hash).toBe('')
      }),
    )
  })
})
