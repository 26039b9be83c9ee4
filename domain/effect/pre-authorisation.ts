import { z } from 'zod'
import { expressionSchema } from '../team/kinds/common'
import { slugSchema } from '../team/slug'

const METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const

/** What an admin lets an agent send without asking a person each time. */
export const preAuthorisationSchema = z.object({
  agent: slugSchema,
  connection: slugSchema,
  method: z.enum(METHODS),
  /** Below the connection's address; `*` stands for one piece between slashes, `**` at the end for all that follows. */
  path: z
    .string()
    .trim()
    .max(300)
    .regex(/^\/[^?#\s]*$/, 'a path that begins with a slash')
    .refine(
      (path) => !/\*\*(?!$)/.test(path) && !/[^/]\*\*$/.test(path),
      '** stands at the end, after a slash',
    ),
  /** CEL over `body` (what is sent) and the run's state; empty for always. */
  condition: z.union([z.literal(''), expressionSchema]).default(''),
  /** Effects a day, in the workspace's time zone. */
  perDay: z.number().int().min(1).max(100_000),
  /** The last moment at which it holds. */
  until: z.iso.datetime().nullable().default(null),
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

/** For people: `PATCH /deals/* over crm, 20 a day`. */
export const saysPreAuthorisation = ({
  method,
  path,
  connection,
  perDay,
}: Pick<PreAuthorisation, 'method' | 'path' | 'connection' | 'perDay'>): string =>
  `${method} ${path} over ${connection}, ${perDay} a day`
