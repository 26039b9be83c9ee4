import type { z } from 'zod'
import type { Operation } from '../operation'

/** How one kind of connection is set up and what can be asked of it. */
export interface ConnectionKindEntry<S extends z.ZodType = z.ZodType> {
  title: string
  /** What it is for, in a sentence. */
  summary: string
  address: { label: string; placeholder: string; hint?: string }
  /** What its secret is; absent where it takes none. */
  secret?: { label: string; hint: string; needed?: true }
  /** The secret goes into a header of the admin's choice. */
  header?: true
  /** What is set besides address and secret. */
  settings: S
  /** Of its settings, the values under which the secret is guarded on its way: it goes by another only entered anew. */
  guards?: Readonly<Record<string, unknown>>
  /**
   * Where its operations come from: `declared` one by one by an admin, `discovered` from the service and then approved,
   * `fixed` by what the kind is.
   */
  operations: 'declared' | 'discovered' | 'fixed'
  fixed?: readonly Operation[]
  /** What is wrong with an address, in a sentence; undefined when it may be used. */
  addressProblem(address: string): string | undefined
  /** What is wrong with a secret, in a sentence that does not repeat it; absent where any will do. */
  secretProblem?(secret: string): string | undefined
}

/** An address of one of these protocols, without a name or password in it: secrets have a place of their own. */
export function urlProblem(
  address: string,
  protocols: readonly string[],
  example: string,
): string | undefined {
  if (!URL.canParse(address)) return `An address, as in ${example}`
  const url = new URL(address)
  if (!protocols.includes(url.protocol))
    return `It begins with ${protocols.map((one) => `${one}//`).join(' or ')}`
  if (url.hostname === '') return 'It names no host'
  if (url.username || url.password)
    return 'Leave name and password out of the address: they have fields of their own'
  if (url.hash) return 'Leave out what stands after #'
  return undefined
}
