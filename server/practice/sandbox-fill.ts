import { checkCompat } from '@/domain/contract/compat'
import { validateInstance } from '@/domain/contract/evaluate'
import { isRecord, type JsonSchema } from '@/domain/contract/json-schema'
import { Random, seedOf } from './random'

const DEPTH = 8
const SENTENCES = [
  'Taken from the input as it stands',
  'Follows from what was handed over',
  'Nothing in the input speaks against it',
  'As the task asks',
] as const

/** Every value in the input by the name of its field, the first one that is met. */
export function valuesByName(input: unknown, found = new Map<string, unknown[]>()): Map<string, unknown[]> {
  if (Array.isArray(input)) for (const item of input) valuesByName(item, found)
  if (isRecord(input)) {
    for (const [name, value] of Object.entries(input)) {
      found.set(name, [...(found.get(name) ?? []), value])
      valuesByName(value, found)
    }
  }
  return found
}

/**
 * A valid instance of a schema, made from the input where a field of the same name fits, else plausible and always the
 * same for the same input.
 * @returns undefined when no instance was found
 */
export function fillSchema(schema: JsonSchema, input: unknown): unknown {
  const fill = new Filler(schema, input)
  const value = fill.make(schema, '', 0)
  if (validateInstance(schema, value).length === 0) return value
  // The comparison of contracts finds a value of the first that the second refuses: here, any value at all.
  const witness = checkCompat(schema, false)
  return witness.verdict === 'incompatible' ? witness.counterexample : undefined
}

class Filler {
  private readonly known: Map<string, unknown[]>
  private readonly random: Random

  constructor(
    private readonly root: JsonSchema,
    input: unknown,
  ) {
    this.known = valuesByName(input)
    this.random = new Random(seedOf(JSON.stringify(input ?? null)))
  }

  make(schema: JsonSchema, name: string, depth: number): unknown {
    if (!isRecord(schema)) return name ? this.sentence(name) : {}
    const found = this.known.get(name)?.find((value) => this.fits(schema, value))
    if (found !== undefined) return found
    if ('const' in schema) return schema['const']
    if (Array.isArray(schema['examples']) && schema['examples'].length)
      return this.one(schema['examples'] as unknown[])
    if (Array.isArray(schema['enum']) && schema['enum'].length) return this.one(schema['enum'] as unknown[])
    const target = typeof schema['$ref'] === 'string' ? this.resolve(schema['$ref']) : undefined
    if (target !== undefined && depth < DEPTH) return this.make(target, name, depth + 1)
    for (const keyword of ['anyOf', 'oneOf', 'allOf']) {
      const [first] = Array.isArray(schema[keyword]) ? (schema[keyword] as JsonSchema[]) : []
      if (first !== undefined) return this.make(first, name, depth + 1)
    }
    return this.byType(schema, name, depth)
  }

  private byType(schema: Record<string, unknown>, name: string, depth: number): unknown {
    const types = [schema['type'] ?? (schema['properties'] ? 'object' : 'string')].flat()
    switch (types[0]) {
      case 'object':
        return this.object(schema, depth)
      case 'array':
        return this.array(schema, name, depth)
      case 'boolean':
        return this.random.chance(0.5)
      case 'integer':
      case 'number':
        return this.number(schema)
      case 'null':
        return null
      default:
        return this.text(schema, name)
    }
  }

  private object(schema: Record<string, unknown>, depth: number): Record<string, unknown> {
    const properties = isRecord(schema['properties']) ? schema['properties'] : {}
    const required = Array.isArray(schema['required']) ? (schema['required'] as string[]) : []
    const names = depth < DEPTH ? Object.keys(properties) : required
    return Object.fromEntries(
      [...new Set([...names, ...required])].map((key) => [
        key,
        this.make((properties[key] ?? true) as JsonSchema, key, depth + 1),
      ]),
    )
  }

  private array(schema: Record<string, unknown>, name: string, depth: number): unknown[] {
    const least = Number(schema['minItems'] ?? 0)
    const most = Number(schema['maxItems'] ?? 2)
    const length = Math.min(Math.max(least, depth < DEPTH ? Math.min(1, most) : 0), most)
    return Array.from({ length }, () => this.make((schema['items'] ?? true) as JsonSchema, name, depth + 1))
  }

  private number(schema: Record<string, unknown>): number {
    const low = Number(schema['minimum'] ?? schema['exclusiveMinimum'] ?? 0)
    const high = Number(schema['maximum'] ?? schema['exclusiveMaximum'] ?? low + 10)
    const middle = low + (high - low) * (0.4 + 0.2 * this.random.next())
    const whole = schema['type'] === 'integer' || high - low > 5
    return whole ? Math.min(Math.max(Math.round(middle), Math.ceil(low)), high) : Number(middle.toFixed(2))
  }

  private text(schema: Record<string, unknown>, name: string): string {
    const format = schema['format']
    if (format === 'date') return '2026-01-15'
    if (format === 'date-time') return '2026-01-15T09:00:00Z'
    if (format === 'email') return 'someone@practice.example'
    if (format === 'uri' || format === 'url') return 'https://practice.example/'
    if (format === 'uuid') return '00000000-0000-4000-8000-000000000000'
    const least = Number(schema['minLength'] ?? 0)
    const most = Number(schema['maxLength'] ?? 200)
    return this.sentence(name).padEnd(least, '.').slice(0, most)
  }

  private sentence(name: string): string {
    const label = name.replaceAll('_', ' ')
    return `${label ? `${label.charAt(0).toUpperCase()}${label.slice(1)}: ` : ''}${this.one(SENTENCES)}.`
  }

  private one<T>(from: readonly T[]): T {
    return from[this.random.int(0, from.length - 1)] as T
  }

  private resolve(ref: string): JsonSchema | undefined {
    const name = /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(ref)?.[1]
    const defs = isRecord(this.root) ? (this.root['$defs'] ?? this.root['definitions']) : undefined
    return name !== undefined && isRecord(defs) ? (defs[name] as JsonSchema | undefined) : undefined
  }

  /** Only whole values of the input are taken over, and only where they fit. */
  private fits(schema: Record<string, unknown>, value: unknown): boolean {
    const defs = isRecord(this.root) && isRecord(this.root['$defs']) ? { $defs: this.root['$defs'] } : {}
    return validateInstance({ ...schema, ...defs }, value).length === 0
  }
}
