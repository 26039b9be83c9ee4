import { describe, expect, it } from 'vitest'
import { compileTeam } from '../compile'
import { reduce } from '../reduce'
import { mutations } from '../testing/mutations'
import { salesCatalogue, salesTeam } from '../testing/sales-team'
import type { TeamProblem } from './check'

const keyOf = ({ code, place }: TeamProblem): string => `${code} ${JSON.stringify(place)}`
const isError = ({ severity }: TeamProblem): boolean => severity === 'error'

describe.each(mutations)('ways out of $check', ({ cases, team = salesTeam }) => {
  it.each(cases)('$name', ({ mutate, catalogue = salesCatalogue }) => {
    const document = mutate(team())
    const { problems } = compileTeam(document, catalogue)
    const errors = new Set(problems.filter(isError).map(keyOf))
    for (const problem of problems)
      for (const { label, command } of problem.fixes ?? []) {
        const after = compileTeam(reduce(document, command), catalogue).problems
        const stays = after.some((one) => keyOf(one) === keyOf(problem))
        const brought = after.filter((one) => isError(one) && !errors.has(keyOf(one)))
        expect({ label, stays, brought: brought.map(({ message }) => message) }).toEqual({
          label,
          stays: false,
          brought: [],
        })
      }
  })
})
