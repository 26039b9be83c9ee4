import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TeamDocument } from '@/domain/team/document'
import type { NodeOf } from '@/domain/team/node'
import { guardedCatalogue, toldTeam } from '@/domain/team/testing/mutations-classes'
import { startRun } from '@/server/services/run/start'
import { publishable } from './testing/drawn-teams'
import { saying, startEngineBench, type EngineBench } from './testing/engine-bench'

let bench: EngineBench
beforeAll(async () => {
  bench = await startEngineBench()
  for (const model of ['m-high', 'm-low']) await bench.model(model)
})
afterAll(async () => bench.close())

/** The team as a version from before the check: published with other words, which are then put back. */
function asBefore(team: TeamDocument) {
  const said = team.nodes.find(({ kind }) => kind === 'loop') as NodeOf<'loop'>
  const nodes = team.nodes.map((node) => (node === said ? { ...said, feedback: 'Again.' } : node))
  const bundle = publishable({ ...team, nodes }, guardedCatalogue())
  return { ...bundle, nodes: { ...bundle.nodes, [said.id]: said } }
}

/** What the agent that does it again was told. */
async function told(slug: string, team: TeamDocument, model: string): Promise<string> {
  await bench.team(slug, asBefore(team))
  bench.server.script(model, saying({ text: 'short' }), saying({ text: 'long enough to be good' }))
  const from = bench.server.seen.length
  const input = { name: 'Ada', salary: 987654, email: 'ada@example.com', notes: ['one', 'two'] }
  const { id } = await startRun(bench.context(['operator']), { team: slug, input })
  const run = await bench.settled(id)
  expect(run.status).toBe('done')
  const bodies = bench.server.seen.slice(from).map(({ body }) => JSON.stringify(body))
  expect(bodies).toHaveLength(2)
  expect(bodies[1]).toContain('feedback')
  return bodies.join('\n')
}

describe('feedback', () => {
  it('does not tell an agent what it is not cleared for, nor what it sees masked', async () => {
    const seen = await told(
      'told',
      toldTeam('{{ start.name }}: {{ start.salary }}, {{ start.email }}'),
      'm-low',
    )
    expect(seen).toContain('Ada: —, [masked]')
    expect(seen).not.toContain('987654')
    expect(seen).not.toContain('ada@example.com')
  })

  it('does not tell it to one who may see it where another stands in who may not', async () => {
    const team = toldTeam('Salary is {{ start.salary }}', { agent: 'high', fallback: 'low' })
    expect(await told('told-two', team, 'm-high')).not.toContain('Salary is 987654')
  })

  it('tells what they may see, and how many there are of what they may not', async () => {
    const team = toldTeam('{{ start.name }} has {{ size(start.notes) }} notes', { agent: 'low' })
    expect(await told('told-all', team, 'm-low')).toContain('Ada has 2 notes')
  })
})
