import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deltaOf, withDelta } from '../delta'
import type { Catalogue } from './checks/check'
import { CommandError } from './command'
import { proveTeam } from './compile'
import type { TeamDocument } from './document'
import { reduce } from './reduce'
import { agent, salesCatalogue, salesTeam } from './testing/sales-team'
import { mutations } from './testing/mutations'
import { randomCommand } from './testing/random-command'
import { randomTeam } from './testing/random-team'
import { largeCatalogue, largeTeam } from './testing/large-team'

/** Every team that the mutations of the checks begin with, and what each makes of it. */
const drawn: { documents: TeamDocument[]; catalogue: Catalogue }[] = mutations.flatMap(
  ({ cases, team = salesTeam }) =>
    cases.map(({ mutate, catalogue = salesCatalogue }) => ({
      documents: [team(), mutate(team())],
      catalogue,
    })),
)

/** Teams to begin with, to jump to and to go back to, and the workspace around them. */
const beginnings = fc.oneof(
  fc.constantFrom(...drawn),
  randomTeam().map((team) => ({ documents: [team], catalogue: salesCatalogue })),
  fc.constant({ documents: [largeTeam(33)], catalogue: largeCatalogue }),
)

describe('a proof that keeps what an edit did not touch', { timeout: 120_000 }, () => {
  it('is the proof from nothing, whatever is edited, taken back or changed around it', () => {
    let edits = 0
    let sound = 0
    fc.assert(
      fc.property(
        beginnings,
        fc.array(fc.infiniteStream(fc.nat()), { minLength: 1, maxLength: 12 }),
        ({ documents, catalogue }, choices) => {
          let kept: { document: unknown; catalogue: unknown } = { document: undefined, catalogue: undefined }
          const past = [...documents]
          let document = documents[0] as TeamDocument
          let around = catalogue
          for (const stream of choices) {
            const pick = (below: number): number => (stream.next().value as number) % below
            const what = pick(10)
            if (what === 0) document = past[pick(past.length)] as TeamDocument
            else if (what === 1) around = changed(around, pick)
            else document = edited(document, around, pick)
            past.push(document)
            // As between the page and its worker: only what is new goes over, as a copy.
            const next = { document, catalogue: around }
            kept = withDelta(kept, structuredClone(deltaOf(kept, next))) as typeof kept
            const found = proveTeam(kept.document as TeamDocument, kept.catalogue as Catalogue)
            const fresh = structuredClone(next)
            expect(found).toEqual(proveTeam(fresh.document, fresh.catalogue))
            edits++
            if (found.problems.every(({ severity }) => severity !== 'error')) sound++
          }
        },
      ),
      { numRuns: 150 },
    )
    // Both must come about often enough for this to say anything.
    expect(sound).toBeGreaterThan(edits / 20)
    expect(sound).toBeLessThan(edits / 2)
  })
})

function edited(
  document: TeamDocument,
  { agents }: Catalogue,
  pick: (below: number) => number,
): TeamDocument {
  const slugs = agents.map(({ slug }) => slug)
  try {
    return reduce(document, randomCommand(document, slugs, pick))
  } catch (error) {
    if (!(error instanceof CommandError)) throw error
    return document
  }
}

function changed(catalogue: Catalogue, pick: (below: number) => number): Catalogue {
  const at = pick(Math.max(1, catalogue.agents.length))
  const other = agent(catalogue.agents[at]?.slug ?? 'one', {
    clearance: pick(2) ? 'public' : 'restricted',
    autonomy: pick(2) ? 1 : 3,
  })
  return { ...catalogue, agents: catalogue.agents.map((one, i) => (i === at ? other : one)) }
}
