import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { validateInstance } from '@/domain/contract/evaluate'
import { BatonError } from '@/domain/problem'
import { CASE_KINDS } from '@/domain/team/case'
import { compileTeam } from '@/domain/team/compile'
import { staffOf } from '@/domain/team/staff'
import { teamToYaml } from '@/domain/team/yaml'
import { readTemplate } from '@/domain/template/template'
import { EXAMPLES } from '@/prisma/seed/examples/examples'
import { PEOPLE } from '@/prisma/seed/people'
import { templateFolder, templateFolders } from './folders'

const TEMPLATES = templateFolders()

describe.each(TEMPLATES.map((template) => [template.key, template] as const))('%s', (_key, template) => {
  const { about, document, agents, systems, cases } = template
  const compiled = compileTeam(document, { agents, connections: systems })

  it('is sound as drawn, and every proof holds', () => {
    expect(compiled.problems.filter(({ severity }) => severity !== 'advice')).toEqual([])
    expect(compiled.checks.every(({ held }) => held)).toBe(true)
    expect(compiled.worstCase.modelCalls).toBeGreaterThan(0)
  })

  it('is written as an export writes it, so that it can be proved by itself', () => {
    const text = readFileSync(`prisma/seed/templates/${template.key}/team.yaml`, 'utf8')
    const connections = systems.map(({ slug, name, owner, clearance }) => ({ slug, name, owner, clearance }))
    expect(teamToYaml({ document, agents, cases, connections })).toBe(text)
  })

  it('classifies every field', () => {
    const fields = Object.values(compiled.views).flatMap((view) => view.fields)
    expect(fields.filter(({ classification }) => classification === undefined)).toEqual([])
  })

  it('brings the agents it names, each owned by somebody of the practice workspace', () => {
    const named = [...new Set(document.nodes.flatMap(staffOf))].sort()
    expect(agents.map(({ slug }) => slug).sort()).toEqual(named)
    const people: string[] = Object.values(PEOPLE).map(({ name }) => name)
    const owners = [...agents, ...systems].map(({ owner }) => owner)
    expect(owners.filter((owner) => !people.includes(owner))).toEqual([])
  })

  it('is drawn without overlaps: cards of 192 by 78, with room for the pills between them', () => {
    const { positions, notes } = document.layout
    expect(Object.keys(positions).sort()).toEqual(document.nodes.map(({ id }) => id).sort())
    const boxes = [
      ...Object.values(positions).map((at) => ({ ...at, width: 192, height: 78 })),
      ...notes.map(({ x, y, width }) => ({ x, y, width, height: 90 })),
    ]
    boxes.forEach((a, i) => {
      for (const b of boxes.slice(i + 1)) {
        const beside = a.x < b.x ? b.x - a.x - a.width : a.x - b.x - b.width
        const below = a.y < b.y ? b.y - a.y - a.height : a.y - b.y - b.height
        expect(Math.max(beside, below)).toBeGreaterThanOrEqual(40)
      }
    })
  })

  it('has cases of every kind, each with an input that the trigger takes and nodes that are there', () => {
    expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(CASE_KINDS))
    const trigger = document.nodes.find(({ kind }) => kind === 'trigger')
    const contract = compiled.bundle?.contracts[(trigger && 'produces' in trigger && trigger.produces) || '']
    const ids = document.nodes.map(({ id }) => id)
    for (const { input, pins = {}, from, to, expect: wanted } of cases) {
      expect(validateInstance(contract?.schema ?? false, input)).toEqual([])
      const { at, passes = [], avoids = [], effects = [] } = wanted
      const named = [
        ...Object.keys(pins),
        from,
        to,
        at,
        ...passes,
        ...avoids,
        ...effects.map(({ node }) => node),
      ]
      expect(named.filter((id) => id !== undefined && !ids.includes(id))).toEqual([])
    }
  })

  it('says what it is for in one sentence', () => {
    expect(about.about).toMatch(/^[A-Z][^\n]{19,139}\.$/)
    expect(about.needs.map(({ connection }) => connection)).toEqual(systems.map(({ slug }) => slug))
  })
})

it('keys, agents, connections and names are each template’s own', () => {
  const all = [...TEMPLATES, ...EXAMPLES]
  for (const names of [
    all.map(({ key }) => key),
    all.map(({ document }) => document.name),
    all.flatMap(({ agents }) => agents.map(({ slug }) => slug)),
    TEMPLATES.flatMap(({ systems }) => systems.map(({ slug }) => slug)),
  ])
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
})

