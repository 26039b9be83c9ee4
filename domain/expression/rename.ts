import type { ASTNode } from '@marcbachmann/cel-js'
import { ExpressionError, parseExpression, parseTemplate } from './cel'

/**
 * An expression with a slot under a new name, also in `decision.<slot>`; names bound within it stay. What cannot be
 * read stays as it is.
 */
export function renameInExpression(source: string, slot: string, to: string): string {
  let places: number[]
  try {
    places = placesOf(parseExpression(source).ast, slot, new Set())
  } catch (error) {
    if (error instanceof ExpressionError) return source
    throw error
  }
  return [...new Set(places)]
    .sort((a, b) => b - a)
    .reduce((text, at) => text.slice(0, at) + to + text.slice(at + slot.length), source)
}

/** The same for every expression of a template. */
export function renameInTemplate(template: string, slot: string, to: string): string {
  try {
    return parseTemplate(template)
      .filter((part) => 'source' in part)
      .reverse()
      .reduce(
        (text, { source, position }) =>
          text.slice(0, position) +
          renameInExpression(source, slot, to) +
          text.slice(position + source.length),
        template,
      )
  } catch (error) {
    if (error instanceof ExpressionError) return template
    throw error
  }
}

/** The same for a state path. */
export function renamePath(path: string, slot: string, to: string): string {
  return path === slot || path.startsWith(`${slot}.`) ? to + path.slice(slot.length) : path
}

const BINDS = new Set(['all', 'exists', 'exists_one', 'map', 'filter', 'bind'])

/** Offsets at which the slot's name stands. */
function placesOf(node: ASTNode, slot: string, bound: ReadonlySet<string>): number[] {
  if (node.op === 'id') return node.args === slot && !bound.has(slot) ? [node.start] : []
  if (node.op === 'value') return []
  if (node.op === '.' || node.op === '.?') {
    const [receiver, name] = node.args
    const decides = receiver.op === 'id' && receiver.args === 'decision' && name === slot
    return [...placesOf(receiver, slot, bound), ...(decides ? [node.end - slot.length] : [])]
  }
  if (node.op === 'rcall') {
    const [name, receiver, args] = node.args
    const [first, ...rest] = args
    if (BINDS.has(name) && first?.op === 'id') {
      const inner = new Set([...bound, first.args])
      const outer = name === 'bind' ? rest.slice(0, 1) : []
      const bodies = name === 'bind' ? rest.slice(1) : rest
      return [
        ...placesOf(receiver, slot, bound),
        ...outer.flatMap((part) => placesOf(part, slot, bound)),
        ...bodies.flatMap((part) => placesOf(part, slot, inner)),
      ]
    }
  }
  return partsOf(node.args).flatMap((part) => placesOf(part, slot, bound))
}

/** The nodes among an operator's operands, however nested. */
function partsOf(args: unknown): ASTNode[] {
  if (Array.isArray(args)) return args.flatMap(partsOf)
  return typeof args === 'object' && args !== null && 'op' in args ? [args as ASTNode] : []
}
