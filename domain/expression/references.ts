import type { ASTNode } from '@marcbachmann/cel-js'
import { parseExpression, parseTemplate } from './cel'

/** One place of an expression that reads the state. */
export interface Read {
  /** Slot, then field names; `*` is any item of a list. */
  path: string[]
  /** Offset in the source. */
  position: number
  /** Paths known to be there when this is read, since `has(path)` was asked, or not empty: `path != null`. */
  present: ReadonlySet<string>
  /** From this index of `path` on, absence is allowed for: read with `.?`, or only asked for by `has()`. */
  optionalFrom: number
  /** Whether the value itself is used; false where it is only counted, walked over or asked for. */
  whole: boolean
}

/**
 * State paths an expression reads, sorted, each once: `draft.amount`, `decision.drafting.confidence`.
 * @throws ExpressionError when the source is not CEL.
 */
export function referencesOf(source: string): string[] {
  return distinctPaths(readsOf(source))
}

/** The same for all expressions of a template. @throws ExpressionError */
export function templateReferences(template: string): string[] {
  return distinctPaths(templateReads(template))
}

/** Every read of an expression, with what guards it. @throws ExpressionError when the source is not CEL. */
export function readsOf(source: string): Read[] {
  const reads: Read[] = []
  visit(parseExpression(source).ast, { names: new Map(), present: new Set(), reads })
  return reads
}

/** Every read of a template's expressions; positions count from the template's start. @throws ExpressionError */
export function templateReads(template: string): Read[] {
  return parseTemplate(template).flatMap((part) =>
    'text' in part
      ? []
      : readsOf(part.source).map((read) => ({ ...read, position: read.position + part.position })),
  )
}

const distinctPaths = (reads: Read[]): string[] =>
  [...new Set(reads.map((read) => read.path.join('.')))].sort()

interface Context {
  /** Names bound within the expression, with the path they stand for; null stands for none. */
  names: ReadonlyMap<string, string[] | null>
  present: ReadonlySet<string>
  reads: Read[]
}

const WALKS = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

function visit(node: ASTNode, context: Context, whole = true): void {
  const path = pathOf(node, context)
  if (path !== undefined) {
    if (path) note(path, node, context, whole)
    visitIndexes(node, context)
    return
  }
  switch (node.op) {
    case 'value':
    case 'id':
      return
    case '.':
    case '.?':
      return visit(node.args[0], context, whole)
    case '&&':
    case '||': {
      // CEL forgives an error on either side when the other decides, so each side guards the other.
      const holds = node.op === '&&'
      const [left, right] = node.args
      visit(left, assuming(context, facts(right, holds, context)))
      return visit(right, assuming(context, facts(left, holds, context)))
    }
    case '==':
    case '!=': {
      // Whether there is anything is only asked for, as by has().
      const [left, right] = node.args
      visit(left, context, !isNothing(right))
      return visit(right, context, !isNothing(left))
    }
    case '?:': {
      const [condition, then, otherwise] = node.args
      visit(condition, context)
      visit(then, assuming(context, facts(condition, true, context)), whole)
      return visit(otherwise, assuming(context, facts(condition, false, context)), whole)
    }
    case 'call': {
      const [name, args] = node.args
      if (name === 'has' && args[0]) return visitHas(args[0], context)
      return args.forEach((arg) => visit(arg, context, name !== 'size'))
    }
    case 'rcall':
      return visitMethod(node.args, context, whole)
    case 'list':
      return node.args.forEach((item) => visit(item, context))
    case 'map':
      return node.args.forEach((entry) => entry.forEach((part) => visit(part, context)))
    case '!_':
    case '-_':
      return visit(node.args, context)
    default:
      return node.args.forEach((arg) => visit(arg, context))
  }
}

function visitMethod(
  [name, receiver, args]: [string, ASTNode, ASTNode[]],
  context: Context,
  whole: boolean,
): void {
  const [first, ...rest] = args
  if (WALKS.has(name) && first?.op === 'id') {
    visit(receiver, context, whole && name === 'filter')
    const inner = withName(context, first.args, itemPath(receiver, context))
    return rest.forEach((body) => visit(body, inner))
  }
  if (name === 'bind' && isNamed(receiver, 'cel') && first?.op === 'id' && rest[0] && rest[1]) {
    visit(rest[0], context)
    return visit(rest[1], withName(context, first.args, pathOf(rest[0], context) ?? null))
  }
  if (!(isNamed(receiver, 'optional') && name === 'of') && !isNamed(receiver, 'cel'))
    visit(receiver, context, name !== 'size')
  args.forEach((arg) => visit(arg, context))
}

