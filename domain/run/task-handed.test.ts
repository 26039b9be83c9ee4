import { expect, it } from 'vitest'
import type { Bundle } from '../team/bundle'
import { compileTeam } from '../team/compile'
import type { TeamNode } from '../team/node'
import { edge, node } from '../team/testing/draw-team'
import { hubTeam } from '../team/testing/hub-team'
import { salesCatalogue } from '../team/testing/sales-team'
import type { PlannedStep } from './history'
import { plan } from './plan'

/** The hub's team, with more drawn into the lane of its first spoke. */
function hubWith(nodes: TeamNode[], edges: string[]): Bundle {
  const team = hubTeam()
  const kept = team.edges.filter(({ id }) => id !== 'lead_bank_bank_desk' && id !== 'bank_desk_out_lead')
  const { bundle, problems } = compileTeam(
    {
      ...team,
      nodes: [...team.nodes.map((one) => ({ ...one, accepts: undefined })), ...nodes],
      edges: [...kept, ...edges.map(edge)],
    },
    salesCatalogue,
  )
  if (!bundle) throw new Error(problems.map(({ message }) => message).join('\n'))
  return bundle
}

const step = (id: string, port: string): PlannedStep => ({
  node: id,
  iteration: 0,
  attempt: 0,
  status: 'done',
  port,
})

it('hands who is gone back to its task, where the event that was waited for did not come', () => {
  const bundle = hubWith(
    [
      node('wait', 'event', { event: 'bank.answered', produces: 'question@1', timeoutSeconds: 60 }),
      node('loop', 'check', { until: 'bank_desk.value > 1.0', feedback: 'Once more' }),
    ],
    [
      'lead.bank -> event',
      'event -> bank_desk',
      'event.timeout -> bank_desk',
      'bank_desk -> check',
      'check.again -> bank_desk',
      'check.done -> lead',
      'check.exhausted -> lead',
    ],
  )
  const handedAfter = (port: string) =>
    plan(bundle, [step('lead', 'round'), step('event', port), step('bank_desk', 'out')], {
      node: 'check',
      port: 'again',
      subject: 'bank_desk',
    })
  expect(handedAfter('timeout')).toMatchObject({
    next: { arrived: { slot: 'lead_task', contract: 'question@1' } },
  })
  expect(handedAfter('out')).toMatchObject({ next: { arrived: { slot: 'event', contract: 'question@1' } } })
})

it('lets a task that a person lets through keep its contract', () => {
  const bundle = hubWith(
    [
      node('wait', 'event', { event: 'bank.answered', timeoutSeconds: 60 }),
      node('human', 'person', { question: 'Ask the bank?' }),
    ],
    [
      'lead.bank -> event',
      'event -> person',
      'event.timeout -> person',
      'person.approved -> bank_desk',
      'bank_desk -> lead',
    ],
  )
  expect(plan(bundle, [], { node: 'person', port: 'approved', subject: 'lead_task' })).toMatchObject({
    next: { arrived: { slot: 'lead_task', contract: 'question@1' } },
  })
})
