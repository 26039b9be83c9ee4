import { describe, expect, it } from 'vitest'
import { teamCaseSchema, teamCasesSchema } from './case'

const plain = {
  name: 'A small discount goes straight through',
  kind: 'normal',
  input: { company: 'Brightwater Marine', seats: 40 },
  expect: { ends: 'done' },
}

const full = {
  ...plain,
  name: 'A large discount waits for a person',
  about: 'Above ten percent nobody but a sales lead says yes.',
  kind: 'escalating',
  pins: {
    researcher: { output: { size: 'small' } },
    approval: { port: 'approved' },
  },
  from: 'qualifier',
  to: 'approval',
  expect: {
    ends: 'waits',
    at: 'approval',
    passes: ['qualifier', 'discount_rules'],
    avoids: ['send_quote'],
    holds: ['quote.discount > 0.1'],
    effects: [{ node: 'log_call', holds: ['request.method == "POST"'] }, { node: 'update_crm' }],
  },
}

const pathsOf = (value: unknown): string[] =>
  teamCaseSchema.safeParse(value).error?.issues.map(({ path }) => path.join('.')) ?? []

describe('a test case', () => {
  it('is taken exactly as it was written, with nothing added', () => {
    expect(teamCaseSchema.parse(plain)).toEqual(plain)
    expect(teamCaseSchema.parse(full)).toEqual(full)
    expect(teamCaseSchema.parse({ ...plain, expect: { ends: 'rejected', effects: [] } }).expect).toEqual({
      ends: 'rejected',
      effects: [],
    })
  })

  it('keeps a pinned null apart from a pin without an output', () => {
    const { pins } = teamCaseSchema.parse({ ...plain, pins: { a: { output: null }, b: { port: 'out' } } })
    expect(pins).toEqual({ a: { output: null }, b: { port: 'out' } })
    expect(pins && 'output' in (pins['b'] ?? {})).toBe(false)
  })

  it('says where it is not one', () => {
    expect(pathsOf({ ...plain, name: ' ' })).toEqual(['name'])
    expect(pathsOf({ ...plain, name: 'x'.repeat(81) })).toEqual(['name'])
    expect(pathsOf({ ...plain, kind: 'odd' })).toEqual(['kind'])
    expect(pathsOf({ ...plain, input: 'text' })).toEqual(['input'])
    expect(pathsOf({ ...plain, expect: {} })).toEqual(['expect.ends'])
    expect(pathsOf({ ...plain, expect: { ends: 'done', at: 'No Node' } })).toEqual(['expect.at'])
    expect(pathsOf({ ...plain, expect: { ends: 'done', holds: [''] } })).toEqual(['expect.holds.0'])
    expect(pathsOf({ ...plain, expect: { ends: 'done', effects: [{}] } })).toEqual(['expect.effects.0.node'])
  })

  it('refuses a word it does not know, which would be an expectation that nobody checks', () => {
    expect(pathsOf({ ...plain, expects: { ends: 'done' } })).toEqual([''])
    expect(pathsOf({ ...plain, expect: { ends: 'done', pass: ['a'] } })).toEqual(['expect'])
    expect(pathsOf({ ...plain, pins: { a: { outputs: 1 } } })).toEqual(['pins.a'])
  })
})

describe('the cases of a team', () => {
  it('bear names of their own', () => {
    const other = { ...plain, name: 'Another' }
    expect(teamCasesSchema.parse([plain, other])).toHaveLength(2)
    const twice = teamCasesSchema.safeParse([plain, other, { ...plain, name: ` ${plain.name} ` }])
    expect(twice.error?.issues.map(({ path }) => path)).toEqual([[2, 'name']])
  })
})
