import { z } from 'zod'
import type { JsonSchema } from './json-schema'

/** JSON Schema keywords of our own, on any property: how sensitive, and of which kind. */
export const CLASSIFICATION_KEYWORD = 'x-classification'
export const CATEGORIES_KEYWORD = 'x-categories'

export const contractNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$/, 'lower-case words joined by dots, as in lead.assessment')
  .max(80)

/** A named, versioned JSON Schema (2020-12) of an object: what crosses a handoff. */
export const contractSchema = z.object({
  name: contractNameSchema,
  version: z.number().int().min(1).max(9999),
  description: z.string().max(500).default(''),
  schema: z.record(z.string(), z.unknown()),
})
export type Contract = z.infer<typeof contractSchema>

/** `name@version`, as nodes refer to a contract of their team's document. */
export const contractRefSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_.]*@[1-9][0-9]*$/, 'a contract and its version, as in lead.assessment@4')
export type ContractRef = z.infer<typeof contractRefSchema>

export const refOf = (contract: Pick<Contract, 'name' | 'version'>): ContractRef =>
  `${contract.name}@${contract.version}`

/** How people read a reference: `lead.assessment 4`. */
export const showRef = (ref: ContractRef): string => ref.replace('@', ' ')

export const jsonSchemaOf = (contract: Contract): JsonSchema => contract.schema

/** Where a new contract begins: an object without fields that takes no others. */
export const BLANK_CONTRACT: Contract = {
  name: 'new.contract',
  version: 1,
  description: '',
  schema: { type: 'object', properties: {}, required: [], additionalProperties: false },
}
