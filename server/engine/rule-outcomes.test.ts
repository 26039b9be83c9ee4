import { describe, expect, it } from 'vitest'
import type { NodeOf } from '@/domain/team/node'
import { node } from '@/domain/team/testing/draw-team'
import { ruleOutcomes } from './rule-outcomes'

const gate = (...whens: string[]): NodeOf<'rules'> =>
  node('rules', 'gate', {
    rules: whens.map((when, i) => ({
      id: `S-${i + 1}`,
      name: 'Rule',
      when,
      then: 'review',
      message: 'It is {{ a }}',
    })),
  }) as NodeOf<'rules'>

describe('the rules of a gate', () => {
  it('are all decided, with what each says', () => {
    expect(ruleOutcomes(gate('a == 1', 'a == 2'), { a: 1 })).toEqual([
      { id: 'S-1', name: 'Rule', held: false, then: 'review', message: 'It is 1' },
      { id: 'S-2', name: 'Rule', held: true, then: 'review', message: '' },
    ])
  })

  it('name the one that cannot be decided', () => {
    expect(() => ruleOutcomes(gate('a == 1', 'b.c == 1'), { a: 1 })).toThrow(/^S-2 could not be decided: /)
  })

  it('have one limit of time together', () => {
    const nested = 'a.all(x, a.all(y, a.all(z, x + y + z >= 0)))'
    const began = performance.now()
    const a = Array.from({ length: 150 }, (_, i) => i)
    const whens = Array.from({ length: 50 }, () => nested)
    expect(() => ruleOutcomes(gate(...whens), { a })).toThrow(/^The rules take too long: /)
    expect(performance.now() - began).toBeLessThan(6000)
  })
})
