import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { evaluateSchema } from '@/domain/contract/evaluate'
import type { JsonSchema } from '@/domain/contract/json-schema'
import { baton } from './testing/launch'

// Each is a process of its own, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

const folder = mkdtempSync(join(tmpdir(), 'baton compat '))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, text: string): string => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const schema = (name: string, value: unknown): string => file(`${name}.json`, JSON.stringify(value))

const text = schema('text', { type: 'string' })
const short = schema('short', { type: 'string', maxLength: 3 })
const odd = schema('odd', { type: 'string', pattern: '^(a+)\\1$' })

describe('baton compat', () => {
  it('tells whether one fits the other, by its answer and its exit code', async () => {
    expect(await baton(['compat', short, text])).toEqual({
      code: 0,
      out: '{"verdict":"compatible"}\n',
      err: '',
    })
    const wide = await baton(['compat', text, short])
    expect([wide.code, wide.err]).toEqual([1, ''])
    const { verdict, counterexample, pointer } = JSON.parse(wide.out) as Record<string, unknown>
    expect([verdict, pointer]).toEqual(['incompatible', ''])
    expect(String(counterexample).length).toBeGreaterThan(3)
    const unknown = await baton(['compat', odd, schema('a', { type: 'string', pattern: '^a' })])
    expect([unknown.code, JSON.parse(unknown.out)]).toMatchObject([3, { verdict: 'unknown' }])
  })

  it.each([
    ['a file that is not there', [text, join(folder, 'nowhere.json')], 'there is no such file'],
    ['a file that is no JSON', [file('half.json', '{'), text], 'is not JSON'],
    ['JSON that is no schema', [schema('list', []), text], 'is no JSON Schema'],
    ['a batch that is not there', ['--batch', join(folder, 'nowhere.jsonl')], 'cannot be read'],
  ])('%s is no verdict: exit 2', async (_what, args, says) => {
    const { code, out, err } = await baton(['compat', ...args])
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(says)
  })
})

describe('baton compat --batch', () => {
  it('answers line by line in order, and says which lines it could not read', async () => {
    const lines = [
      '{"id":"a","sub":{"type":"string"},"super":{"type":["string","null"]}}',
      'nonsense',
      '',
      '{"id":2,"sub":true,"super":{"type":"object"}}',
      '{"sub":true,"super":true}',
      '{"id":"c","sub":{"const":null},"super":{"type":"string"}}',
    ]
    const { code, out, err } = await baton(['compat', '--batch', '-'], { input: lines.join('\r\n') })
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(answers.map(({ id, verdict }) => [id, verdict])).toEqual([
      ['a', 'compatible'],
      [2, 'incompatible'],
      ['c', 'incompatible'],
    ])
    expect(answers[2]).toEqual({ id: 'c', verdict: 'incompatible', counterexample: null, pointer: '' })
    expect(
      err
        .trim()
        .split('\n')
        .map((line) => line.slice(0, 7)),
    ).toEqual(['Line 2:', 'Line 5:'])
    expect(code).toBe(2)
  })

  it('decides the vectors of jsonsubschema: none wrongly, at least 97 in 100', async () => {
    const vectors = new URL('../../domain/contract/testing/vectors/subschema.json', import.meta.url)
    const { cases } = JSON.parse(readFileSync(vectors, 'utf8')) as {
      cases: { id: string; sub: JsonSchema; super: JsonSchema; expected: boolean }[]
    }
    const batch = cases.map(({ id, sub, super: sup }) => JSON.stringify({ id, sub, super: sup }))
    const { code, out } = await baton(['compat', '--batch', file('all.jsonl', batch.join('\n'))])
    expect(code).toBe(0)
    const answers = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(answers.map(({ id }) => id)).toEqual(cases.map(({ id }) => id))
    const wrong = answers.filter(({ id, verdict, counterexample }, i) => {
      const { sub, super: sup, expected } = cases[i] as (typeof cases)[number]
      if (verdict === 'unknown') return false
      // A misfit that is shown is one, whatever the label says; see compat-conformance.test.ts on d815bfa15a03.
      if (verdict === 'incompatible')
        return expected || !evaluateSchema(sub, counterexample) || evaluateSchema(sup, counterexample)
      return !expected && id !== 'd815bfa15a03'
    })
    expect(wrong.map(({ id }) => id)).toEqual([])
    const decided = answers.filter(({ verdict }) => verdict !== 'unknown').length
    expect(decided / cases.length).toBeGreaterThanOrEqual(0.97)
  })
})
