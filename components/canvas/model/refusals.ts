import { checkCompat } from '@/domain/contract/compat'
import { refOf, showRef, type Contract, type ContractRef } from '@/domain/contract/contract'
import { carriedOn } from '@/domain/team/carry'
import type { TeamDocument } from '@/domain/team/document'
import { graphOf } from '@/domain/team/graph'
import { kindOf } from '@/domain/team/kinds/registry'
import { reduce } from '@/domain/team/reduce'
import { refusedByShape } from './connect'
import { lanesBreakFrom, staysInLane } from './lane-refusal'
import { connecting } from './spoke'

/**
 * For a handoff that is being drawn: by node, why it may not lead there, or null where it may. What would cross it is
 * held against what each target takes, so that an edge that cannot fit is never made.
 */
export function refusals(document: TeamDocument, from: string, port: string): Map<string, string | null> {
  const judge = judgeFrom(document, from, port)
  return new Map(document.nodes.map(({ id }) => [id, judge(id)]))
}

export const refusal = (document: TeamDocument, from: string, port: string, to: string): string | null =>
  judgeFrom(document, from, port)(to)

/** What one handoff after the other is held against, worked out once for all of them. */
function judgeFrom(document: TeamDocument, from: string, port: string): (to: string) => string | null {
  const before = graphOf(document)
  const lanesBreak = lanesBreakFrom(before)
  const contracts = new Map(document.contracts.map((contract) => [refOf(contract), contract]))
  const source = before.nodes.get(from)
  const goesBack =
    source &&
    kindOf(source)
      .ports(source)
      .find(({ id }) => id === port)?.returns
  /** What would cross: it follows from the source, whoever takes it up. */
  let crosses: readonly Contract[] | undefined
  const fits = new Map<ContractRef, string | null>()

  return (to) => {
    const shape = refusedByShape(document, from, port, to)
    if (shape !== undefined) return shape
    const drawn = connecting(document, from, port, to)
    const target = before.nodes.get(to)
    if (!drawn || !target) return 'One of the two is gone.'
    const alone = drawn.command.type === 'edge.add'
    if (!(alone && staysInLane(before, from, port, to))) {
      const broken = lanesBreak(reduce(document, drawn.command))
      if (broken !== undefined) return broken
    }
    const accepts = kindOf(target).accepts(target)
    const accepted = accepts === undefined ? undefined : contracts.get(accepts)
    if (accepts === undefined || !accepted || goesBack) return null
    crosses ??= (carriedOn(graphOf(reduce(document, drawn.command))).get(drawn.edge.id) ?? []).flatMap(
      ({ contract }) => contracts.get(contract ?? '') ?? [],
    )
    const known = fits.get(accepts)
    if (known !== undefined) return known
    const why = misfit(crosses, accepted)
    fits.set(accepts, why)
    return why
  }
}

function misfit(brought: readonly Contract[], accepted: Contract): string | null {
  for (const contract of brought) {
    if (contract === accepted) continue
    const result = checkCompat(contract.schema, accepted.schema)
    if (result.verdict === 'incompatible')
      return `${showRef(refOf(contract))} does not fit ${showRef(refOf(accepted))}: ${result.reason}`
  }
  return null
}
