import type { ASTNode } from '@marcbachmann/cel-js'
import { parseExpression, parseTemplate } from './cel'
import { extend, factsOf, firstOptional, isNothing, placeOf, type Place, type PlaceNames } from './place'

/** One place of an expression that reads the state. */
export interface Read extends Place {
  /** Offset in the source. */
  position: number
  /** Keys known to be there when this is read, since `has(key)` was asked, or not empty: `key != null`. */
  present: ReadonlySet<string>
  /** From this index of `path` on, absence is allowed for: read with `.?`, or only asked for by `has()`. */
  optionalFrom: number
  /** Whether the value itself is used; false where it is only counted, walked over or asked for. */
  whole: boolean
  /** Whether the expression fails where there is null: what is calculated or compared with, asked, walked over. */
  solid: boolean
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

/**
 * Every read of an expression, with what guards it.
 * @param solid whether null may not be what it gives
 * @throws ExpressionError when the source is not CEL.
 */
export function readsOf(source: string, solid = false): Read[] {
  const reads: Read[] = []
  visit(parseExpression(source).ast, { names: new Map(), present: new Set(), reads }, { whole: true, solid })
  return reads
}

/** Every read of a template's expressions; positions count from the template's start. @throws ExpressionError */
export function templateReads(template: string, solid = false): Read[] {
  return parseTemplate(template).flatMap((part) =>
    'text' in part
      ? []
      : readsOf(part.source, solid).map((read) => ({ ...read, position: read.position + part.position })),
  )
}

const distinctPaths = (reads: Read[]): string[] =>
  [...new Set(reads.map((read) => read.path.join('.')))].sort()

interface Context {
  /** Names bound within the expression, with the place they stand for; null stands for none. */
  names: PlaceNames
  present: ReadonlySet<string>
  reads: Read[]
}

/** What becomes of a value that is read. */
type Use = Pick<Read, 'whole' | 'solid'>
const KEPT: Use = { whole: true, solid: false }
const WORKED: Use = { whole: true, solid: true }

const WALKS = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])
/** What gives back what it was asked of, null included. */
const OPENS_OPTIONAL = new Set(['value', 'orValue', 'or', 'optMap', 'optFlatMap'])

function visit(node: ASTNode, context: Context, use: Use = KEPT): void {
  const place = placeOf(node, context.names)
  if (place !== undefined) {
    if (place) note(place, node, context, use)
    visitIndexes(node, context)
    return
  }
  switch (node.op) {
    case 'value':
    case 'id':
      return
    case '.':
    case '.?':
      return visit(node.args[0], context, { ...use, solid: node.op === '.' })
    case '&&':
    case '||': {
      // CEL forgives an error on either side when the other decides, so each side guards the other.
      const holds = node.op === '&&'
      const [left, right] = node.args
      visit(left, assuming(context, factsOf(right, holds, context.names)), WORKED)
      return visit(right, assuming(context, factsOf(left, holds, context.names)), WORKED)
    }
    case '==':
    case '!=': {
      // Whether there is anything is only asked for, as by has().
      const [left, right] = node.args
      visit(left, context, { whole: !isNothing(right), solid: false })
      return visit(right, context, { whole: !isNothing(left), solid: false })
    }
    case '?:': {
      const [condition, then, otherwise] = node.args
      visit(condition, context, WORKED)
      visit(then, assuming(context, factsOf(condition, true, context.names)), use)
      return visit(otherwise, assuming(context, factsOf(condition, false, context.names)), use)
    }
    case 'in':
      visit(node.args[0], context)
      return visit(node.args[1], context, WORKED)
    case 'call': {
      const [name, args] = node.args
      if (name === 'has' && args[0]) return visitHas(args[0], context)
      const takesAny = name === 'type' || name === 'dyn'
      return args.forEach((arg) => visit(arg, context, { whole: name !== 'size', solid: !takesAny }))
    }
    case 'rcall':
      return visitMethod(node.args, context, use)
    case 'list':
      return node.args.forEach((item) => visit(item, context))
    case 'map':
      return node.args.forEach((entry) => entry.forEach((part) => visit(part, context)))
    case '!_':
    case '-_':
      return visit(node.args, context, WORKED)
    default:
      return node.args.forEach((arg) => visit(arg, context, WORKED))
  }
}

