import { ExpressionError, evaluateExpression } from './cel'

export interface RenderOptions {
  /** For titles and summaries: what is missing or fails renders as `—` instead of throwing. */
  lenient?: boolean
  /** Applied to each inserted text, e.g. to encode it. */
  escape?: (text: string) => string
}

export type TemplatePart = { text: string } | { source: string; position: number }

/** What stands where there is no value. */
export const NO_VALUE = '—'

/**
 * Text with CEL in double braces: `Move {{ dossier.account.name }}`. Null renders as `—`, lists as their items
 * joined by commas, objects as JSON.
 * @throws ExpressionError unless lenient, when an expression fails; `position` counts from the template's start.
 */
export function renderTemplate(
  template: string,
  bindings: Record<string, unknown>,
  options: RenderOptions = {},
): string {
  let parts: TemplatePart[]
  try {
    parts = parseTemplate(template)
  } catch (error) {
    if (options.lenient) return template
    throw error
  }
  return parts.map((part) => ('text' in part ? part.text : renderPart(part, bindings, options))).join('')
}

/**
 * A URL path below a connection's base: every inserted value is one encoded piece of it, so that no value can
 * reach another address.
 * @throws ExpressionError when a value is missing, empty, or a dot segment.
 */
export function renderPath(template: string, bindings: Record<string, unknown>): string {
  const path = renderTemplate(template, bindings, {
    escape: (text) => {
      if (text === '' || text === NO_VALUE) throw new ExpressionError('A value in the path is empty')
      return encodeURIComponent(text)
    },
  })
  // `..` goes up, also when spelled %2e%2e (WHATWG URL, 4.1).
  if (path.split(/[/?#\\]/).some((segment) => /^(\.|%2e){1,2}$/i.test(segment)))
    throw new ExpressionError('The path may not go up: it has a segment of dots')
  return path
}

/**
 * The pieces of a template: fixed text, and expressions with their offset.
 * @throws ExpressionError when a `{{` has no end or holds nothing.
 */
export function parseTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = []
  let from = 0
  for (;;) {
    const open = template.indexOf('{{', from)
    if (open < 0) break
    if (open > from) parts.push({ text: template.slice(from, open) })
    const close = findEnd(template, open + 2)
    if (close < 0) throw new ExpressionError('"{{" has no "}}"', open)
    const inner = template.slice(open + 2, close)
    const source = inner.trim()
    if (source === '') throw new ExpressionError('There is nothing between "{{" and "}}"', open)
    parts.push({ source, position: open + 2 + inner.indexOf(source) })
    from = close + 2
  }
  if (from < template.length) parts.push({ text: template.slice(from) })
  return parts
}

/** Where the `}}` stands that closes an expression; not one in a text literal or of a nested map. */
function findEnd(template: string, from: number): number {
  let depth = 0
  let quote = ''
  for (let i = from; i < template.length; i++) {
    const char = template[i] as string
    if (quote) {
      if (char === '\\') i++
      else if (char === quote) quote = ''
    } else if (char === '"' || char === "'") quote = char
    else if (char === '{') depth++
    else if (char === '}' && depth > 0) depth--
    else if (char === '}' && template[i + 1] === '}') return i
  }
  return -1
}

function renderPart(
  part: { source: string; position: number },
  bindings: Record<string, unknown>,
  options: RenderOptions,
): string {
  let value: unknown
  try {
    value = evaluateExpression(part.source, bindings)
  } catch (error) {
    if (options.lenient) return NO_VALUE
    if (!(error instanceof ExpressionError)) throw error
    throw new ExpressionError(error.message, part.position + (error.position ?? 0), error.code)
  }
  const text = show(value)
  return options.escape ? options.escape(text) : text
}

function show(value: unknown): string {
  if (value === null || value === undefined) return NO_VALUE
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(show).join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value as number | boolean)
}
