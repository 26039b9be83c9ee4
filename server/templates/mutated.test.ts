import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { CHECKS } from '@/domain/team/checks/registry'
import { mutations } from '@/domain/team/testing/mutations'
import { templateFolders } from './folders'
import { foundIn, grownText, mutatedText, textOf } from './testing/found'
import { MUTANTS } from './testing/mutations/all'

/** What is advised of a template as it is, and meant so: whoever reads signals has no need of names and sums. */
const ADVISED: Record<string, string[]> = { 'sales-operations': ['views.above at node signals'] }
const WAYS = 5

/** The codes of what is found. */
const codesOf = (found: readonly string[]) => found.map((one) => one.replace(/ at .*$/, ''))
const all = Object.entries(MUTANTS).flatMap(([check, list]) => list.map((mutant) => ({ check, mutant })))
const besides = (template: string, found: readonly string[]) =>
  found.filter((one) => !(ADVISED[template] ?? []).includes(one)).sort()

describe.each(templateFolders().map(({ key }) => key))('%s', (key) => {
  it('raises no alarm as it is', () => {
    expect(foundIn(textOf(key))).toEqual(ADVISED[key] ?? [])
  })
})

/** Each of what is drawn first, once. */
const grown = new Map(all.flatMap(({ mutant }) => (mutant.grown.length > 0 ? [[mutant.grown, mutant]] : [])))

describe('what is drawn into a template before it is broken', () => {
  it.each([...grown.values()].map((mutant) => [mutant.template, mutant.name, mutant] as const))(
    '%s raises no alarm before: %s',
    (template, _name, mutant) => {
      expect(besides(template, foundIn(grownText(mutant)))).toEqual([])
    },
  )
})

const caught = new Map<string, number>()
const seen = new Map<string, string>()

describe.each(Object.entries(MUTANTS))('%s', (check, list) => {
  it.each(list.map((mutant) => [mutant.template, mutant.name, mutant] as const))(
    '%s: %s',
    (template, name, mutant) => {
      const text = mutatedText(mutant)
      const found = besides(template, foundIn(text, mutant.options))
      expect(found).toEqual([...mutant.finds, ...Object.keys(mutant.follows)].sort())
      caught.set(check, (caught.get(check) ?? 0) + 1)
      // Each is a change of its own.
      const known = `${text}\n${JSON.stringify(mutant.options)}`
      expect([name, seen.get(`${check} ${known}`)]).toEqual([name, undefined])
      seen.set(`${check} ${known}`, name)
    },
  )
})

afterAll(() => {
  const lines = Object.entries(MUTANTS).map(
    ([check, list]) => `  ${check.padEnd(14)} ${list.length} broken, ${caught.get(check) ?? 0} caught`,
  )
  const sum = [...caught.values()].reduce((a, b) => a + b, 0)
  console.info(
    ['Mutated templates:', ...lines, `  ${'all'.padEnd(14)} ${all.length} broken, ${sum} caught`].join('\n'),
  )
})

/** Codes that no file can be brought to, each with the reason why. */
const NOT_IN_A_FILE: Record<string, string> = {
  'lanes.twice': 'a file that names a way twice is refused as it is read, as file.invalid',
  'contracts.schema': 'a file with a schema that is none is refused as it is read, as file.invalid',
}

describe('the mutants', () => {
  it('break every check in at least five ways', () => {
    expect(Object.keys(MUTANTS).sort()).toEqual(CHECKS.map(({ code }) => code).sort())
    for (const { code } of CHECKS) {
      const own = (MUTANTS[code] ?? []).filter(({ finds }) =>
        codesOf(finds).every((one) => one.startsWith(`${code}.`)),
      )
      expect([code, own.length >= WAYS]).toEqual([code, true])
    }
  })

  it('find of each check nothing but its own, or what is refused before it', () => {
    for (const { check, mutant } of all)
      for (const code of codesOf(mutant.finds))
        expect([mutant.name, code.startsWith(`${check}.`) || code === 'file.invalid']).toEqual([
          mutant.name,
          true,
        ])
  })

  it('bring about every finding in at least five ways, but for those that no file can have', () => {
    const proof = readFileSync(new URL('../../docs/proof.md', import.meta.url), 'utf8')
    const codes = [...proof.matchAll(/^\| `([a-z_]+\.[a-z_]+)`/gm)].map(([, code]) => code ?? '')
    const ways = (code: string) => all.filter(({ mutant }) => codesOf(mutant.finds).includes(code)).length
    expect(codes.length).toBeGreaterThan(90)
    expect(codes.filter((code) => ways(code) < WAYS)).toEqual(Object.keys(NOT_IN_A_FILE))
    // Those are broken where they can be: in a drawing.
    for (const code of Object.keys(NOT_IN_A_FILE)) {
      const inDrawings = mutations.flatMap(({ cases }) => cases).filter((one) => one.codes.includes(code))
      expect([code, inDrawings.length >= WAYS]).toEqual([code, true])
    }
  })
})
