import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BatonError, type Problem } from '../problem'
import { agentSchema } from './agent'
import type { TeamCase } from './case'
import { teamDocumentSchema } from './document'
import { reduce } from './reduce'
import { agent, salesTeam } from './testing/sales-team'
import { teamFromYaml, teamToYaml } from './yaml'
import { jsonProblem } from '../storable'

const file = {
  document: salesTeam(),
  agents: [agent('researcher'), agent('writer', { tools: [], autonomy: 1 })],
}
const text = teamToYaml(file)

function problemsOf(yaml: string): Problem[] {
  try {
    teamFromYaml(yaml)
  } catch (error) {
    if (error instanceof BatonError) return error.problems
    throw error
  }
  return []
}

describe('teamToYaml', () => {
  it('gives back exactly what went in', () => {
    expect(teamFromYaml(text)).toEqual(file)
    expect(teamToYaml(teamFromYaml(text))).toBe(text)
  })

  it('keeps groups, and speaks of none where there is none', () => {
    const group = { id: 'g', name: 'Desk', nodes: ['research', 'drafting'] }
    const grouped = { ...file, document: reduce(file.document, { type: 'group.put', group }) }
    expect(teamFromYaml(teamToYaml(grouped))).toEqual(grouped)
    expect(text).not.toContain('groups')
  })

  it('carries test cases exactly, in one order whatever order their values came in, and none as nothing', () => {
    const one: TeamCase = {
      name: 'A large one waits',
      kind: 'escalating',
      input: { account_id: 'A-1', seats: 40 },
      pins: {
        drafting: { output: { stage: 'open', amount: 20000, note: null } },
        person: { port: 'approved' },
      },
      from: 'drafting',
      expect: { ends: 'waits', at: 'person', holds: ['drafting.amount > 10000'], effects: [] },
    }
    const cases = [one, { ...one, name: 'Another', about: 'On hold.' }]
    const written = teamToYaml({ ...file, cases })
    expect(teamFromYaml(written)).toEqual({ ...file, cases })
    expect(teamToYaml(teamFromYaml(written))).toBe(written)
    const { name, kind, ...others } = { ...one, input: { seats: 40, account_id: 'A-1' } }
    expect(teamToYaml({ ...file, cases: [{ ...others, kind, name }, ...cases.slice(1)] })).toBe(written)
    expect(teamToYaml({ ...file, cases: [] })).toBe(text)
  })

  it('says where a test case is not one', () => {
    const wrong = teamToYaml(file) + 'cases:\n  - { name: A, kind: odd, input: {}, expect: { ends: done } }\n'
    expect(problemsOf(wrong).map(({ pointer }) => pointer)).toEqual(['/cases/0/kind'])
    const one = '  - { name: A, kind: normal, input: {}, expect: { ends: done } }\n'
    expect(problemsOf(`${teamToYaml(file)}cases:\n${one}${one}`).map(({ pointer }) => pointer)).toEqual([
      '/cases/1/name',
    ])
  })

  it('is brief and in lines that can be compared', () => {
    expect(text).toContain(
      '  - { id: limits_pass_update, from: { node: limits, port: pass }, to: { node: update } }',
    )
    expect(text).toContain(
      '    - id: done\n      name: Done\n      kind: end\n      accepts: crm.receipt@1\n',
    )
    expect(text).not.toContain('timeoutSeconds')
    expect(text.split('\n').every((line) => line.length <= 130)).toBe(true)
    const moved = reduce(file.document, { type: 'node.move', positions: { done: { x: 7, y: 7 } } })
    const after = teamToYaml({ ...file, document: moved }).split('\n')
    expect(after.filter((line, i) => line !== text.split('\n')[i])).toEqual(['      done: { x: 7, y: 7 }'])
  })

  it('gives back any text and any number', () => {
    const words = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 80 }),
      fc.constantFrom(
        'yes',
        '~',
        '1e3',
        '- a',
        'a: b',
        '# c',
        ' x ',
        'a\n\n  b\n',
        '\t',
        '"',
        "'",
        '&a *a',
        '0x1f',
      ),
    )
    fc.assert(
      fc.property(
        words,
        words,
        words,
        fc.jsonValue({ maxDepth: 2 }),
        fc.double({ noNaN: true, min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }),
        (description, task, instructions, example, x) => {
          const examples: unknown = JSON.parse(JSON.stringify(example))
          if (jsonProblem(examples)) return
          const document = teamDocumentSchema.parse({
            ...file.document,
            description,
            nodes: file.document.nodes.map((one) => (one.kind === 'agent' ? { ...one, task } : one)),
            contracts: [{ name: 'a.b', version: 1, schema: { type: 'object', examples } }],
            layout: { positions: { done: { x: Object.is(x, -0) ? 0 : x, y: 0 } }, notes: [] },
          })
          const agents = [agentSchema.parse({ ...agent('writer'), instructions })]
          const nodes = document.nodes.filter(({ kind }) => kind === 'agent')
          const one = { document: { ...document, nodes, edges: [] }, agents }
          expect(teamFromYaml(teamToYaml(one))).toEqual(one)
        },
      ),
      { numRuns: 300 },
    )
  }, 60_000)
})

