import { describe, expect, it } from 'vitest'
import { compileTeam } from '../compile'
import { graphOf } from '../graph'
import { contract, drawTeam, field, idField, node } from '../testing/draw-team'
import { add, draw, edits, lead, put, rule, send, set } from '../testing/mutate'
import { readingCatalogue } from '../testing/mutations-words'
import { salesTeam } from '../testing/sales-team'
import { decidedBy } from './behind'
import { holdsWords } from './words'

const codes = (...changes: Parameters<typeof edits>) =>
  compileTeam(edits(...changes)(salesTeam()), readingCatalogue()).problems.map(({ code }) => code)
const subject = put('lead.request@1', { account_id: idField(), subject: field('string') })

describe('words from outside, without a problem', () => {
  it.each([
    ['where a person approves on every way', [lead('limits_pass_update', 'person'), send('drafting.note')]],
    [
      'where only people read them',
      [set('update', { fields: [{ name: 'x', value: 'drafting.note', readByPeople: true }] })],
    ],
    ['where they are only counted', [rule('size(drafting.note) > 100'), send('size(drafting.note)')]],
    ['where it is only asked whether there are any', [subject, rule('start.subject != ""')]],
    [
      'where the field between is one of a few values',
      [rule('drafting.stage == "won"'), send('drafting.stage')],
    ],
    [
      'where their ways have met again before the effect',
      [
        subject,
        add(node('router', 'ways', { routes: [{ port: 'a', label: '', when: 'start.subject == "x"' }] })),
        add(node('timer', 'pause', { seconds: 60 })),
        lead('start_out_research', 'ways'),
        draw('ways.a -> pause'),
        draw('ways.default -> research'),
        draw('pause -> research'),
      ],
    ],
  ] as [string, Parameters<typeof edits>][])('%s', (_name, changes) => {
    expect(codes(...changes)).toEqual([])
  })

  it('is so too for what an agent says that has seen none', () => {
    const { problems } = compileTeam(edits(send('drafting.note'))(salesTeam()), {
      ...readingCatalogue(),
      agents: readingCatalogue().agents.map((agent) => ({ ...agent, tools: [] })),
    })
    expect(problems).toEqual([])
  })
})

it('names where the words come from, and offers two ways out', () => {
  const [problem] = compileTeam(edits(send('drafting.note'))(salesTeam()), readingCatalogue()).problems
  expect(problem).toMatchObject({
    code: 'trust.words',
    place: { node: 'update', pointer: '/fields/0/value' },
  })
  expect(problem?.message).toContain('drafting.note, and what stands there may come from "Research"')
  expect(problem?.fixes?.map(({ label }) => label)).toEqual([
    'Put a person before "Update"',
    'Only people read "x" there',
  ])
})

describe('what is gathered, mapped and settled bears the words of what it is made of', () => {
  const row = {
    type: 'object',
    properties: { id: idField(), note: field('string') },
    required: ['id', 'note'],
    additionalProperties: false,
  }
  const mapped = (fields: { name: string; value: string }[], over = 'start.rows') =>
    compileTeam(
      drawTeam({
        contracts: [
          contract('rows@1', { rows: { type: 'array', items: row } }),
          contract('row@1', row.properties),
        ],
        nodes: [
          node('trigger', 'start', { produces: 'rows@1' }),
          node('map', 'each', { over, produces: 'row@1' }),
          node('rules', 'limits', {
            rules: [{ id: 'R-1', name: 'Kept back', when: 'each.id == "x"', then: 'reject', message: '' }],
          }),
          node('action', 'write', {
            connection: 'crm',
            path: '/{{ each.id }}',
            fields: fields.map((one) => ({ ...one, label: '' })),
          }),
          node('join', 'all'),
          node('end', 'done'),
        ],
        edges: [
          'start -> each',
          'each.each -> limits',
          'limits.pass -> write',
          'limits.reject -> all',
          'write -> all',
          'all -> done',
        ],
      }),
      readingCatalogue(),
    ).problems.map(({ code }) => code)

  it('part by part', () => {
    expect(mapped([{ name: 'id', value: 'each.id' }])).toEqual([])
    expect(mapped([{ name: 'note', value: 'each.note' }])).toEqual(['trust.words'])
  })

  it('and what chooses the items decides what is done for them', () => {
    expect(mapped([], 'start.rows.filter(r, r.note == "x")')).toEqual(['trust.decided'])
    expect(mapped([], 'start.rows.filter(r, r.id == "x")')).toEqual([])
  })
})

