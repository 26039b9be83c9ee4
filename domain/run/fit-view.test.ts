import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { valueAtPointer } from '../pointer'
import { pruneView, SUMMARY_MARK, textsToSummarise, touches, withTexts } from './fit-view'
import type { FittableView } from './view-parts'

/** Four characters a token: near enough, and plain. */
const countText = (text: string) => Math.ceil(text.length / 4)
const count = (data: Record<string, unknown>) => countText(JSON.stringify(data))
const long = (word: string, length: number) => word.repeat(Math.ceil(length / word.length)).slice(0, length)

const schema = {
  type: 'object',
  properties: {
    case_id: { type: 'string' },
    stage: { enum: ['open', long('closed', 120)] },
    mail: { type: 'string', format: 'email' },
    note: { type: 'string' },
    story: { type: 'string' },
    lines: {
      type: 'array',
      minItems: 1,
      items: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
    },
    tag_ids: { type: 'array', items: { type: 'string' } },
  },
  required: ['case_id', 'stage', 'mail', 'story', 'lines', 'tag_ids'],
}

const view = (more: object = {}, besides: Record<string, unknown> = {}): FittableView => ({
  data: {
    subject: {
      case_id: long('C-1', 100),
      stage: 'open',
      mail: `${long('a', 100)}@example.com`,
      note: long('note ', 200),
      story: long('story ', 400),
      lines: Array.from({ length: 5 }, (_, i) => ({ text: `line ${i}` })),
      tag_ids: Array.from({ length: 20 }, (_, i) => `tag-${i}`),
      ...more,
    },
    ...besides,
  },
  handoff: 'subject',
  schema,
})

