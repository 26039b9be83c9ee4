import { describe, expect, it } from 'vitest'
import type { BundleTeam } from './bundle'
import { callableOf } from './callable'
import type { Catalogue } from './checks/check'
import { compileTeam } from './compile'
import type { TeamDocument } from './document'
import { contract, drawTeam, field, idField, node } from './testing/draw-team'
import { agent } from './testing/sales-team'

const contracts = [contract('in@1', { subject: field('string'), n: field('number'), id: idField() })]
const catalogue: Catalogue = {
  agents: [agent('low', { autonomy: 1 }), agent('writer')],
  connections: [{ slug: 'crm', name: 'CRM', owner: 'Ada Example', clearance: 'confidential' }],
}
const start = node('trigger', 'start', { produces: 'in@1' })
const send = node('action', 'send', { connection: 'crm' })
const done = node('end', 'done')
const drawn = (nodes: TeamDocument['nodes'], edges: string[]) => drawTeam({ contracts, nodes, edges })

const byRules = drawn(
  [
    start,
    node('rules', 'limits', {
      rules: [{ id: 'R-1', name: 'Few', when: 'start.n > 9', then: 'reject', message: '' }],
    }),
    send,
    done,
  ],
  ['start -> limits', 'limits.pass -> send', 'limits.reject -> done', 'send -> done'],
)
const byPerson = drawn(
  [start, node('human', 'person'), send, done],
  ['start -> person', 'person.approved -> send', 'send -> done'],
)
const calling = drawn([start, node('team', 'sub', { team: 'writes' }), done], ['start -> sub', 'sub -> done'])

function called(slug: string, team: TeamDocument, teams: BundleTeam[] = []): BundleTeam {
  const { bundle, problems } = compileTeam(team, { ...catalogue, teams })
  if (!bundle) throw new Error(problems.map(({ message }) => message).join('\n'))
  return { slug, name: slug, teamId: '', versionId: '', number: 1, digest: '', ...callableOf(bundle) }
}
const writes = called('writes', byRules)

describe('a team that is called', () => {
  it('writes unapproved where no person stands before its effects, its own or those of teams it calls', () => {
    expect(writes.writes).toBe(true)
    expect(called('calls', calling, [writes]).writes).toBe(true)
    expect(called('asks', byPerson)).not.toHaveProperty('writes')
    expect(called('calls', calling, [{ ...writes, ...called('writes', byPerson) }])).toHaveProperty(
      'writes',
      true,
    )
  })

  const codes = (team: TeamDocument, one: BundleTeam) =>
    compileTeam(team, { ...catalogue, teams: [one] }).problems.flatMap(({ code, severity }) =>
      severity === 'error' ? [code] : [],
    )
  const asking = called('writes', byPerson)

  it('is not called because of words from outside, if it may write unapproved', () => {
    const chosen = drawn(
      [
        ...[start, done, node('team', 'sub', { team: 'writes' })],
        node('router', 'ways', { routes: [{ port: 'a', label: '', when: 'start.subject == "x"' }] }),
      ],
      ['start -> ways', 'ways.a -> sub', 'ways.default -> done', 'sub -> done'],
    )
    expect(codes(chosen, writes)).toEqual(['trust.decided'])
    expect(codes(chosen, asking)).toEqual([])
  })

  it('is not called by the work of a supervised agent without a person, if it may write unapproved', () => {
    const follows = (slug: string) =>
      drawn(
        [
          ...[start, done, node('team', 'sub', { team: 'writes' })],
          node('agent', 'work', { agent: slug, produces: 'in@1' }),
        ],
        ['start -> work', 'work -> sub', 'sub -> done'],
      )
    expect(codes(follows('low'), writes)).toEqual(['autonomy.person'])
    expect(codes(follows('low'), asking)).toEqual([])
    expect(codes(follows('writer'), writes)).toEqual([])
    const approved = drawn(
      [
        ...[start, done, node('team', 'sub', { team: 'writes' }), node('human', 'person')],
        node('agent', 'work', { agent: 'low', produces: 'in@1' }),
      ],
      ['start -> work', 'work -> person', 'person.approved -> sub', 'sub -> done'],
    )
    expect(codes(approved, writes)).toEqual([])
  })
})
