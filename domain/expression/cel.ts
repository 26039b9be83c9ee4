import {
  Environment,
  EvaluationError,
  Optional,
  ParseError,
  TypeError as CelTypeError,
  type ParseResult,
} from '@marcbachmann/cel-js'
import { keptByText } from '../kept'

const CACHE_LIMIT = 2000

/** An expression that cannot be read, or that failed on the values it met. `position` is an offset in the source. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  constructor(
    message: string,
    readonly position?: number,
    /** The library's stable code, as in `no_such_key`. */
    readonly code?: string,
  ) {
    super(message)
  }
}

/**
 * Evaluates a CEL expression: JSON in, JSON out.
 *
 * `bindings` are the state's slots by node id, and `decision` (`decision.<agent node>.confidence`, `.agent`).
 * Numbers of JSON are doubles; they compare with and calculate with whole literals (`draft.amount > 10000`,
 * `draft.amount * 2`), which plain CEL refuses. A missing field is an error: ask `has(draft.discount)` first, or
 * write `draft.?discount.orValue(0)`. As in CEL, `false && error` is false and `true || error` is true.
 * @throws ExpressionError when it cannot be read, a value is missing or of the wrong kind, or the result is not JSON.
 */
export function evaluateExpression(source: string, bindings: Record<string, unknown>): unknown {
  const parsed = parseExpression(source)
  let value: unknown
  try {
    value = parsed(bindings)
  } catch (error) {
    throw asExpressionError(error)
  }
  return toJson(value)
}

/**
 * A parsed expression, from a bounded cache.
 * @throws ExpressionError when the source is not CEL.
 */
export const parseExpression = keptByText(CACHE_LIMIT, (source): ParseResult => {
  try {
    return environment.parse(source)
  } catch (error) {
    throw asExpressionError(error)
  }
})

/** What the library finds wrong with an expression before any value is known; undefined when nothing. */
export const findUnsound = keptByText(CACHE_LIMIT, (source): ExpressionError | undefined => {
  // A fresh parse: the checker writes types into the tree it walks.
  const result = environment.check(source)
  return result.valid ? undefined : asExpressionError(result.error)
})

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  enableOptionalTypes: true,
  limits: { maxAstNodes: 2000, maxDepth: 60 },
})

type Calculation = (a: number, b: number) => number
const CALCULATIONS: [string, Calculation][] = [
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
  ['%', (a, b) => a % b],
]
for (const [operator, calculate] of CALCULATIONS) {
  const mixed = (a: number | bigint, b: number | bigint): number => calculate(Number(a), Number(b))
  environment.registerOperator(`double ${operator} int`, mixed)
  environment.registerOperator(`int ${operator} double`, mixed)
}
environment.registerOperator('double % double', (a: number, b: number) => a % b)
environment.registerOperator('double == int', (a: number, b: bigint) => a === Number(b))

function asExpressionError(error: unknown): ExpressionError {
  if (error instanceof ExpressionError) return error
  if (error instanceof ParseError || error instanceof EvaluationError || error instanceof CelTypeError)
    return new ExpressionError(sayPlainly(error.code, error.summary), error.range?.start, error.code)
  return new ExpressionError(error instanceof Error ? error.message : String(error))
}

/** The library's sentences in the words of this product. */
function sayPlainly(code: string, summary: string): string {
  const name = summary.split(': ').slice(1).join(': ')
  switch (code) {
    case 'no_such_key':
      return `There is no value for "${name}"`
    case 'unknown_variable':
      return `Nothing named "${name}" has been handed over yet`
    case 'no_such_overload':
      return `These values do not go together: ${name
        .replaceAll(/dyn<([^<>]*)>/g, '$1')
        .replaceAll(/\b(int|double|uint)\b/g, 'number')
        .replaceAll(/\bstring\b/g, 'text')}`
    case 'unexpected_token':
      return name === 'EOF' ? 'The expression ends too early' : `Not expected here: ${name}`
    default:
      return summary
  }
}

/**
 * The JSON of a CEL value.
 * @throws ExpressionError for what JSON cannot say: integers beyond 2^53-1, infinities, bytes, durations, types.
 */
function toJson(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      if (!Number.isFinite(value)) throw new ExpressionError('The result is not a finite number')
      return value
    case 'bigint':
      if (value > BigInt(Number.MAX_SAFE_INTEGER) || value < BigInt(Number.MIN_SAFE_INTEGER))
        throw new ExpressionError(`The whole number ${value} is too large to be exact`)
      return Number(value)
    case 'object':
      return value === null ? null : objectToJson(value)
    default:
      throw new ExpressionError(`The result is not JSON: ${typeof value}`)
  }
}

function objectToJson(value: object): unknown {
  if (Array.isArray(value)) return value.map(toJson)
  if (value instanceof Optional) return value.hasValue() ? toJson(value.value()) : null
  if (value instanceof Date) return value.toISOString()
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === null || prototype === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]))
  const primitive: unknown = value.valueOf()
  if (typeof primitive === 'bigint') return toJson(primitive)
  throw new ExpressionError('The result is not JSON: bytes, durations and types stay within an expression')
}

export interface RenderOptions {
  /** For titles and summaries: what is missing or fails renders as `—` instead of throwing. */
  lenient?: boolean
  /** Applied to each inserted text, e.g. to encode it. */
  encode?: (text: string) => string
}

export type TemplatePart = { text: string } | { source: string; position: number }

/** What stands where there is no value. */
const NO_VALUE = '—'

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
    encode: (text) => {
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
  if (!options.encode) return text
  // A lone surrogate has no encoding (encodeURIComponent, ECMA-262 19.2.6).
  if (/\p{Surrogate}/u.test(text)) throw new ExpressionError('The text is broken Unicode', part.position)
  return options.encode(text)
}

function show(value: unknown): string {
  if (value === null || value === undefined) return NO_VALUE
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(show).join(', ')
  // What is left are numbers, yes and no, and objects, which all read as their JSON.
  return JSON.stringify(value)
}
