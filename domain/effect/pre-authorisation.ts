import { z } from 'zod'
import { WRITING_METHODS } from '../connection/kinds/http-request'
import { operationNameSchema } from '../connection/operation'
import { expressionSchema } from '../team/kinds/common'
import type { EffectRequest } from '../run/step'
import { slugSchema } from '../team/slug'

/** Below the connection's address; `*` stands for one piece between slashes, `**` at the end for all that follows. */
const pathSchema = z
  .string()
  .trim()
  .max(300)
  .regex(/^\/[^?#\s]*$/, 'a path that begins with a slash')
  .refine((path) => !/\*\*(?!$)/.test(path) && !/[^/]\*\*$/.test(path), '** stands at the end, after a slash')

/** One operation of a connection of any kind; or requests of an HTTP service that no operation makes. */
export const coveredSchema = z.discriminatedUnion('by', [
  z.object({ by: z.literal('operation'), operation: operationNameSchema }),
  z.object({ by: z.literal('request'), method: z.enum(WRITING_METHODS), path: pathSchema }),
])
export type Covered = z.infer<typeof coveredSchema>

/** What an admin lets an agent send without the gate asking a person. */
export const preAuthorisationSchema = z.object({
  agent: slugSchema,
  connection: slugSchema,
  covers: coveredSchema,
  /** CEL over `body` (what is sent) and the run's state; empty for always. */
  condition: z.union([z.literal(''), expressionSchema]).default(''),
  /** Effects a day, in the workspace's time zone. */
  perDay: z.number().int().min(1).max(100_000),
  /** The last day on which it holds, in the workspace's time zone. */
  until: z.iso.date().nullable().default(null),
})
export type PreAuthorisation = z.infer<typeof preAuthorisationSchema>

/**
 * Whether a path is one of those that a pattern names. A query is part of the path: a pattern without one names none with
 * one, since a service may do something else by it.
 */
export function pathMatches(pattern: string, path: string): boolean {
  if (/[?#]/.test(path)) return false
  const [wanted, given] = [pattern.split('/'), path.split('/')]
  const rest = wanted.at(-1) === '**'
  const pieces = rest ? wanted.slice(0, -1) : wanted
  if (rest ? given.length <= pieces.length : given.length !== pieces.length) return false
  return pieces.every((piece, i) => matchesPiece(piece, given[i] ?? ''))
}

/** `deal-*` too; an encoded slash is no end of a piece for the gate, but might be one for the service. */
function matchesPiece(pattern: string, piece: string): boolean {
  if (!pattern.includes('*')) return pattern === piece
  if (piece === '' || /%2f|%5c/i.test(piece)) return false
  const parts = pattern.split('*')
  const first = parts.shift() ?? ''
  const last = parts.pop() ?? ''
  if (!piece.startsWith(first) || !piece.endsWith(last) || piece.length < first.length + last.length)
    return false
  let at = first.length
  for (const part of parts) {
    const found = piece.indexOf(part, at)
    if (found < 0 || found + part.length > piece.length - last.length) return false
    at = found + part.length
  }
  return true
}

/** For people: `PATCH /deals/*`, or an operation's name. */
export const saysCovered = (covers: Covered): string =>
  covers.by === 'operation' ? covers.operation : `${covers.method} ${covers.path}`

/** For people: `PATCH /deals/* over crm, 20 a day`. */
export const saysPreAuthorisation = ({
  covers,
  connection,
  perDay,
}: Pick<PreAuthorisation, 'covers' | 'connection' | 'perDay'>): string =>
  `${saysCovered(covers)} over ${connection}, ${perDay} a day`

/** One as it is kept: what it covers, and what that was when it was given. */
export interface KeptAuthorisation {
  covers: Covered
  /** Of an operation: its digest. */
  operationDigest: string | null
  /** Where the connection led, by digest. */
  endpoint: string
}

/**
 * Whether a request is what was let out beforehand: the operation as it was, over a connection that leads where it did. By
 * method and path only what no operation makes, since nobody said what that is by them.
 */
export function covers(
  { covers: covered, operationDigest, endpoint }: KeptAuthorisation,
  request: Pick<EffectRequest, 'operation' | 'method' | 'path' | 'endpoint'>,
): boolean {
  if (endpoint !== request.endpoint) return false
  if (covered.by === 'request')
    return (
      request.operation === undefined &&
      covered.method === request.method &&
      pathMatches(covered.path, request.path)
    )
  return (
    request.operation !== undefined &&
    request.operation.name === covered.operation &&
    request.operation.digest === operationDigest
  )
}