describe('decidedBy', () => {
  const behind = (...edges: string[]) => {
    const ids = [
      ...new Set(edges.flatMap((edge) => edge.split(' -> ').map((side) => side.split('.')[0] ?? ''))),
    ]
    const nodes = ids.map((id) =>
      id === 'start'
        ? node('trigger', id)
        : id.startsWith('r')
          ? node('router', id, { routes: [{ port: 'a', label: '', when: 'true' }] })
          : id.startsWith('p')
            ? node('human', id)
            : id.startsWith('end')
              ? node('end', id)
              : node('timer', id),
    )
    const decided = decidedBy(graphOf(drawTeam({ nodes, edges })))
    return [...decided('r')].sort()
  }

  it('reaches to where the ways meet again', () => {
    expect(behind('start -> r', 'r.a -> b', 'r.default -> c', 'b -> d', 'c -> d', 'd -> end')).toEqual([
      'b',
      'c',
    ])
  })

  it('reaches to the end where one way ends before', () => {
    expect(behind('start -> r', 'r.a -> b', 'r.default -> end', 'b -> d', 'd -> end2')).toEqual([
      'b',
      'd',
      'end',
      'end2',
    ])
  })

  it('stops at a person', () => {
    expect(behind('start -> r', 'r.a -> p', 'r.default -> end', 'p.approved -> d', 'd -> end2')).toEqual([
      'end',
      'p',
    ])
  })

  it('holds what is gone round', () => {
    expect(behind('start -> b', 'b -> r', 'r.a -> b', 'r.default -> d', 'd -> end')).toEqual(['b', 'r'])
  })
})

describe('holdsWords', () => {
  const holds = (schema: Record<string, unknown>) => holdsWords({ root: schema, schema })

  it.each([
    ['a text', { type: 'string' }, true],
    ['a short text', { type: 'string', maxLength: 5 }, true],
    ['a listed value', { enum: ['a sentence of its own', 'b'] }, false],
    ['a listed value or nothing', { anyOf: [{ const: 'a' }, { type: 'null' }] }, false],
    ['a number', { type: 'number' }, false],
    ['an id', { type: 'string', pattern: '^[a-z]{2}-[0-9]{4}$' }, false],
    ['an id or nothing', { type: ['string', 'null'], pattern: '^[0-9]{4}$' }, false],
    [
      'an id by reference',
      { $ref: '#/$defs/id', $defs: { id: { type: 'string', pattern: '^[0-9]{4}$' } } },
      false,
    ],
    ['a pattern that is not anchored', { type: 'string', pattern: '[0-9]{4}' }, true],
    ['a pattern with blanks', { type: 'string', pattern: '^[a-z ]{1,40}$' }, true],
    ['a pattern without an end', { type: 'string', pattern: '^[a-z]+$' }, true],
    ['a format, which nothing checks', { type: 'string', format: 'email' }, true],
    ['a list of texts', { type: 'array', items: { type: 'string' } }, true],
    ['a list of numbers', { type: 'array', items: { type: 'number' } }, false],
    ['a list of anything', { type: 'array' }, true],
    [
      'a closed group',
      { type: 'object', properties: { n: { type: 'number' } }, additionalProperties: false },
      false,
    ],
    ['a group that may hold more', { type: 'object', properties: { n: { type: 'number' } } }, true],
    ['anything', {}, true],
  ] as [string, Record<string, unknown>, boolean][])('%s', (_name, schema, expected) => {
    expect(holds(schema)).toBe(expected)
  })
})
