import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hardText, teamFileArbitrary } from './testing/team-arbitrary'
import { salesTeam } from './testing/sales-team'
import { shuffled } from './testing/shuffled'
import { teamFromYaml, teamToYaml } from './yaml'

/** JSON knows no undefined; a member that is absent and one that is undefined are the same to it. */
const asStored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

describe('any team', () => {
  it('comes back from its text as it was, and gives the same text again, to the byte', () => {
    let nodes = 0
    fc.assert(
      fc.property(teamFileArbitrary, (file) => {
        const text = teamToYaml(file)
        const read = teamFromYaml(text)
        expect(asStored(read)).toEqual(asStored(file))
        expect(teamToYaml(read)).toBe(text)
        nodes += file.document.nodes.length
      }),
      { numRuns: 150 },
    )
    expect(nodes).toBeGreaterThan(150)
  }, 60_000)

  it('gives one text, whatever order its members came in', () => {
    fc.assert(
      fc.property(teamFileArbitrary, (file) => {
        expect(teamToYaml(shuffled(file))).toBe(teamToYaml(file))
      }),
      { numRuns: 100 },
    )
  }, 60_000)

  it('keeps any text that can be stored, wherever it stands', () => {
    const document = salesTeam()
    fc.assert(
      fc.property(hardText(400), (goal) => {
        const file = { document: { ...document, goal }, agents: [] }
        expect(teamFromYaml(teamToYaml(file)).document.goal).toBe(goal)
      }),
      { numRuns: 100 },
    )
  }, 60_000)
})
