import { z } from 'zod'
import { nameSchema } from '../../name'
import { RESERVED_NAMES } from '../../expression/reserved-names'

/** Also the node's slot in the state and its name in expressions, hence an identifier. */
export const nodeIdSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and underscores, starting with a letter')
  .max(40)
  .refine((id) => !RESERVED_NAMES.has(id), 'not a name that the expression language keeps for itself')
  // Things are looked up by their ids; these every object has.
  .refine((id) => !(id in {}), 'not a name that every object has')

export const expressionSchema = z.string().trim().min(1).max(1000)
/** Text with CEL expressions in double braces: `Move {{ dossier.account.name }}`. */
export const templateSchema = z.string().max(1000)

/** A path into the state: slot, then field names. `dossier`, `dossier.account.name`. */
export const statePathSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/, 'a slot and field names joined by dots')

export const common = {
  id: nodeIdSchema,
  name: nameSchema(),
}

/** One way out of a node. */
export interface Port {
  id: string
  label: string
  /** Publishing is refused while a required port leads nowhere. */
  required: boolean
  /** Of a gate: who leaves here has been let through. Effects lie behind such ports only. */
  approves?: true
  /** What the run comes to when the port leads nowhere. */
  endsAs?: 'done' | 'rejected'
  /** Goes back for another attempt; the node it leads to takes up again what it was first handed. */
  returns?: true
}
