import type { ASTNode } from '@marcbachmann/cel-js'
import { ExpressionError, parseExpression } from '../expression/cel'
import type { ExpressionScope } from '../expression/check'
import { BUILTIN_NAMES } from '../expression/reserved-names'
import { chosenBy, eitherOf, fieldIn, FREE, itemIn, leavesIn, placeOf, type Made } from './made'

/**
 * How sensitive what an expression gives is, part by part: what is only handed on keeps the judgement of each of its
 * parts, what is worked out bears those of all it is worked out from, a condition included. As everywhere, what is only
 * counted, or asked for by has(), tells nothing.
 * @returns undefined for what is no expression, which another check says
 */
export function madeBy(source: string, scope: ExpressionScope): Made | undefined {
  try {
    return made(parseExpression(source).ast, { scope, names: new Map() })
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return undefined
  }
}

interface Names {
  scope: ExpressionScope
  /** Names that are bound within the expression. */
  names: ReadonlyMap<string, Made>
}

function made(node: ASTNode, names: Names): Made {
  const of = (part: ASTNode): Made => made(part, names)
  switch (node.op) {
    case 'value':
      return FREE
    case 'id':
      return named(node.args, names)
    case '.':
    case '.?':
      return fieldIn(of(node.args[0]), node.args[1]) ?? FREE
    case '[]':
    case '[?]':
      return indexed(of(node.args[0]), node.args[1], names)
    case 'list':
      return { is: 'items', of: node.args.map(of) }
    case 'map':
      return grouped(node.args, names)
    case '?:': {
      const [condition, then, otherwise] = node.args
      return chosenBy(eitherOf([of(then), of(otherwise)]), leavesIn(of(condition)))
    }
    case 'call': {
      const [name, args] = node.args
      return name === 'has' || name === 'size' ? FREE : workedOut(args, names)
    }
    case 'rcall':
      return method(node.args, names)
    case '!_':
    case '-_':
      return workedOut([node.args], names)
    default:
      return workedOut(node.args, names)
  }
}

function named(name: string, { scope, names }: Names): Made {
  const bound = names.get(name)
  if (bound) return bound
  // A name that stands for nothing is the expressions' own problem; until it is mended nothing is known of it.
  return BUILTIN_NAMES.has(name) && !Object.hasOwn(scope, name) ? FREE : placeOf(name, scope[name])
}

function indexed(holder: Made, index: ASTNode, names: Names): Made {
  const by = leavesIn(made(index, names))
  if (index.op === 'value' && typeof index.args === 'string') return fieldIn(holder, index.args) ?? FREE
  const item = itemIn(holder)
  // A place in a list; or a field by a name that is worked out, which may be any.
  const one = item ?? ({ is: 'one', from: leavesIn(holder) } satisfies Made)
  return chosenBy(one, by)
}

function grouped(entries: readonly (readonly ASTNode[])[], names: Names): Made {
  const fields = new Map<string, Made>()
  for (const [key, value] of entries) {
    if (key?.op !== 'value' || typeof key.args !== 'string' || !value) return workedOut(entries.flat(), names)
    fields.set(key.args, made(value, names))
  }
  return { is: 'fields', of: fields }
}

function method([name, receiver, args]: [string, ASTNode, ASTNode[]], names: Names): Made {
  const [first, ...rest] = args
  const isNamed = (wanted: string): boolean => receiver.op === 'id' && receiver.args === wanted
  if (name === 'bind' && isNamed('cel') && first?.op === 'id' && rest[0] && rest[1])
    return made(rest[1], withName(names, first.args, made(rest[0], names)))
  if (name === 'size') return FREE
  if (name === 'of' && isNamed('optional') && first) return made(first, names)
  if (WALKS.has(name) && first?.op === 'id') return walked(name, receiver, first.args, rest, names)
  switch (name) {
    case 'value':
      return made(receiver, names)
    case 'or':
    case 'orValue':
      return eitherOf([receiver, ...args].map((part) => made(part, names)))
    default:
      return workedOut([receiver, ...args], names)
  }
}

const WALKS = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

function walked(
  name: string,
  receiver: ASTNode,
  variable: string,
  bodies: readonly ASTNode[],
  names: Names,
): Made {
  const list = made(receiver, names)
  const item = itemIn(list) ?? ({ is: 'one', from: leavesIn(list) } satisfies Made)
  const inner = withName(names, variable, item)
  const conditions = name === 'map' ? bodies.slice(0, -1) : bodies
  const by = conditions.flatMap((body) => leavesIn(made(body, inner)))
  const last = bodies.at(-1)
  if (name === 'map') return { is: 'items', of: [chosenBy(last ? made(last, inner) : item, by)] }
  return name === 'filter' ? { is: 'items', of: [chosenBy(item, by)] } : { is: 'one', from: by }
}

const workedOut = (parts: readonly ASTNode[], names: Names): Made => ({
  is: 'one',
  from: parts.flatMap((part) => leavesIn(made(part, names))),
})

const withName = ({ scope, names }: Names, name: string, stands: Made): Names => ({
  scope,
  names: new Map([...names, [name, stands]]),
})
