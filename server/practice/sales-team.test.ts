import { describe, expect, it } from 'vitest'
import { validateInstance } from '@/domain/contract/evaluate'
import { evaluateExpression, renderTemplate } from '@/domain/expression/cel'
import { serveView } from '@/domain/policy/serve-view'
import { envelopeSchema, type Envelope } from '@/domain/run/step'
import { compileTeam } from '@/domain/team/compile'
import type { Bundle } from '@/domain/team/bundle'
import { answerSchema, openingMessages } from '@/server/engine/handlers/agent-prompt'
import { answerBook, templateFolder } from '@/server/templates/folders'
import { generateCrm, profileOf, type CrmData, type Profile } from './crm-data'
import type { Dossier } from './rule-dossier'
import type { NextAction } from './rule-draft'
import { answerTask, SANDBOX_MARK } from './sandbox-answer'
import { completionSchema, readTask } from './sandbox-request'

const { document, agents, systems } = templateFolder('sales-operations')
const { bundle } = compileTeam(document, { agents, connections: systems })
if (!bundle) throw new Error('the seeded team is not sound')
const crm = generateCrm('2026-11-20')

/** What the tools of retrieval would answer, as `/accounts/:id/…` do. */
const tools = (data: CrmData, id: string): Record<string, unknown> => {
  const of = <T extends { account_id: string }>(rows: T[]) => rows.filter((row) => row.account_id === id)
  const as_of = '2026-11-20'
  return {
    get_account: { as_of, ...data.accounts.find((account) => account.id === id) },
    get_deals: { deals: of(data.deals) },
    get_activities: { activities: of(data.activities).sort((a, b) => b.at.localeCompare(a.at)) },
    get_news: { news: of(data.news).sort((a, b) => b.published_at.localeCompare(a.published_at)) },
  }
}

/** Asks the sandbox as the engine does, and holds the answer to the envelope and the contract. */
function ask(
  team: Bundle,
  id: string,
  from: string,
  state: Record<string, unknown>,
  more: { answers?: Record<string, unknown>; feedback?: { instructions: string; previous: unknown } } = {},
): Envelope {
  const node = team.nodes[id]
  if (node?.kind !== 'agent') throw new Error(`${id} is no agent`)
  const agent = team.agents[node.agent ?? '']
  const contract = team.contracts[node.produces ?? '']
  const view = team.views[id]
  if (!agent || !contract || !view) throw new Error(`${id} is not complete`)
  const { [from]: handoff, ...rest } = serveView(view, state).data
  const messages = openingMessages({
    agent,
    task: node.task,
    goal: team.goal,
    handoff,
    state: rest,
    ...(more.feedback && { feedback: more.feedback }),
  })
  const request = completionSchema.parse({
    model: 'baton-sandbox',
    messages,
    response_format: {
      type: 'json_schema',
      json_schema: { name: 'answer', schema: answerSchema(contract.schema) },
    },
    tools: agent.tools.map(({ name, parameters }) => ({ type: 'function', function: { name, parameters } })),
  })
  const task = readTask(request)
  if (agent.tools.length) {
    const asked = answerTask(task, answerBook())
    expect(asked).toMatchObject({ kind: 'tools', calls: agent.tools.map(({ name }) => ({ name })) })
  }
  const answer = answerTask({ ...task, ...(more.answers && { answers: more.answers }) }, answerBook())
  if (answer.kind !== 'text') throw new Error(JSON.stringify(answer))
  const envelope = envelopeSchema.parse(JSON.parse(answer.text))
  expect(validateInstance(contract.schema, envelope.output)).toEqual([])
  expect(envelope.rationale.startsWith(SANDBOX_MARK)).toBe(true)
  return envelope
}

interface Outcome {
  id: string
  profile: Profile
  state: { start: unknown; dossier: Dossier; signals: unknown; draft: NextAction }
  decision: Record<string, { confidence: number }>
  stopped: { id: string; message: string }[]
}

function run(team: Bundle, i: number): Outcome {
  const id = crm.accounts[i]?.id ?? ''
  const start = { account_id: id }
  const dossier = ask(team, 'dossier', 'start', { start }, { answers: tools(crm, id) })
  const signals = ask(team, 'signals', 'dossier', { start, dossier: dossier.output })
  const known = { start, dossier: dossier.output, signals: signals.output }
  const draft = ask(team, 'draft', 'signals', known)
  const state = { ...known, draft: draft.output } as unknown as Outcome['state']
  const decision = { draft: { confidence: draft.confidence } }
  const { rules } = team.nodes['checks'] as Extract<Bundle['nodes'][string], { kind: 'rules' }>
  const bindings = { ...state, decision }
  const stopped = rules
    .filter(({ when }) => evaluateExpression(when, bindings) === true)
    .map((rule) => ({ id: rule.id, message: renderTemplate(rule.message, bindings, { lenient: true }) }))
  return { id, profile: profileOf(i), state, decision, stopped }
}

