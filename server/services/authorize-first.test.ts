import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const folder = fileURLToPath(new URL('.', import.meta.url))

/** What asks for no permission, and why that is right. */
const OPEN: Record<string, string> = {
  readSession: 'whoever is signed in may know who they are',
  authorize: 'is what asks',
  contextFromSession: 'finds out who calls',
  contextFromToken: 'finds out who calls',
  downloadRecord: 'hands on to exportRecord, which asks',
  forSecondPerson: 'is a condition in the queries of services that have asked',
  mine: 'is a condition in the queries of services that have asked',
  readForm: 'is for whoever was given the link, and asks who they are where the form says so',
  submitForm: 'likewise; the right to start is that of the operator who made the form',
  transact: 'takes a scope, which only authorize gives',
  waitingFor: 'is called by services that have asked',
}

interface Service {
  name: string
  file: string
  first: string
}

/** Every exported function that takes a caller's context, with the first statement of its body. */
function services(): Service[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('testing'))
    .flatMap((file) => {
      const source = readFileSync(join(folder, file), 'utf8')
      return [...source.matchAll(/^export (?:async )?function\*? (\w+)(?:<[^>]*>)?\(/gm)].flatMap((match) => {
        const from = source.slice(match.index)
        const whole = from.slice(0, from.indexOf('\n}\n') + 1)
        const [head = '', ...rest] = whole.split(/ \{\n(?= {2}\S)/)
        return /\bContext\b/.test(head.replace(/Context\['db'\]/g, ''))
          ? [{ name: match[1] ?? '', file, first: rest.join(' {\n').trim() }]
          : []
      })
    })
}

it('every service asks whether its caller may, before anything else', () => {
  const found = services()
  expect(found.length).toBeGreaterThan(45)
  const silent = found.filter(({ first }) => !/^(?:const [^=]+ = )?await authorize\(\s*ctx,/.test(first))
  expect(silent.filter(({ name }) => !(name in OPEN)).map(({ name, file }) => `${file} ${name}`)).toEqual([])
})
