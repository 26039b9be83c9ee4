import { refOf } from '../contract/contract'
import type { JsonSchema } from '../contract/json-schema'
import type { TeamDocument } from './document'
import { kindOf } from './kinds/registry'

/** What a run of the team begins with; anything where nothing says. */
export function inputSchemaOf({ nodes, contracts }: Pick<TeamDocument, 'nodes' | 'contracts'>): JsonSchema {
  const trigger = nodes.find((one) => !kindOf(one).takesIn)
  const ref = trigger && kindOf(trigger).produces(trigger)
  return contracts.find((contract) => refOf(contract) === ref)?.schema ?? true
}
