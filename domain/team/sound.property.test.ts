import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compileTeam } from './compile'
import { salesCatalogue } from './testing/sales-team'
import { BREAKS, soundTeam } from './testing/sound-team'

describe('teams that are sound by how they are made', { timeout: 60_000 }, () => {
  it('raise no alarm, however they are put together', () => {
    fc.assert(
      fc.property(soundTeam(), (team) => {
        const { problems, bundle } = compileTeam(team, salesCatalogue)
        expect(problems.filter(({ severity }) => severity !== 'advice')).toEqual([])
        expect(bundle).toBeDefined()
      }),
      { numRuns: 300 },
    )
  })

  it.each(Object.entries(BREAKS))('are caught once broken: %s', (code, change) => {
    let broken = 0
    fc.assert(
      fc.property(soundTeam(), fc.infiniteStream(fc.nat()), (team, choices) => {
        const mutant = change(team, (below) => (choices.next().value as number) % Math.max(1, below))
        if (!mutant) return
        broken++
        const found = compileTeam(mutant, salesCatalogue).problems
        // A circle that nothing leads out of has no bound either.
        const codes = found.map((one) => (one.code === 'ends.never' ? 'ends.unbounded' : one.code))
        expect(codes).toContain(code)
      }),
      { numRuns: 100 },
    )
    expect(broken).toBeGreaterThan(20)
  })
})