describe('pruning', () => {
  const besides = {
    mails: {
      first: long('mail ', 300),
      second: long('mail ', 900),
      list: Array.from({ length: 30 }, (_, i) => i),
    },
    small: { count: 3 },
  }
  const whole = view({}, besides)
  const order = [0.9, 0.6].map((share) => {
    const { replaced } = pruneView(whole, Math.floor(count(whole.data) * share), count)
    return replaced.map(({ pointer }) => pointer)
  })

  it('leaves what fits as it is', () => {
    expect(pruneView(whole, 100_000, count)).toEqual({
      fits: true,
      data: whole.data,
      replaced: [],
      tokens: count(whole.data),
    })
  })

  it('takes what is read besides first, its longest text before all', () => {
    expect(order[0]).toEqual(['/mails/second'])
    expect(order[1]).toEqual(['/mails/first', '/mails/second'])
    expect(pruneView(whole, Math.floor(count(whole.data) * 0.9), count).data).toMatchObject({
      mails: { second: '[pruned: a text of 900 characters]', first: long('mail ', 300) },
    })
  })

  it('takes entries of lists from the end, and says how many', () => {
    const cut = pruneView(
      {
        data: { a: { list: Array.from({ length: 40 }, (_, i) => i) } },
        handoff: undefined,
        schema: undefined,
      },
      26,
      count,
    )
    expect(cut.fits).toBe(true)
    const list = (cut.data['a'] as { list: unknown[] }).list
    const gone = 40 - (list.length - 1)
    expect(list.slice(0, -1)).toEqual(Array.from({ length: 40 - gone }, (_, i) => i))
    expect(list.at(-1)).toBe(`[pruned: the last ${gone} of 40 entries]`)
    expect(cut.replaced).toHaveLength(1)
    expect(cut.replaced[0]?.was).toEqual(Array.from({ length: gone }, (_, i) => 40 - gone + i))
  })

  it('takes objects out of what is read besides before the whole of it', () => {
    const group = (size: number) =>
      Object.fromEntries(Array.from({ length: size }, (_, i) => [`field_${i}`, i]))
    const data = { a: { small: group(10), large: group(40), plain: 1 } }
    const given = { data, handoff: undefined, schema: undefined }
    expect(pruneView(given, count(data) - 60, count).data).toEqual({
      a: { small: group(10), large: '[pruned]', plain: 1 },
    })
  })

  it('comes to the handoff last, and never to what identifies it', () => {
    const { fits, data, tokens } = pruneView(whole, 1, count)
    expect(fits).toBe(false)
    expect(tokens).toBe(count(data))
    expect(data).toEqual({
      subject: {
        ...(whole.data['subject'] as object),
        note: '[pruned: a text of 200 characters]',
        story: '[pruned: a text of 400 characters]',
        lines: [{ text: 'line 0' }, '[pruned: the last 4 of 5 entries]'],
      },
      mails: '[pruned]',
      small: { count: 3 },
    })
  })

  it('fits or is reported, keeps what may not go, and goes no further than it has to', () => {
    const leaf = fc.oneof(
      fc.string({ maxLength: 400 }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string({ maxLength: 120 }), { maxLength: 12 }),
    )
    const slot = fc.dictionary(
      fc.stringMatching(/^[a-z~/]{1,8}$/),
      fc.oneof(leaf, fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), leaf)),
      { maxKeys: 6 },
    )
    const subject = fc.record({
      case_id: fc.string({ maxLength: 300 }),
      mail: fc.string({ maxLength: 300 }),
      note: fc.string({ maxLength: 600 }),
      story: fc.string({ maxLength: 900 }),
      lines: fc.array(fc.record({ text: fc.string({ maxLength: 200 }) }), { minLength: 1, maxLength: 10 }),
      tag_ids: fc.array(fc.string({ maxLength: 40 }), { maxLength: 20 }),
    })
    fc.assert(
      fc.property(subject, slot, slot, fc.integer({ min: 1, max: 900 }), (about, one, two, cap) => {
        const given = view(about, { one, two })
        const { fits, data, tokens, replaced } = pruneView(given, cap, count)
        expect(tokens).toBe(count(data))
        expect(fits).toBe(tokens <= cap)
        const kept = data['subject'] as Record<string, unknown>
        expect(kept).toMatchObject({
          case_id: about.case_id,
          mail: about.mail,
          tag_ids: about.tag_ids,
          stage: 'open',
        })
        expect((kept['lines'] as unknown[])[0]).toMatchObject({ text: expect.any(String) as string })
        // What stands there now is what the view says, and what stood there is what was given.
        for (const { pointer, was, now } of replaced) {
          if (Array.isArray(was)) expect(valueAtPointer(data, pointer)).toContain(now)
          else {
            expect(valueAtPointer(data, pointer)).toBe(now)
            expect(valueAtPointer(given.data, pointer)).toEqual(was)
          }
        }
        if (count(given.data) <= cap) expect(replaced).toEqual([])
        // The handoff is touched only when nothing read besides is left that could go.
        if (replaced.some(({ pointer }) => pointer.startsWith('/subject/'))) {
          const rest = pruneView({ ...given, data: { one, two } }, 0, count).data
          expect({ one: data['one'], two: data['two'] }).toEqual({ one: rest['one'], two: rest['two'] })
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('what is to be summarised', () => {
  const besides = { mails: { first: long('mail ', 300), second: long('mail ', 900) } }
  const given = view({}, besides)

  it('is as few texts as do, the longest of what is read besides first', () => {
    const cap = count(given.data) - 120
    const texts = textsToSummarise(given, cap, count, countText)
    expect(texts?.map(({ pointer }) => pointer)).toEqual(['/mails/second'])
    const said = new Map(
      texts?.map(({ pointer, tokens }) => [pointer, SUMMARY_MARK + long('sum ', tokens * 4)]),
    )
    expect(count(withTexts(given.data, said))).toBeLessThanOrEqual(cap)
  })

  it('shares the room by length', () => {
    const texts = textsToSummarise(given, count(given.data) - 200, count, countText)
    expect(texts?.map(({ pointer }) => pointer)).toEqual(['/mails/second', '/mails/first'])
    const [second, first] = texts ?? []
    expect(second?.tokens).toBeGreaterThan(first?.tokens ?? 0)
  })

  it('is nothing where summaries could not mend it', () => {
    expect(textsToSummarise(given, 20, count, countText)).toBeUndefined()
    expect(textsToSummarise(view({ note: '', story: '' }), 10, count, countText)).toBeUndefined()
  })
})

it('knows which fields of a view a place touches', () => {
  expect(touches('deals.*.note', '/deals/3/note')).toBe(true)
  expect(touches('deals.*.note', '/deals')).toBe(true)
  expect(touches('deals', '/deals/3/note')).toBe(true)
  expect(touches('deals.*.note', '/deals/3/name')).toBe(false)
  expect(touches('deal', '/deals')).toBe(false)
})
