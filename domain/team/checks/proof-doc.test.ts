import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CHECKS } from './registry'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const doc = read('../../../docs/proof.md')

/** The codes that the checks' sources name: whole, or put behind their check's own by a helper. */
function codesInCode(): string[] {
  const prefixes = CHECKS.map(({ code }) => code).join('|')
  const files = readdirSync(new URL('.', import.meta.url)).filter((name) => /(?<!\.test)\.ts$/.test(name))
  return files.flatMap((file) => {
    const source = read(file)
    const whole = [...source.matchAll(new RegExp(`'((?:${prefixes})\\.[a-z_]+)'`, 'g'))].map(
      ([, code]) => code ?? '',
    )
    const [, prefix] = /code: `([a-z_]+)\.\$\{code\}`/.exec(source) ?? []
    if (prefix === undefined) return whole
    const put = [...source.matchAll(/\b(?:found|tell)\(\s*'([a-z_]+)'/g)].map(
      ([, code]) => `${prefix}.${code ?? ''}`,
    )
    return [...whole, ...put]
  })
}

it('names every code that a check may give, and no other', () => {
  const codes = [...new Set(codesInCode())].sort()
  expect(codes.length).toBeGreaterThan(90)
  expect([...doc.matchAll(/^\| `([a-z_]+\.[a-z_]+)`/gm)].map(([, code]) => code).sort()).toEqual(codes)
})

it('has a chapter for every check, by its title and code', () => {
  const chapters = [...doc.matchAll(/^### (.+) \(`([a-z_]+)`\)$/gm)].map(
    ([, title, code]) => `${code} ${title}`,
  )
  expect(chapters.sort()).toEqual(CHECKS.map(({ code, title }) => `${code} ${title}`).sort())
})
