import { checkCompat } from '@/domain/contract/compat'
import { refOf, showRef } from '@/domain/contract/contract'
import { carriedOn } from '@/domain/team/carry'
import type { TeamDocument } from '@/domain/team/document'
import { graphOf } from '@/domain/team/graph'
import { kindOf } from '@/domain/team/kinds/registry'
import { reduce } from '@/domain/team/reduce'
import { refusedByShape } from './connect'
import { brokenLanes } from './lane-refusal'
import { connecting } from './spoke'

/**
 * For a handoff that is being drawn: by node, why it may not lead there, or null where it may. What would cross it is
 * held against what each target takes, so that an edge that cannot fit is never made.
 */
export function refusals(document: TeamDocument, from: string, port: string): Map<string, string | null> {
  return new Map(document.nodes.map(({ id }) => [id, refusal(document, from, port, id)]))
}

export function refusal(document: TeamDocument, from: string, port: string, to: string): string | null {
  const shape = refusedByShape(document, from, port, to)
  if (shape !== undefined) return shape
  const drawn = connecting(document, from, port, to)
  if (!drawn) return 'One of the two is gone.'
  const { edge } = drawn
  const after = reduce(document, drawn.command)
  const broken = brokenLanes(document, after)
  if (broken !== undefined) return broken
  const graph = graphOf(after)
  const target = graph.nodes.get(to)
  const accepts = target && kindOf(target).accepts(target)
  if (!target || accepts === undefined) return null
  const source = graph.nodes.get(from)
  const returns =
    source &&
    kindOf(source)
      .ports(source)
      .find(({ id }) => id === port)?.returns
  if (returns) return null
  const contracts = new Map(document.contracts.map((contract) => [refOf(contract), contract]))
  const accepted = contracts.get(accepts)
  for (const { contract: ref } of carriedOn(graph).get(edge.id) ?? []) {
    const brought = ref === undefined ? undefined : contracts.get(ref)
    if (!brought || !accepted || brought === accepted) continue
    const result = checkCompat(brought.schema, accepted.schema)
    if (result.verdict === 'incompatible')
      return `${showRef(refOf(brought))} does not fit ${showRef(accepts)}: ${result.reason}`
  }
  return null
}
