import { expect, it } from 'vitest'
import { compileTeam } from '../compile'
import { reduce } from '../reduce'
import { pricedCatalogue } from '../testing/mutations-cost'
import { contract, drawTeam, field, node } from '../testing/draw-team'
import { unlimitedIn } from './unlimited'

const found = (schema: Record<string, unknown>) =>
  unlimitedIn(schema).map(({ path, by }) => `${path.join('.')}: ${by ?? 'anything'}`)

it('finds what has no largest size, through lists, references and either-or', () => {
  const text = { type: 'string' }
  expect(
    found({
      type: 'object',
      properties: {
        short: { type: 'string', maxLength: 9 },
        long: text,
        maybe: { anyOf: [text, { type: 'null' }] },
        named: { $ref: '#/$defs/name' },
        list: { type: 'array', items: { type: 'number' } },
        rows: { type: 'array', maxItems: 3, items: text },
        open: { type: 'object', properties: {} },
        itself: { $ref: '#' },
      },
      additionalProperties: false,
      $defs: { name: text },
    }),
  ).toEqual([
    'long: maxLength',
    'maybe: maxLength',
    'named: maxLength',
    'list: maxItems',
    'rows.*: maxLength',
    'open: anything',
    'itself: anything',
  ])
})

it('is told as a note at the contract, and one press gives the figure', () => {
  const team = drawTeam({
    contracts: [
      contract('lead@1', { text: field('string'), rows: field('array', { items: { type: 'number' } }) }),
      contract('mark@1', { score: field('number') }),
    ],
    nodes: [
      node('trigger', 'start', { produces: 'lead@1' }),
      node('agent', 'mark', { agent: 'writer', produces: 'mark@1' }),
      node('end', 'done'),
    ],
    edges: ['start -> mark', 'mark -> done'],
  })
  const { problems, worstCase } = compileTeam(team, pricedCatalogue())
  expect(worstCase.micros).toBeUndefined()
  const [note] = problems.filter(({ code }) => code === 'cost.length')
  expect(note).toMatchObject({
    severity: 'advice',
    message: expect.stringContaining('no longest text for text, and no most entries for rows') as string,
    place: { contract: 'lead@1', pointer: '/schema/properties/text' },
    fixes: [{ label: 'Limit to 2,000 letters and 100 entries' }],
  })
  const [fix] = note?.fixes ?? []
  if (!fix) return
  const after = compileTeam(reduce(team, fix.command), pricedCatalogue())
  expect(after.problems.map(({ code }) => code)).not.toContain('cost.length')
  expect(Number(after.worstCase.micros)).toBeGreaterThan(0)
})
