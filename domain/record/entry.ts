import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { z } from 'zod'
import { canonicalBytes, canonicalJson, findNonJson, type JsonValue } from '@/domain/record/canonical'
import { equalBytes, fromBase64, toBase64 } from '@/domain/record/digest'

/** Stands in a leaf for a personal value that is kept, and can be erased, beside it. */
export type Sealed = { $hmac: string }

const text = z.string().min(1).max(256)
const count = z.int().nonnegative()

/** HMAC-SHA256 in base64: 32 bytes, so 43 characters and one pad, the last of which has two unused bits. */
const sealedSchema = z.strictObject({ $hmac: z.string().regex(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/) })

const actorSchema = z
  .strictObject({
    kind: z.enum(['person', 'agent', 'token', 'system', 'nobody']),
    id: text,
    name: z.union([text, sealedSchema]).exactOptional(),
  })
  .refine(({ kind, name }) => kind !== 'person' || typeof name !== 'string', {
    path: ['name'],
    message: 'the name of a person is personal: seal it, or leave it out',
  })

/**
 * One entry of the record: a leaf of the tree once it is written as canonical bytes. Absent members are left out,
 * never undefined. Personal values are sealed; money is a decimal string of micro-dollars.
 */
export const recordEntrySchema = z.strictObject({
  v: z.literal(1),
  id: text,
  /** UTC with milliseconds, exactly as Date.toISOString writes it: one instant, one spelling. */
  at: z.string().refine(isUtc, 'expected UTC such as 2026-01-31T09:00:00.000Z'),
  workspace: text,
  /** `entity.verb`: `step.completed`. */
  kind: z.string().regex(/^[a-z][a-zA-Z0-9_-]*\.[a-z][a-zA-Z0-9_-]*$/, 'expected entity.verb'),
  actor: actorSchema,
  run: text.exactOptional(),
  team: text.exactOptional(),
  /** Digest of the bundle. */
  version: text.exactOptional(),
  node: text.exactOptional(),
  iteration: count.exactOptional(),
  attempt: count.exactOptional(),
  /** What it is about, in a few words without personal data. */
  subject: z.string().min(1).max(1024).exactOptional(),
  data: z.custom<Record<string, JsonValue>>().superRefine(checkData),
  /** Ids of the entries that led to this one. */
  causes: z.array(text).exactOptional(),
})
export type RecordEntry = z.infer<typeof recordEntrySchema>

/**
 * The exact text of an entry, whose UTF-8 bytes are hashed, stored and exported.
 * @throws z.ZodError when the entry does not have the shape of one, CanonicalJsonError when it has no canonical form.
 */
export function entryText(entry: RecordEntry): string {
  return canonicalJson(recordEntrySchema.parse(entry))
}

/** `entryText` as bytes. */
export function entryBytes(entry: RecordEntry): Uint8Array {
  return new TextEncoder().encode(entryText(entry))
}

/**
 * The entry in a leaf. Only its one spelling is taken: other whitespace or order of keys is another leaf.
 * @throws SyntaxError, TypeError (UTF-8) or z.ZodError; RangeError when the bytes are not canonical.
 */
export function readEntry(bytes: Uint8Array): RecordEntry {
  const decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  const entry = recordEntrySchema.parse(JSON.parse(decoded))
  if (!equalBytes(canonicalBytes(entry), bytes)) throw new RangeError('Not canonical JSON')
  return entry
}

/**
 * HMAC-SHA256 (RFC 2104) of the value's canonical bytes, keyed with a random salt of its own: with the salt erased
 * even a guessed value cannot be confirmed.
 * @param salt at least 16 random bytes, used for this one field only
 * @throws RangeError for a shorter salt, CanonicalJsonError for a value that is not JSON
 */
export function sealField(value: JsonValue, salt: Uint8Array): Sealed {
  if (salt.length < 16) throw new RangeError('A salt has at least 16 bytes')
  return { $hmac: toBase64(hmac(sha256, salt, canonicalBytes(value))) }
}

/** Whether this is the value that was sealed. Never throws. */
export function verifySealed(sealed: Sealed, value: JsonValue, salt: Uint8Array): boolean {
  if (salt.length < 16 || findNonJson(value) !== null || !isSealed(sealed)) return false
  return equalBytes(fromBase64(sealed.$hmac), fromBase64(sealField(value, salt).$hmac))
}

function isSealed(value: unknown): value is Sealed {
  return sealedSchema.safeParse(value).success
}

function isUtc(at: string): boolean {
  const time = Date.parse(at)
  return !Number.isNaN(time) && new Date(time).toISOString() === at
}

function checkData(data: unknown, ctx: z.RefinementCtx): void {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) {
    ctx.addIssue({ code: 'custom', message: 'expected an object' })
    return
  }
  const fault = findNonJson(data)
  if (fault) {
    ctx.addIssue({ code: 'custom', message: `no canonical JSON: ${fault.reason} at /data${fault.pointer}` })
    return
  }
  checkMembers(data as Record<string, JsonValue>, [], ctx)
}

function checkMembers(value: JsonValue, path: (string | number)[], ctx: z.RefinementCtx): void {
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    value.forEach((item, i) => checkMembers(item, [...path, i], ctx))
    return
  }
  if (Object.hasOwn(value, '$hmac') && !isSealed(value))
    ctx.addIssue({
      code: 'custom',
      path,
      message: 'a sealed value is { $hmac: base64 of 32 bytes } and nothing else',
    })
  for (const [key, member] of Object.entries(value)) {
    const inner = [...path, key]
    if (/(^|_)micros$|Micros$/.test(key) && !isMoney(member))
      ctx.addIssue({ code: 'custom', path: inner, message: 'money is a decimal string of micro-dollars' })
    checkMembers(member, inner, ctx)
  }
}

const isMoney = (value: JsonValue): boolean =>
  value === null || (typeof value === 'string' && /^(0|-?[1-9][0-9]*)$/.test(value))