it('a contract of the same name and version is the same in all templates', () => {
  const schemas = new Map<string, string>()
  for (const { document } of [...TEMPLATES, ...EXAMPLES])
    for (const { name, version, schema } of document.contracts) {
      const known = schemas.get(`${name}@${version}`) ?? JSON.stringify(schema)
      expect(JSON.stringify(schema)).toBe(known)
      schemas.set(`${name}@${version}`, known)
    }
})

it('shows personal data of the sales team to retrieval only', () => {
  const { document, agents, systems } = templateFolder('sales-operations')
  const { views } = compileTeam(document, { agents, connections: systems })
  const seen = (node: string, path: string) =>
    views[node]?.fields.find((field) => field.path === path)?.visibility
  expect(seen('signals', 'dossier.contact.email')).toBe('absent')
  expect(seen('signals', 'dossier.deal.amount')).toBe('absent')
  expect(seen('draft', 'dossier.contact.email')).toBe('masked')
  expect(seen('draft', 'dossier.deal.amount')).toBe('clear')
})

it('shows the customer’s words to the classifier only', () => {
  const { document, agents, systems } = templateFolder('customer-support')
  const { views } = compileTeam(document, { agents, connections: systems })
  const readers = Object.entries(views).filter(([, { fields }]) =>
    fields.some(({ path, visibility }) => path === 'ticket.text' && visibility === 'clear'),
  )
  expect(readers.map(([node]) => node)).toEqual(['triage'])
})

describe('a folder that is no template', () => {
  const files = {
    'template.yaml': `area: Sales\nabout: Does something that is worth it.\nshows: [There is a thing to see]\nbudget: 1\n`,
    'team.yaml': `baton: 1\nteam: { name: Small }\n`,
    'answers.yaml': `agents: {}\n`,
    'systems.yaml': `systems: []\n`,
  }
  const problemsOf = (more: Record<string, string>): string[] => {
    try {
      readTemplate('small', { ...files, ...more })
      return []
    } catch (error) {
      if (!(error instanceof BatonError)) throw error
      return error.problems.map(({ message, pointer }) => `${message} ${pointer}`)
    }
  }
  const system = (collection: string) =>
    `systems:\n  - slug: desk\n    name: Desk\n    owner: Arvid Quill\n    clearance: internal\n    about: A desk with things.\n    collections:\n      things: ${collection}\n`

  it('is one when all is there', () => {
    expect(problemsOf({})).toEqual([])
  })

  it.each([
    [
      'an area nobody knows',
      { 'template.yaml': 'area: Sport\n' },
      /^small\/template\.yaml: Line 1: .* \/area$/,
    ],
    [
      'a team that is none',
      { 'team.yaml': 'baton: 1\nteam:\n  name: ""\n' },
      /^small\/team\.yaml: Line 3: .*\/team\/name$/,
    ],
    [
      'cases that are none',
      { 'team.yaml': 'baton: 1\nteam: { name: Small }\ncases:\n  - name: One\n' },
      /^small\/team\.yaml: Line 4: .*\/cases\/0\//,
    ],
    [
      'answers of nobody',
      { 'answers.yaml': 'agents:\n  somebody: { code: x }\n' },
      /answers\.yaml: Line 2: team\.yaml has no agent "somebody"/,
    ],
    [
      'CEL that is none',
      { 'answers.yaml': 'agents:\n  somebody:\n    - name: a\n      when: 1 +\n      refuse: no\n' },
      /answers\.yaml: Line 4: /,
    ],
    [
      'a need that nothing stands for',
      {
        'template.yaml': `${files['template.yaml']}needs:\n  - connection: crm\n    for: Reads what is there\n`,
      },
      /template\.yaml: Line 6: systems\.yaml has no system "crm"/,
    ],
    [
      'records that are not there',
      { 'systems.yaml': system('{ file: things.yaml }') },
      /There is no things\.yaml\./,
    ],
    [
      'a record twice',
      { 'systems.yaml': system('{ file: things.yaml }'), 'things.yaml': '- { id: a }\n- { id: a }\n' },
      /things\.yaml: Line 2: There is another record "a"\. \/1\/id$/,
    ],
    [
      'a name that leads nowhere',
      {
        'systems.yaml': system('{ file: things.yaml, refers: { of: things } }'),
        'things.yaml': '- { id: a, of: b }\n',
      },
      /things\.yaml: Line 1: There is no "b" among things\. \/0\/of$/,
    ],
    [
      'a schema that is none',
      { 'systems.yaml': system('{ file: things.yaml, patch: { type: thing } }'), 'things.yaml': '[]\n' },
      /systems\.yaml: Line 8: .*\/collections\/things\/patch\/type$/,
    ],
  ])('with %s', (_, more, said) => {
    expect(problemsOf(more)[0]).toMatch(said)
  })
})
