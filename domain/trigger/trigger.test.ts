import { expect, it } from 'vitest'
import { mapBody } from './map-body'
import { publicSchema } from './public-schema'
import { triggerActor, triggerSettingsSchema } from './trigger'

it('takes a body as the input, or each field by its expression', () => {
  const body = { deal: { id: 'D-7', value: '12' }, tags: ['a', 'b'] }
  expect(mapBody(body, undefined)).toEqual({ input: body })
  const mapping = {
    deal_id: 'body.deal.id',
    amount: 'double(body.deal.value)',
    many: 'size(body.tags)',
    note: 'body.?note',
  }
  expect(mapBody(body, mapping)).toEqual({ input: { deal_id: 'D-7', amount: 12, many: 2 } })
})

it('says by pointer which field has no value', () => {
  expect(mapBody({}, { 'deal/id': 'body.deal.id', ok: '1 + 1' })).toMatchObject({
    problems: [{ pointer: '/deal~1id', expected: 'a value of body.deal.id' }],
  })
  for (const body of [[], 'x', null, 1])
    expect(mapBody(body, undefined)).toMatchObject({ problems: [{ pointer: '' }] })
})

it('shows strangers nothing that the workspace notes beside a field', () => {
  const schema = {
    type: 'object',
    $comment: 'for the CRM',
    'x-owner': 'Ada',
    properties: {
      'x-ray': { type: 'string', 'x-classification': 'restricted', description: 'The picture' },
      kind: { enum: [{ 'x-y': 1 }] },
    },
    required: ['x-ray'],
  }
  expect(publicSchema(schema)).toEqual({
    type: 'object',
    properties: { 'x-ray': { type: 'string', description: 'The picture' }, kind: { enum: [{ 'x-y': 1 }] } },
    required: ['x-ray'],
  })
})

it('names who starts', () => {
  expect(triggerActor({ id: 'trg_1', kind: 'schedule', name: 'Nightly' })).toEqual({
    kind: 'system',
    id: 'trg_1',
    name: 'Schedule Nightly',
  })
})

it('refuses a zone that is none', () => {
  const config = { cron: '0 9 * * *', timeZone: 'Mars/Olympus', input: {}, missed: 'one' }
  const { error } = triggerSettingsSchema.safeParse({ kind: 'schedule', name: 'x', config })
  expect(error?.issues.map(({ path }) => path.join('/'))).toEqual(['config/timeZone'])
})