function visitMethod(
  [name, receiver, args]: [string, ASTNode, ASTNode[]],
  context: Context,
  { whole, solid }: Use,
): void {
  const [first, ...rest] = args
  if (WALKS.has(name) && first?.op === 'id') {
    // Where it cannot be told which list it is, what is asked of its items is asked of all of it.
    const unknown = itemPlace(receiver, first.start, context) === null
    visit(receiver, context, { whole: unknown || (whole && name === 'filter'), solid: true })
    const inner = walking(receiver, first, context)
    const [condition, ...then] = rest
    // The longer form of map chooses items first.
    if (name !== 'map' || !condition || then.length === 0)
      return rest.forEach((body) => visit(body, inner, name === 'map' ? KEPT : WORKED))
    visit(condition, inner, WORKED)
    return then.forEach((body) => visit(body, assuming(inner, factsOf(condition, true, inner.names))))
  }
  if (name === 'bind' && isNamed(receiver, 'cel') && first?.op === 'id' && rest[0] && rest[1]) {
    visit(rest[0], context)
    const bound = withName(context, first.args, placeOf(rest[0], context.names) ?? null)
    return visit(rest[1], bound, { whole: true, solid })
  }
  const isOptional = isNamed(receiver, 'optional')
  const opens = OPENS_OPTIONAL.has(name)
  if (!(isOptional && name === 'of') && !isNamed(receiver, 'cel'))
    visit(receiver, context, { whole: name !== 'size', solid: opens ? solid : name !== 'hasValue' })
  args.forEach((arg) =>
    visit(arg, context, { whole: true, solid: opens ? solid : !(isOptional || isNamed(receiver, 'cel')) }),
  )
}

/** Within a walk over a list: its items have a name, and what a filter before has asked of them holds. */
function walking(list: ASTNode, variable: ASTNode & { op: 'id' }, context: Context): Context {
  const place = itemPlace(list, variable.start, context)
  const inner = withName(context, variable.args, place)
  return place ? assuming(inner, chosen(list, place, context)) : inner
}

function chosen(list: ASTNode, item: Place, context: Context): Set<string> {
  if (list.op !== 'rcall' || list.args[0] !== 'filter') return new Set()
  const [, receiver, [variable, condition]] = list.args
  if (variable?.op !== 'id' || !condition) return new Set()
  const own = factsOf(condition, true, withName(context, variable.args, item).names)
  return new Set([...own, ...chosen(receiver, item, context)])
}

/** `has(a.b.c)` reads `a.b`; `c` is only asked for. */
function visitHas(asked: ASTNode, context: Context): void {
  const place = placeOf(asked, context.names)
  if (!place) return visit(asked, context)
  context.reads.push({
    ...place,
    position: asked.start,
    present: context.present,
    optionalFrom: place.path.length - 1,
    whole: false,
    solid: false,
  })
}

function note(place: Place, node: ASTNode, { reads, present }: Context, use: Use): void {
  const optionalFrom = firstOptional(node, place.path.length)
  reads.push({ ...place, position: node.start, present, optionalFrom, ...use })
}

function visitIndexes(node: ASTNode, context: Context): void {
  for (let place = node; ;) {
    if (place.op === '[]' || place.op === '[?]') {
      if (place.args[1].op !== 'value') visit(place.args[1], context, WORKED)
    } else if (place.op !== '.' && place.op !== '.?') return
    place = place.args[0]
  }
}

/**
 * Where the items of a walked list stand; a filtered list has the items of what it filters. What is known of an item is
 * known of it in this walk alone: its key has the place in the source where the walk names it.
 */
function itemPlace(node: ASTNode, at: number, context: Context): Place | null {
  if (node.op === 'rcall') {
    const [name, receiver, [variable, body]] = node.args
    if (name === 'filter') return itemPlace(receiver, at, context)
    // Another list only where this one is missing, and that one is empty.
    if (name === 'orValue' && variable?.op === 'list' && variable.args.length === 0)
      return itemPlace(receiver, at, context)
    if (name === 'map' && variable?.op === 'id' && body)
      return placeOf(body, walking(receiver, variable, context).names) ?? null
  }
  return extend(placeOf(node, context.names), '*', `[${at}]`) ?? null
}

const assuming = (context: Context, more: Set<string>): Context =>
  more.size === 0 ? context : { ...context, present: new Set([...context.present, ...more]) }

const withName = (context: Context, name: string, place: Place | null): Context => ({
  ...context,
  names: new Map([...context.names, [name, place]]),
})

const isNamed = (node: ASTNode, name: string): boolean => node.op === 'id' && node.args === name
