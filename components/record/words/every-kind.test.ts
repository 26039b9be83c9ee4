import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '@/domain/record/canonical'
import { SAYINGS, sayEntry } from './say-entry'
import { sentenceText, type Sayable } from './sentence'

const ID = /\b[a-z]{2,5}_[0-9a-z]{10,}/
const idOf = (prefix: string): string => `${prefix}_01jz0000000000000000000a`
const NAMES = {
  [idOf('usr')]: 'Ada Example',
  [idOf('team')]: 'Deals',
  [idOf('mod')]: 'quill-2',
  [idOf('grp')]: 'Sales leads',
  'agent/writer': 'Writer',
  'connection/crm': 'Practice CRM',
}

/** Kinds of entries as the code appends them, from its source. */
const KINDS = [
  ...new Set(
    readdirSync('server', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.includes('test'))
      .flatMap((file) => readFileSync(join('server', file), 'utf8').split('\n'))
      .flatMap((line, at, lines) => {
        const kinds =
          /\bkind(:| =) [^,]*'[a-z_]+\.[a-z_]+'/.test(line) || /\bkind:$/.test(lines[at - 1] ?? '')
        return kinds ? (line.match(/'[a-z_]+\.[a-z_]+'/g) ?? []).map((kind) => kind.slice(1, -1)) : []
      }),
  ),
]

const entry = (kind: string, more: Partial<Sayable> = {}): Sayable => ({
  kind,
  actor: { kind: 'person', id: idOf('usr'), name: 'Ada Example' },
  run: null,
  team: null,
  node: null,
  attempt: 0,
  subject: null,
  data: {},
  privates: {},
  names: NAMES,
  unreadable: false,
  ...more,
})
const said = (kind: string, more: Partial<Sayable> = {}) => sentenceText(sayEntry(entry(kind, more)))

/** Data in which whatever a saying asks for is an id, or a list of it. */
const allIds = (value: JsonValue): Record<string, JsonValue> =>
  new Proxy({}, { get: () => value }) as Record<string, JsonValue>

describe('every kind of entry', () => {
  it('is found in the code', () => {
    expect(KINDS.length).toBeGreaterThan(90)
    expect(KINDS).toEqual(expect.arrayContaining(['member.roles_changed', 'connection.secret_dropped']))
  })

  it.each(KINDS)('%s has a saying of its own', (kind) => {
    expect(Object.keys(SAYINGS)).toContain(kind)
  })

  it.each([...new Set([...KINDS, ...Object.keys(SAYINGS)])])('%s is said without an id', (kind) => {
    for (const prefix of ['usr', 'team', 'mod', 'grp', 'bud', 'ws', 'con'])
      for (const value of [
        idOf(prefix),
        [idOf(prefix)],
        { id: idOf(prefix), principal: { id: idOf(prefix) } },
      ]) {
        const sentence = said(kind, { subject: idOf(prefix), data: allIds(value) })
        // Between quotation marks stands what somebody wrote.
        expect(sentence.replace(/“[^”]*”/g, '')).not.toMatch(ID)
        expect(sentence).not.toMatch(/undefined/)
      }
  })
})

it.each<[string, Partial<Sayable>, string]>([
  [
    'member.roles_changed',
    { data: { member: idOf('usr'), before: ['operator'], roles: ['operator', 'reviewer'] } },
    'Changed the roles of Ada Example: from operator to operator, reviewer',
  ],
  [
    'member.roles_changed',
    { data: { member: idOf('usr'), before: [], roles: ['admin'] }, names: {} },
    'Changed the roles of an erased person: from none to admin',
  ],
  [
    'member.clearance_changed',
    {
      data: {
        member: idOf('usr'),
        before: { clearance: 'internal', categories: [] },
        after: { clearance: 'restricted', categories: ['contact'] },
      },
    },
    'Changed the clearance of Ada Example: internal to restricted with contact',
  ],
  [
    'budget.set',
    {
      data: { scope: 'team', subject: idOf('team'), period: 'day', cap_micros: '2500000', hard: true },
      privates: { reason: 'Quarter end' },
    },
    'Set the budget of the team Deals to $2.5000 a day, hard: “Quarter end”',
  ],
  [
    'budget.removed',
    { data: { scope: 'workspace', subject: idOf('ws'), period: 'month', cap_micros: '1000000' } },
    'Removed the workspace’s budget, $1.0000 a month',
  ],
  [
    'budget.set',
    {
      data: {
        ...{ scope: 'agent', subject: 'writer', team: idOf('team') },
        ...{ period: 'run', cap_micros: '1000000', hard: false },
      },
    },
    'Set the budget of the agent Writer in Deals to $1.0000 a run, soft',
  ],
  [
    'model.refused',
    {
      data: {
        denial: {
          principal: { type: 'Agent', id: 'writer' },
          action: 'model.use',
          resource: { type: 'Model', id: idOf('mod') },
          policies: [],
        },
      },
    },
    'Did not let Writer be answered by quill-2: No policy permits it.',
  ],
  [
    'delegation.created',
    { data: { from: idOf('usr'), to: idOf('usr'), until: '2026-08-01T00:00:00.000Z' } },
    'Had Ada Example decide reviews in place of Ada Example until 2026-08-01',
  ],
  [
    'workspace.second_person',
    { data: { asked: false, asked_by: idOf('usr') } },
    'Agreed with Ada Example to go on without a second person before versions and policies are published',
  ],
  [
    'review.decided',
    {
      data: { kind: 'approval', decision: 'approve', in_place_of: [idOf('usr')] },
      privates: { reason: 'It fits' },
    },
    'Approved, in place of Ada Example: “It fits”',
  ],
  ['connection.changed', { subject: 'crm' }, 'Changed the connection Practice CRM'],
  [
    'group.members_changed',
    { subject: 'Sales leads', data: { joined: [idOf('usr')], left: [] } },
    'Changed who is in Sales leads: Ada Example joined',
  ],
])('%s names who and what it is about', (kind, more, words) => {
  expect(said(kind, more)).toBe(words)
})

it('leaves what somebody wrote as they wrote it', () => {
  expect(
    said('agent.stopped', { data: { agent: 'writer' }, privates: { reason: `See ${idOf('usr')}` } }),
  ).toBe(`Stopped the agent Writer: “See ${idOf('usr')}”`)
})
