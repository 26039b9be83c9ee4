import { readFileSync } from 'node:fs'
import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import { describe, expect, it } from 'vitest'
import { decideBy } from './cedar/decide'
import { DEFAULT_POLICIES } from './cedar/default-policies'
import { policySetSchema, type PolicySet } from './cedar/policy'
import { policyProblems } from './cedar/problems'
import { POLICY_SCHEMA, SIGHTS } from './cedar/schema'
import { modelRequest, toolRequest, type DeedContext } from './deeds'
import { MASKS } from './mask'
import { permissionRequest } from './permitted'
import { seesBy, type Looker, type SeenField } from './sight'

const doc = readFileSync(new URL('../../docs/policies.md', import.meta.url), 'utf8')

/** The texts of the examples by their headings. */
const examples = new Map(
  [...doc.matchAll(/^### (.+)\n\n```cedar\n([\s\S]*?)\n```/gm)].map(([, heading = '', text = '']) => [
    heading,
    text,
  ]),
)

const withExample = (heading: string): PolicySet => {
  const text = examples.get(heading)
  if (text === undefined) throw new Error(`There is no example “${heading}”.`)
  return policySetSchema.parse([...DEFAULT_POLICIES, { id: 'example', title: heading, text }])
}

const looker = (slug: string, of: Partial<Looker> = {}): Looker => ({
  ...{ slug, name: slug, owner: 'O. Farrow', tier: 'standard', autonomy: 1 },
  ...{ clearance: 'confidential', categories: ['pii'] },
  ...of,
})
const field = (contract: string, path: string, categories: SeenField['categories'] = []): SeenField => ({
  ...{ contracts: [contract], path, classification: 'confidential', categories },
})
const sees = (policies: PolicySet, who: Looker, what: SeenField, purpose = 'operations') => {
  const { visibility, mask } = seesBy(decideBy(cedar, policies), policies, { team: 'desk', purpose })(
    who,
    what,
  )
  return mask ? `${visibility} ${mask}` : visibility
}
const context = (of: Partial<DeedContext> = {}): DeedContext => ({
  agent: looker('clerk'),
  errand: { team: 'desk', purpose: 'operations' },
  ...{ startedBy: 'usr_ada', tainted: false, granted: false },
  ...of,
})
const allowed = (policies: PolicySet, request: Parameters<ReturnType<typeof decideBy>>[0]): boolean =>
  decideBy(cedar, policies)(request).allowed

describe('docs/policies.md', () => {
  it('has six examples, each without problems beside the default set', () => {
    expect(examples.size).toBe(6)
    for (const heading of examples.keys())
      expect([heading, policyProblems(cedar, withExample(heading))]).toEqual([heading, []])
  })

  it('names every entity, attribute and action of the schema, and every mask', () => {
    const schema = POLICY_SCHEMA
    const names = [
      ...[...schema.matchAll(/entity (\w+)/g)].map(([, name]) => name),
      ...[...schema.matchAll(/(\w+)\??: (?:Long|Bool|String|Set<String>|Team)/g)].map(([, name]) => name),
      ...[...SIGHTS, 'field.write', 'tool.call', 'model.use', 'connection.use'],
    ]
    expect(names.length).toBeGreaterThan(30)
    for (const name of names) expect(doc).toContain(`\`${name ?? ''}\``)
    for (const mask of MASKS) expect(doc).toContain(`@mask("${mask}")`)
  })
})

describe('the example', () => {
  it('of a purpose hides the contract from every other purpose', () => {
    const policies = withExample('Show a field for one purpose only')
    const report = field('claims.report', 'text')
    expect(sees(policies, looker('clerk'), report)).toBe('absent')
    expect(sees(policies, looker('clerk'), report, 'fraud-checks')).toBe('clear')
    expect(sees(policies, looker('clerk'), field('claims.note', 'text'))).toBe('clear')
  })

  it('of the last four digits shows them where nothing else of it is seen', () => {
    const policies = withExample('Show the last four digits of what would be redacted')
    const card = field('shop.order', 'card_number', ['financial'])
    expect(sees(DEFAULT_POLICIES, looker('clerk'), card)).toBe('masked')
    expect(sees(policies, looker('clerk'), card)).toBe('masked last-four')
  })

  it('of pseudonyms gives them to that agent, of that contract', () => {
    const policies = withExample('Give one agent pseudonyms instead of names')
    const name = field('sales.lead', 'name', ['phi'])
    expect(sees(policies, looker('analyst'), name)).toBe('pseudonym')
    expect(sees(policies, looker('clerk'), name)).toBe('masked')
    expect(sees(policies, looker('analyst'), field('sales.deal', 'name', ['phi']))).toBe('masked')
  })

  it('of untrusted text keeps it from the connection', () => {
    const policies = withExample('Keep what agents read untrusted away from a connection')
    const call = (connection: string, tainted: boolean) =>
      allowed(
        policies,
        toolRequest(context({ tainted }), { name: 'look', connection }, { held: true, writes: false }),
      )
    expect([call('payments', true), call('payments', false), call('crm', true)]).toEqual([false, true, true])
  })

  it('of small models denies others to who is supervised, unless that was granted', () => {
    const policies = withExample('Let supervised agents use small models only')
    const use = (tier: 'small' | 'standard', autonomy: number, granted = false) =>
      allowed(
        policies,
        modelRequest(context({ agent: looker('clerk', { autonomy }), granted }), { id: 'm', tier }),
      )
    expect(use('small', 1)).toBe(true)
    expect(use('standard', 1)).toBe(false)
    expect(use('standard', 1, true)).toBe(true)
    expect(use('standard', 2)).toBe(true)
  })

  it('of one operator lets that one stop the workspace, and no other', () => {
    const policies = withExample('Let one operator stop the workspace')
    const stops = (id: string) =>
      allowed(
        policies,
        permissionRequest({ kind: 'person', id, roles: ['operator'] }, 'workspace.stop', 'main'),
      )
    expect([stops('usr_on_call'), stops('usr_other')]).toEqual([true, false])
  })
})