describe('teamFromYaml', () => {
  it.each<[string, string, Partial<Problem>]>([
    ['what is no YAML', 'team: [', { expected: 'YAML' }],
    [
      'a name given twice',
      'baton: 1\nbaton: 1\nteam: {}',
      { message: expect.stringContaining('Line 2') as string },
    ],
    ['another format', 'baton: 2\nteam: { name: A }', { pointer: '/baton', expected: '1' }],
    [
      'a word it does not know',
      'baton: 1\nteam: { name: A }\nteams: []',
      { pointer: '', expected: 'known fields only' },
    ],
    ['no team', 'baton: 1', { pointer: '/team' }],
    [
      'a wrong field',
      text.replace('kind: human', 'kind: human\n      dueHours: soon'),
      { pointer: '/team/nodes/4/dueHours', expected: 'number' },
    ],
    [
      'a handoff to nobody',
      text.replace('to: { node: done }', 'to: { node: dome }'),
      { pointer: '/team/edges/7/to/node' },
    ],
    [
      'an agent',
      text.replace('clearance: confidential', 'clearance: secret'),
      { pointer: '/agents/0/clearance' },
    ],
    ['an agent twice', text.replace('slug: writer', 'slug: researcher'), { pointer: '/agents/1/slug' }],
    ['a bomb', `a: &a [x,x]\nb: &b [${'*a,'.repeat(60)}]\nc: [${'*b,'.repeat(60)}]`, { pointer: '' }],
  ])('refuses %s', (_, yaml, problem) => {
    expect(problemsOf(yaml)).toContainEqual(expect.objectContaining(problem))
  })

  it('says the line', () => {
    const line = text.split('\n').findIndex((one) => one.includes('kind: human')) + 2
    const [problem] = problemsOf(text.replace('kind: human', 'kind: human\n      dueHours: soon'))
    expect(problem?.message).toMatch(new RegExp(`^Line ${line}: `))
  })
})

describe('files that are made to harm', () => {
  it.each([
    ['indentation without end', '- '.repeat(200_000)],
    ['an explicit key within a key', '? '.repeat(200_000)],
    ['spaces before a word', `a:\n${' '.repeat(200_000)}b`],
    ['open brackets', '['.repeat(900_000)],
    ['open braces', '{a: '.repeat(400_000)],
    ['a text that cannot be stored', 'baton: 1\nteam: { name: "a\\0" }'],
  ])('%s: refused in words', (_what, text) => {
    // What took quadratic time over it would not end within the test's.
    expect(() => teamFromYaml(text)).toThrow('not a team that can be imported')
  })
})
