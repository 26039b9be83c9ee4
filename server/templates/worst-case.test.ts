import { describe, expect, it } from 'vitest'
import { MICROS_PER_DOLLAR } from '@/domain/budget/money'
import { compileTeam } from '@/domain/team/compile'
import type { PricedModel } from '@/domain/team/cost/priced'
import { SANDBOX_MODELS } from '@/server/practice/sandbox-model'
import { templateFolder, templateFolders } from './folders'

type Folder = ReturnType<typeof templateFolder>

const proved = ({ key, document, agents, systems, about }: Folder, models: readonly PricedModel[]) => {
  const capMicros = String(Math.round(about.budget * Number(MICROS_PER_DOLLAR)))
  const budgets = [{ scope: 'team' as const, subject: key, period: 'run' as const, capMicros, hard: true }]
  return compileTeam(document, { agents, connections: systems, models, budgets, slug: key, published: 1 })
}

const practice = SANDBOX_MODELS.map(({ name, tier, inMicrosPerMTok, outMicrosPerMTok }): PricedModel => ({
  name,
  tier,
  sandbox: true,
  inMicrosPerMTok: String(inMicrosPerMTok),
  outMicrosPerMTok: String(outMicrosPerMTok),
}))

describe.each(templateFolders().map((folder) => [folder.key, folder] as const))('%s', (_key, folder) => {
  it('is told what a run costs at most, of the budget that it brings, and fits it', () => {
    const { worstCase, problems } = proved(folder, practice)
    expect(BigInt(worstCase.micros ?? '0')).toBeGreaterThan(0n)
    expect(worstCase.capMicros).toBeDefined()
    expect(BigInt(worstCase.capMicros ?? '0')).toBeGreaterThanOrEqual(BigInt(worstCase.micros ?? '0'))
    expect(problems.filter(({ code }) => code.startsWith('cost.'))).toEqual([])
  })
})

/*
 * Customer support by hand. An attempt is 1 call and 1 repair, and for one with tools 6 rounds of them; of attempts there
 * are 3 (2 retries).
 *
 *                 calls a visit       tokens out a call   tokens out a visit
 *   triage        3 × (1 + 1)      =  6            800               4,800
 *   findings      3 × (1 + 1 + 6)  = 24          1,500              36,000
 *   draft         3 × (1 + 1)      =  6          1,200               7,200
 *   the whole way                    36                             48,000
 *
 * The person who sorts may send back once: the way from triage to the end is gone once more, 36 calls and 48,000 tokens.
 * The support lead may send back twice: draft to the end twice more, 12 calls and 14,400 tokens.
 * In all 36 + 36 + 12 = 84 calls and 48,000 + 48,000 + 14,400 = 110,400 tokens out.
 */
it('is right by hand for customer support', () => {
  const out = (inMicros: string, outMicros: string): PricedModel[] =>
    (['small', 'standard'] as const).map((tier) => ({
      name: `m-${tier}`,
      tier,
      sandbox: false,
      inMicrosPerMTok: inMicros,
      outMicrosPerMTok: outMicros,
    }))
  const { worstCase } = proved(templateFolder('customer-support'), out('0', '1000000'))
  expect(worstCase).toMatchObject({ modelCalls: 84, micros: '110400' })
})
