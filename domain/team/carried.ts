import type { ContractRef } from '../contract/contract'

/** What a handoff carries to its target: the slot it stands in and the contract it was checked against. */
export interface Carried {
  slot: string
  contract?: ContractRef
}
