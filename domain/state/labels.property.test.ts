import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chanceOf } from '../run/testing/chance'
import { randomCatalogue, randomTeam } from '../run/testing/random-team'
import { simulate } from '../run/testing/simulate'
import { assembleTeam } from '../team/compile'
import type { TeamDocument } from '../team/document'
import { kindOf } from '../team/kinds/registry'
import type { TeamNode } from '../team/node'
import { isStaffed } from '../team/staff'
import { node } from '../team/testing/draw-team'
import { flowOf } from '../team/trust/flow-of'
import { isTainted, type Taint } from '../team/trust/flows'
import { callsWriter } from '../team/unattended'
import { labelsAfter } from './labels'
import { decidedRefusal, flowRefusal, readersRefusal } from './refusal'

/** Conditions and what is sent read the words themselves, instead of how many there are. */
const worded = (team: TeamDocument, share: number): TeamDocument =>
  JSON.parse(
    JSON.stringify(team).replace(/size\((n\d+(?:_task)?)\)( > 1)?/g, (all, slot: string, tests?: string) =>
      Number(slot.replace(/\D/g, '')) % share === 0
        ? tests === undefined
          ? slot
          : `has(${slot}.word) && ${slot}.word == 1`
        : all,
    ),
  ) as TeamDocument

const NEVER = { id: 'R-1', name: 'Never', when: 'false', then: 'reject' as const, message: '' }

/** Rules stand where a person stood: what they let through, nobody has looked at. */
function unattended(team: TeamDocument, share: number): TeamDocument {
  const isRule = (id: string): boolean =>
    team.nodes.some((one) => one.id === id && one.kind === 'human' && Number(id.slice(1)) % share === 0)
  const rules = team.nodes.filter(({ id }) => isRule(id))
  return {
    ...team,
    nodes: [
      ...team.nodes.map((one) => (isRule(one.id) ? node('rules', one.id, { rules: [NEVER] }) : one)),
      ...rules.map(({ id }) => node('end', `${id}_end`, { outcome: 'rejected' })),
    ],
    edges: [
      ...team.edges.flatMap((edge) => {
        if (!isRule(edge.from.node)) return [edge]
        return edge.from.port === 'approved' ? [{ ...edge, from: { ...edge.from, port: 'pass' } }] : []
      }),
      ...rules.map(({ id }) => ({
        id: `${id}_reject`,
        from: { node: id, port: 'reject' },
        to: { node: `${id}_end` },
      })),
    ],
  }
}

const teams = fc
  .tuple(randomTeam(), fc.nat(3), fc.nat(5))
  .map(([team, words, rules]) => worded(rules < 3 ? unattended(team, rules + 1) : team, words + 1))

const isBelow = (a: Taint, b: Taint): boolean =>
  [...a.words].every((one) => b.words.has(one)) && [...a.chosen].every((one) => b.chosen.has(one))

const say = ({ words, chosen }: Taint): string => `words ${[...words].join()} chosen ${[...chosen].join()}`

describe('labels of a run against those of the proof', { timeout: 120_000 }, () => {
  it('are never above them and often below; a proved team is refused nothing, one that is not is refused', () => {
    const met = { tainted: 0, below: 0, allowed: 0, refused: 0 }
    fc.assert(
      fc.property(teams, fc.nat(), (team, seed) => {
        const { assembled: bundle, problems } = assembleTeam(team, randomCatalogue)
        const errors = problems.filter(({ severity }) => severity === 'error')
        // What does not hold together at all cannot be run; what only lets words decide can.
        if (!bundle || errors.some(({ code }) => !code.startsWith('trust.'))) return
        const flow = flowOf(bundle)
        const proof = flow.proved()
        for (let i = 0; i < 3; i++)
          for (const came of simulate(bundle, chanceOf(seed + i, seed + 7 * i)).happenings) {
            if (came.kind !== 'came') continue
            const at = bundle.nodes[came.node] as TeamNode
            const labels = labelsAfter(flow, came.history)
            const pairs = kindOf(at)
              .expressions(at)
              .map((expression): [Taint, Taint] => [labels.of(at, expression), proof.of(at, expression)])
            if (isStaffed(at)) pairs.push([labels.shown(at), proof.shown(at)])
            for (const [own, most] of pairs) {
              expect(isBelow(own, most), `${at.id}: ${say(own)} within ${say(most)}`).toBe(true)
              if (isTainted(own)) met.tainted++
              if (!isBelow(most, own)) met.below++
            }
            const decided = proof.conditions.filter((one) => one.decides.has(at.id))
            for (const one of labels.decided(at.id))
              expect(decided.map(({ node: by }) => by.id)).toContain(one)
            if (errors.length === 0 && callsWriter(at, randomCatalogue.teams))
              expect(decidedRefusal(flow, labels, at), at.id).toBeUndefined()
            if (at.kind !== 'action') continue
            const refused = flowRefusal(flow, labels, at)
            if (errors.length === 0) expect(refused, at.id).toBeUndefined()
            expect(readersRefusal(bundle, flow, at), at.id).toBeUndefined()
            met[refused ? 'refused' : 'allowed']++
          }
      }),
      { numRuns: 900, endOnFailure: true },
    )
    for (const [what, times] of Object.entries(met)) expect(times, what).toBeGreaterThan(5)
  })
})