/** `has(a.b.c)` reads `a.b`; `c` is only asked for. */
function visitHas(asked: ASTNode, context: Context): void {
  const path = pathOf(asked, context)
  if (!path) return visit(asked, context)
  context.reads.push({
    path,
    position: asked.start,
    present: context.present,
    optionalFrom: path.length - 1,
    whole: false,
  })
}

function note(path: string[], node: ASTNode, context: Context, whole: boolean): void {
  const optionalFrom = firstOptional(node, path.length)
  context.reads.push({ path, position: node.start, present: context.present, optionalFrom, whole })
}

/** Index of the first name reached by `.?` or `[?]`; beyond the path when there is none. */
function firstOptional(node: ASTNode, length: number): number {
  let found = length
  for (let place = node, index = length - 1; ; index--) {
    if (place.op === '.?' || place.op === '[?]') found = index
    else if (place.op !== '.' && place.op !== '[]') return found
    place = place.args[0]
  }
}

function visitIndexes(node: ASTNode, context: Context): void {
  for (let place = node; ;) {
    if (place.op === '[]' || place.op === '[?]') {
      if (place.args[1].op !== 'value') visit(place.args[1], context)
    } else if (place.op !== '.' && place.op !== '.?') return
    place = place.args[0]
  }
}

/** Undefined: not a path. Null: a path from a name that stands for no place in the state. */
function pathOf(node: ASTNode, context: Pick<Context, 'names'>): string[] | null | undefined {
  switch (node.op) {
    case 'id': {
      const bound = context.names.get(node.args)
      return bound === undefined ? (isBuiltin(node.args) ? undefined : [node.args]) : bound
    }
    case '.':
    case '.?':
      return extend(pathOf(node.args[0], context), node.args[1])
    case '[]':
    case '[?]': {
      const [, index] = node.args
      const name = index.op === 'value' && typeof index.args === 'string' ? index.args : '*'
      return extend(pathOf(node.args[0], context), name)
    }
    default:
      return undefined
  }
}

const extend = (path: string[] | null | undefined, name: string): string[] | null | undefined =>
  path && [...path, name]

/** Where the items of a walked list stand; a filtered list has the items of what it filters. */
function itemPath(node: ASTNode, context: Context): string[] | null {
  if (node.op === 'rcall' && node.args[0] === 'filter') return itemPath(node.args[1], context)
  const path = pathOf(node, context)
  return path ? [...path, '*'] : null
}

/** What is certainly present when an expression is true (`holds`) or false, from its `has()` and null tests. */
function facts(node: ASTNode, holds: boolean, context: Context): Set<string> {
  switch (node.op) {
    case '!_':
      return facts(node.args, !holds, context)
    case '&&':
    case '||': {
      const [left, right] = node.args.map((side) => facts(side, holds, context)) as [Set<string>, Set<string>]
      const both = (node.op === '&&') === holds
      return both ? new Set([...left, ...right]) : new Set([...left].filter((path) => right.has(path)))
    }
    case 'call': {
      const [name, args] = node.args
      const path = name === 'has' && holds && args[0] ? pathOf(args[0], context) : null
      return new Set(path ? [path.join('.')] : [])
    }
    case '==':
    case '!=': {
      const [left, right] = node.args
      const asked = isNull(right) ? left : isNull(left) ? right : undefined
      const path = asked && (node.op === '!=') === holds ? pathOf(asked, context) : null
      return new Set(path ? [`${path.join('.')} != null`] : [])
    }
    default:
      return new Set()
  }
}

const isNull = (node: ASTNode): boolean => node.op === 'value' && node.args === null
const isNothing = (node: ASTNode): boolean => isNull(node) || (node.op === 'value' && node.args === '')

const assuming = (context: Context, more: Set<string>): Context =>
  more.size === 0 ? context : { ...context, present: new Set([...context.present, ...more]) }

const withName = (context: Context, name: string, path: string[] | null): Context => ({
  ...context,
  names: new Map([...context.names, [name, path]]),
})

const isNamed = (node: ASTNode, name: string): boolean => node.op === 'id' && node.args === name

/** Names of the language itself, which no slot may bear. */
export const BUILTIN_NAMES: ReadonlySet<string> = new Set([
  ...['bool', 'bytes', 'cel', 'double', 'dyn', 'duration', 'google', 'int', 'list', 'map', 'null_type'],
  ...['optional', 'string', 'timestamp', 'type', 'uint', 'math', 'strings'],
])

/** Words that cannot be read as a name at all, and the one name that Baton fills itself. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  ...BUILTIN_NAMES,
  ...['as', 'break', 'const', 'continue', 'else', 'false', 'for', 'function', 'if', 'import', 'in', 'let'],
  ...['loop', 'namespace', 'null', 'package', 'return', 'true', 'var', 'void', 'while', 'decision'],
])

const isBuiltin = (name: string): boolean => BUILTIN_NAMES.has(name)
