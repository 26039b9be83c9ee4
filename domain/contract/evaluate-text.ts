import { fullFormats } from 'ajv-formats/dist/formats.js'

const PATTERN_CACHE_LIMIT = 500
const patterns = new Map<string, RegExp | null>()

/**
 * Whether a text matches a pattern anywhere, read as ECMA-262 with the `u` flag and, where that is refused,
 * without (2020-12 core, 6.4). A pattern that is no regular expression matches nothing.
 */
export function matchesPattern(source: string, text: string): boolean {
  return compilePattern(source)?.test(text) ?? false
}

/** A compiled pattern, kept; undefined for what is no regular expression. */
export function compilePattern(source: string): RegExp | undefined {
  const known = patterns.get(source)
  if (known !== undefined) return known ?? undefined
  const compiled = tryCompile(source, 'u') ?? tryCompile(source, '') ?? null
  if (patterns.size >= PATTERN_CACHE_LIMIT) patterns.clear()
  patterns.set(source, compiled)
  return compiled ?? undefined
}

function tryCompile(source: string, flags: string): RegExp | undefined {
  try {
    return new RegExp(source, flags)
  } catch {
    return undefined
  }
}

/** Whether a format says anything about texts here; the others (and `int32` and the like) are notes. */
export function isKnownFormat(name: string): boolean {
  const format = formatNamed(name)
  return format !== undefined && typeof format !== 'boolean'
}

/** Whether a text is written in a format; an unknown format accepts everything (2020-12 validation, 7.2.1). */
export function matchesFormat(name: string, text: string): boolean {
  const format = formatNamed(name)
  if (format === undefined || typeof format === 'boolean') return true
  if (format instanceof RegExp) return format.test(text)
  const check = typeof format === 'function' ? format : (format as { validate?: unknown }).validate
  if (check instanceof RegExp) return check.test(text)
  return typeof check === 'function' ? (check as (text: string) => boolean)(text) : true
}

function formatNamed(name: string): unknown {
  if (!Object.hasOwn(fullFormats, name)) return undefined
  const format: unknown = (fullFormats as Record<string, unknown>)[name]
  return typeof format === 'object' && (format as { type?: string }).type === 'number' ? undefined : format
}
