import type { Goal } from './compat-goals'
import { isRecord, type JsonSchema } from './json-schema'

/**
 * Short names for goals: two goals have the same name if their schemas say the same in the same words. Schemas
 * with references also need the same document around them. Lasts for one check.
 */
export class Identities {
  private readonly texts = new Map<object, string>()
  private readonly numbers = new Map<string, number>()
  private readonly names = new Map<JsonSchema, Map<object, string>>()

  /** The name of a goal's schema, whatever is asked of it. */
  of({ schema, root }: Goal): string {
    if (typeof schema === 'boolean') return String(schema)
    const named = this.names.get(root) ?? new Map<object, string>()
    this.names.set(root, named)
    const known = named.get(schema)
    if (known !== undefined) return known
    const text = this.text(schema)
    const local = text.includes('"$ref"') || text.includes('"$dynamicRef"')
    const name = String(this.number(local ? `${this.number(this.text(root))} ${text}` : text))
    named.set(schema, name)
    return name
  }

  private number(text: string): number {
    const known = this.numbers.get(text)
    if (known !== undefined) return known
    this.numbers.set(text, this.numbers.size)
    return this.numbers.size - 1
  }

  private text(value: unknown): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
    const known = this.texts.get(value)
    if (known !== undefined) return known
    const text = isRecord(value)
      ? `{${Object.keys(value)
          .sort()
          .map((key) => `${JSON.stringify(key)}:${this.text(value[key])}`)
          .join()}}`
      : `[${(value as unknown[]).map((item) => this.text(item)).join()}]`
    this.texts.set(value, text)
    return text
  }
}
