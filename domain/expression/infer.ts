import type { ASTNode } from '@marcbachmann/cel-js'
import { jsonEquals } from '../contract/json-schema'
import { ExpressionError } from './cel'
import {
  ANY,
  BOOL,
  EMPTY_LIST,
  KIND_NAMES,
  NUMBER,
  TEXT,
  either,
  typeOfItem,
  typeOfSchema,
  type CelType,
  type Kind,
} from './cel-type'
import { inferCall, inferMethod } from './infer-call'
import { capital, expect, inferField, type Names } from './infer-field'
import { didYouMean } from './nearest'
import { BUILTIN_NAMES } from './reserved-names'

/**
 * The type of an expression's result. Kinds are looser than CEL's where the evaluation is: whole and broken numbers
 * are one kind.
 * @throws ExpressionError at the first place that cannot work.
 */
export function inferType(node: ASTNode, names: Names): CelType {
  const infer = (part: ASTNode): CelType => inferType(part, names)
  switch (node.op) {
    case 'value':
      return typeOfLiteral(node.args)
    case 'id':
      return typeOfName(node, node.args, names)
    case '.':
      return inferField(infer(node.args[0]), node.args[1], node)
    case '.?':
      return { kind: 'optional', item: inferField(infer(node.args[0]), node.args[1], node) }
    case '[]':
      return inferIndex(infer(node.args[0]), node.args[1], node, names)
    case '[?]':
      return { kind: 'optional', item: inferIndex(infer(node.args[0]), node.args[1], node, names) }
    case 'call':
      return inferCall(node, names, inferType)
    case 'rcall':
      return inferMethod(node, names, inferType)
    case 'list':
      if (node.args.length === 0) return EMPTY_LIST
      return { kind: 'list', item: node.args.map(infer).reduce(eitherOr, undefined) ?? ANY }
    case 'map':
      node.args.forEach((entry) => entry.forEach(infer))
      return { kind: 'object' }
    case '?:': {
      expect(infer(node.args[0]), ['bool'], node.args[0], 'The condition before "?"')
      return either(infer(node.args[1]), infer(node.args[2]))
    }
    case '!_':
      return expect(infer(node.args), ['bool'], node.args, 'What stands after "!"') && BOOL
    case '-_':
      return expect(infer(node.args), ['number', 'duration'], node.args, 'What stands after "-"')
    case '&&':
    case '||':
      for (const side of node.args) expect(infer(side), ['bool'], side, `Each side of "${node.op}"`)
      return BOOL
    default:
      return inferBinary(node.op, infer(node.args[0]), infer(node.args[1]), node)
  }
}

const eitherOr = (left: CelType | undefined, right: CelType): CelType => (left ? either(left, right) : right)

function typeOfLiteral(value: unknown): CelType {
  if (value === null) return { kind: 'null' }
  if (typeof value === 'string') return { kind: 'string', values: [value] }
  if (typeof value === 'boolean') return BOOL
  if (typeof value === 'bigint') return { kind: 'number', values: [Number(value)] }
  if (typeof value === 'number') return { kind: 'number', values: [value] }
  return value instanceof Uint8Array ? { kind: 'bytes' } : NUMBER
}

function typeOfName(node: ASTNode, name: string, { scope, names }: Names): CelType {
  const bound = names.get(name)
  if (bound) return bound
  if (Object.hasOwn(scope, name)) {
    const schema = scope[name]
    return schema === undefined ? ANY : typeOfSchema({ root: schema, schema })
  }
  if (BUILTIN_NAMES.has(name)) return ANY
  const known = [...names.keys(), ...Object.keys(scope)]
  throw new ExpressionError(`Nothing is named "${name}" here${didYouMean(name, known)}`, node.start)
}

function inferIndex(type: CelType, index: ASTNode, node: ASTNode, names: Names): CelType {
  const holder = type.kind === 'optional' ? typeOfItem(type) : type
  if (index.op === 'value' && typeof index.args === 'string' && holder.kind !== 'list')
    return inferField(holder, index.args, node)
  const key = inferType(index, names)
  if (holder.kind === 'list') {
    expect(key, ['number'], index, 'The place in a list')
    return typeOfItem(holder)
  }
  expect(holder, ['object'], node, 'What is asked by [ ]')
  return ANY
}

function inferBinary(operator: string, left: CelType, right: CelType, node: ASTNode): CelType {
  switch (operator) {
    case '==':
    case '!=':
      assertComparable(left, right, node)
      return BOOL
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const ordered: Kind[] = ['number', 'string', 'bool', 'time', 'duration']
      expect(left, ordered, node, `What is compared by "${operator}"`)
      expect(right, ordered, node, `What is compared by "${operator}"`)
      if (left.kind !== right.kind && left.kind !== 'any' && right.kind !== 'any')
        throw mismatch(left, right, node)
      return BOOL
    }
    case 'in':
      expect(right, ['list', 'object'], node, 'What stands after "in"')
      if (right.kind === 'list') assertComparable(left, typeOfItem(right), node)
      else if (right.kind === 'object') expect(left, ['string'], node, 'The name looked for')
      return BOOL
    default:
      return inferSum(operator, left, right, node)
  }
}

function inferSum(operator: string, left: CelType, right: CelType, node: ASTNode): CelType {
  if (left.kind === 'any' || right.kind === 'any') return ANY
  const kinds = `${left.kind} ${operator} ${right.kind}`
  if (left.kind === 'number' && right.kind === 'number') return NUMBER
  switch (kinds) {
    case 'string + string':
      return TEXT
    case 'list + list':
      return either(left, right)
    case 'time - time':
    case 'duration + duration':
    case 'duration - duration':
      return { kind: 'duration' }
    case 'time + duration':
    case 'time - duration':
    case 'duration + time':
      return { kind: 'time' }
    case 'string + number':
    case 'number + string':
      throw new ExpressionError(
        'A number is not joined to a text by itself; write string(…) around it',
        node.start,
      )
    default:
      throw new ExpressionError(
        `"${operator}" does not work on ${KIND_NAMES[left.kind]} and ${KIND_NAMES[right.kind]}`,
        node.start,
      )
  }
}

function assertComparable(left: CelType, right: CelType, node: ASTNode): void {
  if (left.kind === 'any' || right.kind === 'any') return
  if (left.kind !== right.kind) throw mismatch(left, right, node)
  if (!left.values || !right.values) return
  if (left.values.some((value) => right.values?.some((other) => jsonEquals(value, other)))) return
  const [known, asked] = left.values.length > right.values.length ? [left, right] : [right, left]
  const list = known.values?.map((value) => JSON.stringify(value)).join(', ')
  const first = asked.values?.[0]
  const hint = typeof first === 'string' ? didYouMean(first, known.values?.map(String) ?? []) : ''
  throw new ExpressionError(`${JSON.stringify(first)} never occurs here, only ${list}${hint}`, node.start)
}

function mismatch(left: CelType, right: CelType, node: ASTNode): ExpressionError {
  const absent = left.kind === 'null' || right.kind === 'null'
  const hint = absent ? '; a field that may be missing is asked by has(…)' : ''
  return new ExpressionError(
    `${capital(KIND_NAMES[left.kind])} is never equal or comparable to ${KIND_NAMES[right.kind]}${hint}`,
    node.start,
  )
}
