import { describe, expect, it } from 'vitest'
import { checkTeamFile } from './check-file'
import { contract, drawTeam, field, node } from './testing/draw-team'
import { salesCatalogue, salesTeam } from './testing/sales-team'
import { set, edits } from './testing/mutate'
import { teamToYaml, type TeamFile } from './yaml'

const { agents, connections } = salesCatalogue
const sales = (more: Partial<TeamFile> = {}): string =>
  teamToYaml({ document: salesTeam(), agents: [...agents], connections: [...connections], ...more })

const errors = (text: string, options = {}) =>
  checkTeamFile(text, options).problems.filter(({ severity }) => severity === 'error')

describe('checkTeamFile', () => {
  it('proves a sound team from its file alone', () => {
    const checked = checkTeamFile(sales())
    expect(checked).toMatchObject({
      team: 'Sales operations',
      worstCase: { modelCalls: expect.any(Number) as number },
    })
    expect(errors(sales())).toEqual([])
    expect(checked.checks.every(({ held }) => held)).toBe(true)
  })

  it('says the line, the place, a counterexample and the ways out', () => {
    const document = edits(
      set('limits', { name: 'Limits' }),
      set('done', { accepts: 'lead.request@1' }),
    )(salesTeam())
    const text = sales({ document })
    const [misfit] = errors(text)
    expect(misfit).toMatchObject({
      code: 'handoff.misfit',
      check: 'Handoff fits',
      place: { edge: 'update_out_done' },
      counterexample: expect.anything() as unknown,
      fixes: expect.arrayContaining([expect.stringContaining('Done')]) as string[],
    })
    expect(text.split('\n')[(misfit?.line ?? 0) - 1]).toContain('update_out_done')
  })

  it('means what it means in a workspace: who is cleared for what, and whom it calls', () => {
    const low = connections.map((one) => ({ ...one, clearance: 'public' as const }))
    expect(errors(sales({ connections: low })).map(({ code }) => code)).toEqual(['connections.clearance'])
    expect(errors(sales({ connections: [] })).map(({ code }) => code)).toContain('connections.unknown')
    expect(errors(sales({ agents: [] })).length).toBeGreaterThan(0)

    const request = contract('lead.request@1', { id: field('string') })
    const calling = drawTeam({
      contracts: [request],
      nodes: [
        node('trigger', 'start', { produces: 'lead.request@1' }),
        node('team', 'help', { team: 'helpers' }),
        node('end', 'done'),
      ],
      edges: ['start -> help', 'help -> done'],
    })
    const called = { slug: 'helpers', name: 'Helpers', input: request, results: [request], needs: [] }
    const codes = (calls: TeamFile['calls'], slug?: string) =>
      errors(teamToYaml({ document: calling, agents: [], calls: calls ?? [] }), { slug }).map(
        ({ code }) => code,
      )
    expect(codes([called])).toEqual([])
    expect(codes([])).toEqual(['teams.unknown'])
    const other = contract('lead.request@2', { id: field('integer') })
    expect(codes([{ ...called, input: other }])).toEqual(['teams.input'])
    expect(codes([{ ...called, needs: ['sales-operations'] }])).toEqual(['teams.cycle'])
    expect(codes([called], 'helpers')).toEqual(['teams.cycle'])
  })

  it('tells what cannot be read as one problem a place, with its line', () => {
    const text = sales().replace('kind: rules', 'kind: wizard')
    const { problems, checks } = checkTeamFile(text)
    expect(checks).toEqual([])
    expect(problems).toMatchObject([
      { code: 'file.invalid', severity: 'error', pointer: '/team/nodes/3/kind' },
    ])
    expect(text.split('\n')[(problems[0]?.line ?? 0) - 1]).toContain('kind: wizard')
    expect(checkTeamFile('a: [').problems).toMatchObject([{ code: 'file.invalid', line: 1 }])
    expect(checkTeamFile('').problems).toMatchObject([{ code: 'file.invalid', line: 1 }])
  })

  it('reads JSON too', () => {
    const json = JSON.stringify(
      { baton: 1, team: { ...salesTeam(), format: undefined }, agents, connections },
      null,
      2,
    )
    expect(errors(json)).toEqual([])
  })
})
