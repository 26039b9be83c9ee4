import { describe, expect, it } from 'vitest'
import { validateInstance } from '@/domain/contract/evaluate'
import { versionToSave } from '../editor/version-to-save'
import { addField, removeField, renameField, setKeywords, setRequired, setType } from './edit-fields'
import { describeType } from './describe-type'
import { readFields } from '@/domain/contract/read-fields'
import { renamedRow, rowId } from './row-ids'
import { shapeOf } from './shape-of'

const schema = {
  type: 'object',
  properties: {
    note: { type: ['string', 'null'], maxLength: 400, 'x-classification': 'internal' },
    items: {
      type: 'array',
      maxItems: 3,
      items: { type: 'object', properties: { sku: { $ref: '#/$defs/sku' } }, required: ['sku'] },
    },
    account: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
  },
  required: ['account', 'items'],
  $defs: { sku: { type: 'string', pattern: '^[A-Z]+$', 'x-categories': ['legal', 'odd'] } },
}

describe('fields', () => {
  it('come in the order people gave them, nested ones after their parent', () => {
    expect(readFields(schema).map(({ path }) => path.join('.'))).toEqual([
      'account',
      'account.id',
      'items',
      'items.[].sku',
      'note',
    ])
    const sku = readFields(schema).find(({ name }) => name === 'sku')
    expect(sku).toMatchObject({
      type: 'string',
      required: true,
      categories: ['legal'],
      classification: undefined,
    })
    expect(readFields(schema).at(-1)).toMatchObject({ nullable: true, type: 'string' })
  })

  it('are described in few words', () => {
    expect(describeType({ type: 'integer', minimum: 1 }, schema)).toEqual({
      type: 'whole number',
      detail: '≥ 1',
    })
    expect(describeType(schema.properties.items, schema)).toEqual({
      type: 'list of groups of fields',
      detail: '≤ 3',
    })
    expect(describeType({ enum: ['a', 'b'] }, schema)).toEqual({ type: 'one of', detail: '2' })
  })

  it('have the control their type asks for', () => {
    expect(shapeOf(schema.properties.note, schema)).toEqual({ kind: 'text', long: true, format: undefined })
    expect(shapeOf({ $ref: '#/$defs/sku' }, schema).kind).toBe('text')
    expect(shapeOf({ anyOf: [] }, schema).kind).toBe('any')
  })
})

describe('edits of a schema', () => {
  it('leave what they do not know as it is', () => {
    const renamed = renameField(schema, ['account', 'id'], 'key')
    expect(renamed).toMatchObject({ $defs: schema.$defs, properties: { account: { required: ['key'] } } })
    expect(renameField(schema, ['note'], 'items')).toEqual(schema)
    const typed = setType(setKeywords(schema, ['note'], { maxLength: undefined }), ['note'], 'number', false)
    expect(typed.properties).toMatchObject({ note: { type: 'number', 'x-classification': 'internal' } })
  })

  it('reach into lists, and give a schema that means what was asked', () => {
    const { schema: wider, path } = addField(schema, ['items', '[]'])
    expect(path).toEqual(['items', '[]', 'field'])
    const value = { account: { id: 'a' }, items: [{ sku: 'A' }] }
    expect(validateInstance(wider, value).map(({ pointer }) => pointer)).toEqual(['/items/0/field'])
    expect(validateInstance(setRequired(wider, path, false), value)).toEqual([])
    expect(removeField(wider, path)).toEqual(schema)
  })
})

describe('the rows of the fields', () => {
  const idsOf = (root: typeof schema | Record<string, unknown>, ids: ReadonlyMap<string, string>) =>
    readFields(root).map(({ path }) => rowId(ids, path))

  it('stay the same rows under another name, those within them too', () => {
    const ids = renamedRow(new Map(), readFields(schema), ['account'], 'customer')
    expect(idsOf(renameField(schema, ['account'], 'customer'), ids)).toEqual(idsOf(schema, new Map()))
  })

  it('are told apart when a new field takes a name that was given up', () => {
    let [root, ids] = [addField(schema, []).schema, new Map() as ReadonlyMap<string, string>]
    for (const name of ['first', 'second', 'first', 'third']) {
      ids = renamedRow(ids, readFields(root), ['field'], name)
      root = addField(renameField(root, ['field'], name), []).schema
      expect(new Set(idsOf(root, ids)).size).toBe(readFields(root).length)
      if (name === 'second') root = removeField(root, ['first'])
    }
  })
})

describe('the number a contract is saved under', () => {
  const before = { name: 'lead', version: 2, description: '', schema: { type: 'object' } }
  const changed = { ...before, schema: { type: 'object', properties: {} } }
  const known = (published: boolean) => [{ name: 'lead', version: 2, schema: {}, published }]

  it('stays while it is a draft, and goes on where it is published', () => {
    expect(versionToSave(before, changed, false, known(false))).toBe(2)
    expect(versionToSave(before, changed, false, known(true))).toBe(3)
    expect(versionToSave(before, { ...before, description: 'Words' }, false, known(true))).toBe(2)
    expect(versionToSave(before, changed, true, known(true))).toBe(3)
    expect(versionToSave(before, { ...changed, name: 'other' }, true, known(true))).toBe(1)
  })
})
