import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fateOf, OTHER_TABLES, RUN_TABLES, SEALED_TABLE } from './places'

const schema = readFileSync(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8')

/** Every column that holds text, JSON or bytes, as the schema declares it. */
const columns = [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)^\}/gm)].flatMap(([, body = '']) => {
  const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? ''
  return [...body.matchAll(/^ {2}(\w+) +(?:String|Json|Bytes)\b(.*)$/gm)].map(([, name = '', rest = '']) => ({
    table,
    column: /@map\("(\w+)"\)/.exec(rest)?.[1] ?? name,
  }))
})

describe('every column that may hold words or values', () => {
  it('is known', () => {
    expect(columns.length).toBeGreaterThan(250)
  })

  it('is erased, or it is said why not', () => {
    const silent = columns.filter(({ table, column }) => fateOf(table, column) === undefined)
    expect(
      silent.map(({ table, column }) => `${table}.${column}`),
      'say in domain/erasure/places.ts or left-alone.ts what becomes of a person there',
    ).toEqual([])
  })

  it('is there where it is erased', () => {
    const there = new Set(columns.map(({ table, column }) => `${table}.${column}`))
    const erased = Object.entries({ ...RUN_TABLES, ...OTHER_TABLES }).flatMap(([table, spec]) =>
      Object.keys(spec.columns).map((column) => `${table}.${column}`),
    )
    expect(erased.filter((each) => !there.has(each))).toEqual([])
    expect([...there].some((each) => each.startsWith(`${SEALED_TABLE}.`))).toBe(true)
  })

  it('asks about one that nobody has thought of', () => {
    expect(fateOf('run', 'words_of_tomorrow')).toBeUndefined()
    expect(fateOf('table_of_tomorrow', 'id')).toBeUndefined()
  })
})
