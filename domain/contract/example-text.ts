import { FORMAT_EXAMPLES } from './evaluate-formats'
import { countKeyword, stringKeyword, type SchemaObject } from './json-schema'

/** What texts in fields of common names look like: the first entry whose words occur in the name. */
const BY_NAME: [RegExp, string][] = [
  [/e?mail/, 'ann@example.com'],
  [/phone|mobile|telephone/, '+44 20 7946 0000'],
  [/url|link|website|uri/, 'https://example.com/page'],
  [/date_?time|timestamp|_at$/, '2025-01-15T09:30:00Z'],
  [/date|birthday|dob|_on$/, '2025-01-15'],
  [/time$/, '09:30'],
  [/currency/, 'EUR'],
  [/country/, 'Germany'],
  [/city|town/, 'Lisbon'],
  [/zip|post_?code/, '10115'],
  [/street|address/, '12 Harbour Street'],
  [/first_?name/, 'Ann'],
  [/last_?name|surname/, 'Lindqvist'],
  [/company|organi[sz]ation|account|customer|vendor|supplier/, 'Acme Ltd'],
  [/name$|owner|contact|person|author/, 'Ann Lindqvist'],
  [/language|locale/, 'en'],
  [/uuid|guid/, '123e4567-e89b-12d3-a456-426614174000'],
  [/(^|_)id$|number$|code$|reference$|(^|_)ref$/, 'A-1001'],
  [/summary|description|note|comment|reason|rationale|text|message|body/, 'A short note.'],
  [/title|subject|headline/, 'A short title'],
]

/** A text that suits a field by its format, its name and its length; patterns are left to the caller's check. */
export function plausibleText(name: string, schema: SchemaObject): string {
  const format = stringKeyword(schema, 'format')
  const [written] =
    format === undefined || !Object.hasOwn(FORMAT_EXAMPLES, format) ? [] : (FORMAT_EXAMPLES[format] ?? [])
  if (written !== undefined) return written
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase()
  const text =
    BY_NAME.find(([pattern]) => words !== '' && pattern.test(words))?.[1] ??
    (words.replaceAll(/[_-]+/g, ' ').trim() || 'text')
  return fitLength(
    text,
    countKeyword(schema, 'minLength') ?? 0,
    countKeyword(schema, 'maxLength') ?? Infinity,
  )
}

function fitLength(text: string, min: number, max: number): string {
  if (text.length > max) return text.slice(0, max).trimEnd().padEnd(Math.min(min, max), 'x')
  if (text.length >= min || min > 100_000) return text
  return `${text} `
    .repeat(Math.ceil(min / (text.length + 1)))
    .slice(0, min - 1)
    .concat('.')
}
