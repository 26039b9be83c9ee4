import { describe, expect, it } from 'vitest'
import { knownRecords } from './known-records'
import { collectionSchema } from './systems'

const collection = (given: object, records: Record<string, unknown>[]) => ({
  ...collectionSchema.parse({ file: 'x.yaml', ...given }),
  records,
})
const systems = [
  {
    collections: {
      tickets: collection({ search: ['subject'], refers: { customer: 'customers' } }, [
        { id: 'TCK-1', subject: 'Late' },
        { id: 'TCK-2' },
      ]),
      customers: collection({ search: ['name'] }, [{ id: 'Ada', name: 'Ada Example' }]),
      empty: collection({}, []),
    },
  },
]
const known = (name: string, schema: object) =>
  knownRecords(name, schema as never, { $defs: { id: { type: 'string', pattern: '^TCK-[0-9]+$' } } }, systems)

describe('the practice records that a field may name', () => {
  it('are those of a collection whose names all fit its pattern, with what each is about', () => {
    const tickets = [{ value: 'TCK-1', about: 'Late' }, { value: 'TCK-2' }]
    expect(known('ticket_id', { type: 'string', pattern: '^TCK-[0-9]+$' })).toEqual(tickets)
    expect(known('ticket_id', { $ref: '#/$defs/id' })).toEqual(tickets)
    expect(known('ticket_id', { type: 'string', pattern: '^TCK-1$' })).toEqual([])
  })

  it('are, without a pattern, those that fields of that name refer to', () => {
    expect(known('customer', { type: 'string' })).toEqual([{ value: 'Ada', about: 'Ada Example' }])
    expect(known('note', { type: 'string' })).toEqual([])
  })

  it('are none of what is no text, or chosen from a list already', () => {
    expect(known('customer', { type: 'number' })).toEqual([])
    expect(known('customer', { type: 'string', enum: ['Ada'] })).toEqual([])
  })
})
