import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { digestOf } from '../record/digest'
import type { TeamProblem } from './checks/check'
import { compileTeam } from './compile'
import { reduce } from './reduce'
import { draftContract, edits, rule } from './testing/mutate'
import { mutations } from './testing/mutations'
import { agent, salesCatalogue, salesTeam } from './testing/sales-team'

/** Every code there is, as docs/proof.md lists them; checks/proof-doc.test.ts keeps that equal to the checks. */
const CODES = [
  ...readFileSync(new URL('../../docs/proof.md', import.meta.url), 'utf8').matchAll(
    /^\| `([a-z_]+\.[a-z_]+)`/gm,
  ),
].map(([, code]) => code ?? '')

const codes = (problems: TeamProblem[]) => [...new Set(problems.map(({ code }) => code))].sort()

describe('a sound team', () => {
  const compiled = compileTeam(salesTeam(), salesCatalogue)

  it('has no problem and becomes a bundle', () => {
    expect(compiled.problems).toEqual([])
    expect(compiled.checks.every(({ held }) => held)).toBe(true)
    expect(digestOf(compiled.bundle)).toMatch(/^sha256:/)
  })

  it('says what crosses each handoff', () => {
    expect(compiled.carried).toEqual({
      start_out_research: { slot: 'start', contract: 'lead.request@1' },
      research_out_drafting: { slot: 'research', contract: 'account.dossier@1' },
      drafting_out_limits: { slot: 'drafting', contract: 'deal.draft@1' },
      limits_pass_update: { slot: 'drafting', contract: 'deal.draft@1' },
      limits_review_person: { slot: 'drafting', contract: 'deal.draft@1' },
      person_approved_update: { slot: 'drafting', contract: 'deal.draft@1' },
      // Sent back, drafting takes up once more what it was first handed.
      person_sent_back_drafting: { slot: 'research', contract: 'account.dossier@1' },
      update_out_done: { slot: 'update', contract: 'crm.receipt@1' },
    })
    expect(compiled.bundle?.next.person).toContainEqual({
      id: 'person_sent_back_drafting',
      port: 'sent_back',
      to: 'drafting',
      carries: { slot: 'research', contract: 'account.dossier@1' },
      returns: true,
    })
    expect(Object.values(compiled.fits).every(({ verdict }) => verdict === 'compatible')).toBe(true)
  })

  it.each([
    'drafting.margin != null && drafting.margin > 3',
    'drafting.margin == null',
    'drafting.lines.filter(l, l.price != null).exists(l, l.price > 3)',
    'size(drafting.lines) > 0 && drafting.lines[0].price != null && drafting.lines[0].price > 3',
  ])('may ask for what may be empty, and then work with it: %s', (when) => {
    const price = { type: ['number', 'null'], 'x-classification': 'internal' }
    const lines = {
      type: 'array',
      items: { type: 'object', properties: { price }, required: ['price'], additionalProperties: false },
    }
    const team = edits(draftContract({ margin: price, lines }), rule(when))(salesTeam())
    expect(compileTeam(team, salesCatalogue).problems).toEqual([])
  })

  it('takes only what runs into the bundle', () => {
    const { bundle } = compiled
    expect(Object.keys(bundle?.agents ?? {})).toEqual(['researcher', 'writer'])
    expect(Object.keys(bundle?.connections ?? {})).toEqual(['crm'])
    expect(JSON.stringify(bundle)).not.toContain('"positions"')
    const moved = reduce(salesTeam(), { type: 'node.move', positions: { start: { x: 9, y: 9 } } })
    expect(digestOf(compileTeam(moved, salesCatalogue).bundle)).toBe(digestOf(bundle))
  })

  it('shows each agent what it is handed and what it reads', () => {
    expect(compiled.views.drafting?.fields.map(({ path, visibility }) => [path, visibility])).toEqual([
      ['research.account.name', 'clear'],
      ['research.account.email', 'clear'],
      ['research.deals', 'clear'],
      ['start.account_id', 'clear'],
    ])
  })

  it('counts the calls of models in the worst case', () => {
    // (1 + 2 retries) × (1 + 2 repairs) for each agent, and drafting again for each of 3 send-backs.
    expect(compiled.worstCase).toEqual({ modelCalls: 9 + 9 + 3 * 9 })
    const tools = [{ name: 't', description: 'd', connection: 'crm', path: '/', parameters: {} }]
    const agents = [agent('researcher', { tools }), agent('writer')]
    expect(compileTeam(salesTeam(), { ...salesCatalogue, agents }).worstCase).toEqual({
      modelCalls: 27 + 9 + 27,
    })
  })
})

describe.each(mutations)('$check', ({ cases, team = salesTeam }) => {
  it.each(cases)('$name', ({ codes: wanted, mutate, catalogue }) => {
    const { problems, bundle, checks } = compileTeam(mutate(team()), catalogue ?? salesCatalogue)
    expect(codes(problems)).toEqual([...wanted].sort())
    const refused = problems.some(({ severity }) => severity === 'error')
    expect(bundle === undefined).toBe(refused)
    expect(checks.filter(({ held }) => !held).length > 0).toBe(refused)
    for (const { message } of problems) expect(message).toMatch(/^["\p{L}\d].*[.)]$/u)
  })
})

it('has at least five ways to break every check, and each check is broken by some', () => {
  const titles = compileTeam(salesTeam(), salesCatalogue).checks.map(({ code }) => code)
  expect(mutations.map(({ check }) => check).sort()).toEqual([...titles].sort())
  for (const { check, cases } of mutations) {
    const own = cases.filter(({ codes }) => codes.some((code) => code.startsWith(`${check}.`)))
    expect([check, own.length >= 5]).toEqual([check, true])
  }
})

it('has at least five ways to break every single finding', () => {
  const ways = new Map(CODES.map((code) => [code, 0]))
  for (const { cases } of mutations)
    for (const { codes: broken } of cases)
      for (const code of broken) ways.set(code, (ways.get(code) ?? 0) + 1)
  expect([...ways].filter(([, count]) => count < 5)).toEqual([])
  for (const { cases } of mutations) expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length)
})
