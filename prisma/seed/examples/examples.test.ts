import { describe, expect, it } from 'vitest'
import { validateInstance } from '@/domain/contract/evaluate'
import { compileTeam } from '@/domain/team/compile'
import { staffOf } from '@/domain/team/staff'
import { calledTeams } from './called-teams'
import { EXAMPLES } from './examples'

describe.each(EXAMPLES.map((example) => [example.key, example] as const))('%s', (_key, example) => {
  const { document, agents, sample } = example
  const { bundle, problems } = compileTeam(document, {
    agents,
    connections: [],
    teams: calledTeams(example),
  })

  it('is sound: nothing is said against it', () => {
    expect(problems).toEqual([])
    expect(bundle).toBeDefined()
  })

  it('brings every agent it names, and places every card', () => {
    const named = document.nodes.flatMap(staffOf)
    expect([...new Set(named)].sort()).toEqual(agents.map(({ slug }) => slug).sort())
    expect(Object.keys(document.layout.positions).sort()).toEqual(document.nodes.map(({ id }) => id).sort())
  })

  it('has a sample that its trigger takes', () => {
    const trigger = document.nodes.find(({ kind }) => kind === 'trigger')
    const contract = bundle?.contracts[(trigger && 'produces' in trigger && trigger.produces) || '']
    expect(contract).toBeDefined()
    expect(validateInstance(contract?.schema ?? false, sample)).toEqual([])
  })

  it('says in one sentence what it shows', () => {
    expect(document.description).toMatch(/^[^.]{20,110}\.$/)
  })
})

it('keys are theirs alone', () => {
  const keys = EXAMPLES.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
})
