import { expect, it } from 'vitest'
import { sayEntry } from './say-entry'
import { sentenceText, type Sayable } from './sentence'

const entry = (kind: string, more: Partial<Sayable> = {}): Sayable => ({
  kind,
  actor: { kind: 'agent', id: 'clerk', name: 'Clerk' },
  run: { id: 'run_1', title: 'Brightwater Marine' },
  team: { id: 'team_1', name: 'Deals' },
  node: 'draft',
  attempt: 0,
  subject: null,
  data: {},
  privates: {},
  unreadable: false,
  ...more,
})

it.each<[string, Sayable, string, string]>([
  [
    'permission',
    entry('access.refused', { data: { permission: 'team.edit' } }),
    'Was not allowed to change teams',
    'blocked',
  ],
  [
    'permission that no policy permits',
    entry('access.refused', {
      data: {
        permission: 'team.edit',
        denial: {
          principal: { type: 'Person', id: 'usr_a' },
          action: 'team.edit',
          resource: { type: 'Workspace', id: 'w' },
          policies: [],
        },
      },
    }),
    'Was not allowed to change teams: No policy permits it.',
    'blocked',
  ],
  [
    'tool that a policy forbids',
    entry('tool.refused', {
      data: {
        denial: {
          principal: { type: 'Agent', id: 'clerk' },
          action: 'tool.call',
          resource: { type: 'Tool', id: 'crm/find_account' },
          policies: ['no-tools'],
        },
      },
    }),
    'Was not allowed to call crm/find_account: The policy no-tools forbids it.',
    'blocked',
  ],
  [
    'tool that it does not have',
    entry('tool.refused', {
      data: {
        denial: {
          principal: { type: 'Agent', id: 'clerk' },
          action: 'tool.call',
          resource: { type: 'Tool', id: '' },
          policies: [],
        },
      },
    }),
    'Was not allowed to call what it does not have: It was given no such tool.',
    'blocked',
  ],
  [
    'model, by its name',
    entry('model.refused', {
      subject: 'large-1',
      data: {
        denial: {
          principal: { type: 'Agent', id: 'clerk' },
          action: 'model.use',
          resource: { type: 'Model', id: 'mdl_1' },
          policies: [],
        },
      },
    }),
    'Was not allowed to be answered by large-1: No policy permits it.',
    'blocked',
  ],
  [
    'connection, on the entry of another',
    entry('connection.refused', {
      actor: { kind: 'system', id: 'engine', name: 'Engine' },
      data: {
        denial: {
          principal: { type: 'Agent', id: 'clerk' },
          action: 'connection.use',
          resource: { type: 'Connection', id: 'crm' },
          policies: [],
        },
      },
    }),
    'Did not let clerk use crm: No policy permits it.',
    'blocked',
  ],
  [
    'write that words nobody has checked would decide',
    entry('flow.refused', {
      data: { name: 'Update', method: 'POST', connection: 'crm', because: 'What it sends holds words.' },
    }),
    'Refused POST to crm: What it sends holds words.',
    'blocked',
  ],
  [
    'permission taken in an emergency',
    entry('access.taken', {
      data: { permission: 'team.publish', minutes: 30 },
      privates: { reason: 'Refunds stand still' },
    }),
    'Took emergency access to publish teams for 30 minutes: “Refunds stand still”',
    'waiting',
  ],
  [
    'permission used in an emergency',
    entry('access.used', { data: { permission: 'team.publish' } }),
    'Used emergency access to publish teams',
    'waiting',
  ],
  [
    'policies not to permit a tool',
    entry('access.declined', {
      data: {
        principal: { type: 'Agent', id: 'clerk' },
        action: 'tool.call',
        resource: { type: 'Tool', id: 'crm/find_account' },
      },
    }),
    'Declined that policies permit clerk to call crm/find_account',
    'blocked',
  ],
  [
    'policies not to permit what a person may',
    entry('access.declined', {
      data: {
        principal: { type: 'Person', id: 'usr_a' },
        action: 'run.start',
        resource: { type: 'Workspace', id: 'w' },
      },
    }),
    'Declined that policies permit usr_a to start runs',
    'blocked',
  ],
])('says what was denied: %s', (_what, given, said, tone) => {
  const sentence = sayEntry(given)
  expect(sentenceText(sentence)).toBe(said)
  expect(sentence.mark?.tone).toBe(tone)
})
