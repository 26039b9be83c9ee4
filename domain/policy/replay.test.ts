import * as cedar from '@cedar-policy/cedar-wasm/nodejs'
import { describe, expect, it } from 'vitest'
import { decideBy } from './cedar/decide'
import { DEFAULT_POLICIES } from './cedar/default-policies'
import type { PolicySet } from './cedar/policy'
import { toolRequest } from './deeds'
import { merged, replay, type Judge, type PastDecision, type PastSight } from './replay'
import { seesBy, type Looker } from './sight'

const looker: Looker = {
  ...{ slug: 'clerk', name: 'Clerk', owner: 'O. Farrow', tier: 'standard', autonomy: 1 },
  ...{ clearance: 'confidential', categories: ['pii'] },
}
const errand = { team: 'desk', purpose: 'operations' }
const judge = (policies: PolicySet): Judge => {
  const decide = decideBy(cedar, policies)
  return { decide, seesOf: (of) => seesBy(decide, policies, of) }
}
const sight = (run: string, path = 'email', was: PastSight['was'] = { visibility: 'clear' }): PastSight => ({
  ...{ act: 'sees', run, who: 'Clerk', what: `lead.${path}`, errand, looker, was },
  field: { contracts: ['sales.lead'], path, classification: 'confidential', categories: ['pii'] },
})
const call = (run: string, was = true): PastDecision => ({
  ...{ act: 'does', run, who: 'Clerk', what: 'find_account', errand, was },
  request: toolRequest(
    { agent: looker, errand, startedBy: 'usr_ada', tainted: true, granted: false },
    { name: 'find_account', connection: 'crm' },
    { held: true, writes: false },
  ),
})
const hiding = (text: string): PolicySet => [...DEFAULT_POLICIES, { id: 'hide', title: 'Hidden.', text }]
const noMail = hiding(
  'forbid (principal, action == Baton::Action::"field.read", resource) when { resource.path == "email" };',
)
const noTool = hiding(
  'forbid (principal, action == Baton::Action::"tool.call", resource == Baton::Tool::"crm/find_account");',
)
const holding = judge(DEFAULT_POLICIES)

describe('past decisions under other policies', () => {
  it('differ in nothing under equal ones', () => {
    const past = [sight('run_1'), sight('run_1', 'name'), call('run_1')]
    expect(replay(past, holding, judge(DEFAULT_POLICIES))).toEqual({
      decisions: 3,
      differing: 0,
      differences: [],
    })
  })

  it('say field by field what would be shown instead, how often, and in which runs', () => {
    const past = [1, 2, 3, 4, 5].map((n) => sight(`run_${n}`)).concat(sight('run_1', 'name'))
    const { decisions, differing, differences } = replay(past, holding, judge(noMail))
    expect([decisions, differing, differences.length]).toEqual([6, 5, 1])
    expect(differences[0]).toMatchObject({
      ...{ who: 'Clerk', action: 'sees', what: 'lead.email', team: 'desk', purpose: 'operations' },
      ...{ from: 'clear', now: 'clear', to: 'masked', count: 5, runs: ['run_1', 'run_2', 'run_3'] },
      because: 'The policy hide forbids it: Hidden.',
    })
  })

  it('say what would be denied, and what was denied and would be permitted', () => {
    expect(replay([call('run_1')], holding, judge(noTool)).differences).toMatchObject([
      { action: 'tool.call', what: 'find_account', from: 'permitted', to: 'denied' },
    ])
    expect(replay([call('run_1', false)], judge(noTool), holding).differences).toMatchObject([
      { from: 'denied', now: 'denied', to: 'permitted', because: 'Permitted by tools.granted.' },
    ])
  })

  it('tell what the policies that hold would decide otherwise by now', () => {
    const { differences } = replay([sight('run_1')], judge(noMail), judge(noMail))
    expect(differences).toMatchObject([{ from: 'clear', now: 'masked', to: 'masked' }])
    // And what would go back to what it was.
    const back = replay([sight('run_1')], judge(noMail), holding)
    expect([back.differing, back.differences]).toMatchObject([
      0,
      [{ from: 'clear', now: 'masked', to: 'clear' }],
    ])
  })

  it('count as denied what a policy fails over', () => {
    const failing = judge(
      hiding(
        'forbid (principal, action == Baton::Action::"tool.call", resource) when { 9223372036854775807 + principal.tier > 0 };',
      ),
    )
    expect(replay([call('run_1')], holding, failing).differences).toMatchObject([{ to: 'undecided' }])
  })

  it('come to the same in batches', () => {
    const past = Array.from({ length: 40 }, (_, n) => (n % 3 ? sight(`run_${n}`) : call(`run_${n}`)))
    const edited = judge([...noMail.slice(0, -1), ...noTool.slice(-1)])
    const batches = [past.slice(0, 7), past.slice(7, 30), past.slice(30)]
    expect(merged(batches.map((batch) => replay(batch, holding, edited)))).toEqual(
      replay(past, holding, edited),
    )
  })
})