const outcomes = crm.accounts.map((_, i) => run(bundle, i))

describe('the seeded team over all accounts', () => {
  it('needs no person for 70 to 80 in a hundred', () => {
    const passed = outcomes.filter(({ stopped }) => stopped.length === 0).length
    expect(passed / outcomes.length).toBeGreaterThan(0.7)
    expect(passed / outcomes.length).toBeLessThan(0.8)
  })

  it.each([
    ['normal', []],
    ['large', ['S-1']],
    ['above_limit', ['S-1']],
    ['no_contact', ['S-3']],
    ['no_open_deal', ['S-3']],
    ['stale', ['S-3']],
    ['contradictory', ['S-2']],
  ] as const)('%s accounts are stopped by exactly %j', (profile, rules) => {
    const found = outcomes.filter((outcome) => outcome.profile === profile)
    expect(found.length).toBeGreaterThan(0)
    for (const { stopped } of found) expect(stopped.map(({ id }) => id)).toEqual(rules)
  })

  it('an account that put the matter on hold is stopped by S-4', () => {
    const held = outcomes.filter(({ profile }) => profile === 'on_hold')
    expect(held.length).toBeGreaterThan(0)
    for (const { stopped } of held) expect(stopped.map(({ id }) => id)).toContain('S-4')
  })

  it('invents no figure: amounts and ids are the CRM’s', () => {
    for (const { state } of outcomes) {
      const deal = crm.deals.find(({ id }) => id === state.draft.deal_id)
      expect(deal?.account_id).toBe(state.dossier.account.id)
      expect(state.draft.amount).toBe(deal?.amount)
      expect(state.draft.due_date > state.dossier.as_of).toBe(true)
    }
  })

  it('varies: stages, priorities, steps', () => {
    const different = (pick: (draft: NextAction) => unknown) =>
      new Set(outcomes.map(({ state }) => pick(state.draft))).size
    expect(different(({ priority }) => priority)).toBe(3)
    expect(different(({ stage }) => stage)).toBeGreaterThanOrEqual(5)
    expect(different(({ next_step }) => next_step)).toBeGreaterThan(150)
    const share = (engagement: string) =>
      outcomes.filter(({ state }) => (state.signals as { engagement: string }).engagement === engagement)
        .length / 300
    for (const engagement of ['rising', 'steady', 'falling']) expect(share(engagement)).toBeGreaterThan(0.1)
    expect(new Set(outcomes.map(({ decision }) => decision['draft']?.confidence)).size).toBeGreaterThan(6)
    const moved = outcomes.filter(({ state }) => state.draft.stage !== state.dossier.deal.stage).length
    expect(moved / outcomes.length).toBeGreaterThan(0.1)
  })

  it('says why in words', () => {
    const messages = outcomes.flatMap(({ stopped }) => stopped.map(({ message }) => message))
    expect(messages.join('\n')).toMatch(/The deal is worth \$\d+, above \$25,000/)
    expect(messages.join('\n')).toContain('Missing in the CRM: a contact person')
    expect(messages.join('\n')).toMatch(/go back from (proposal|negotiation) to discovery/)
    expect(messages.join('\n')).toMatch(/Drafting is 0\.\d+ sure/)
  })

  it('keeps names and addresses of people from those who draft', () => {
    const text = JSON.stringify(outcomes.map(({ state }) => state.draft))
    for (const { contacts } of crm.accounts)
      for (const { name, email } of contacts) {
        expect(text).not.toContain(name)
        expect(text).not.toContain(email)
      }
  })
})

describe('a draft that was sent back', () => {
  it('follows what the reviewer named', () => {
    const { state } = outcomes[0] as Outcome
    const instructions = 'Make it high priority, due 2026-12-03. Next step: Visit their depot with a demo'
    const again = ask(
      bundle,
      'draft',
      'draft',
      { ...state },
      { feedback: { instructions, previous: state.draft } },
    )
    expect(again.output).toMatchObject({
      priority: 'high',
      due_date: '2026-12-03',
      next_step: 'Visit their depot with a demo',
      amount: state.draft.amount,
    })
    expect(again.rationale).toContain(instructions)
  })
})

describe('an account that is not there', () => {
  it('is refused instead of invented', () => {
    const error = { error: { status: 404, message: 'There is no account acc-9999.' } }
    const task = {
      ...readTask(
        completionSchema.parse({ model: 'm', messages: [{ role: 'system', content: 'Agent: retrieval' }] }),
      ),
    }
    const answer = answerTask({ ...task, answers: { get_account: error } }, answerBook())
    expect(answer).toEqual({
      kind: 'refusal',
      text: 'Sandbox, no AI: the CRM did not give the account (There is no account acc-9999.).',
    })
  })
})
