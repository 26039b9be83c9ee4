import type { ASTNode } from '@marcbachmann/cel-js'
import { ExpressionError } from './cel'
import { ANY, BOOL, NUMBER, TEXT, either, typeOfItem, type CelType, type Kind } from './cel-type'
import { expect, inferField, type Infer, type Names } from './infer-field'

type Call = Extract<ASTNode, { op: 'call' }>
type Method = Extract<ASTNode, { op: 'rcall' }>

/** What a function takes and gives; functions not listed are left to the library. */
const FUNCTIONS: Record<string, { takes: Kind[]; gives: CelType }> = {
  size: { takes: ['list', 'object', 'string', 'bytes'], gives: NUMBER },
  string: { takes: ['string', 'number', 'bool', 'time', 'duration', 'bytes'], gives: TEXT },
  int: { takes: ['number', 'string', 'time', 'bool'], gives: NUMBER },
  uint: { takes: ['number', 'string'], gives: NUMBER },
  double: { takes: ['number', 'string'], gives: NUMBER },
  bool: { takes: ['bool', 'string'], gives: BOOL },
  timestamp: { takes: ['string', 'number', 'time'], gives: { kind: 'time' } },
  duration: { takes: ['string', 'duration'], gives: { kind: 'duration' } },
}

const TEXTS: CelType = { kind: 'list', item: TEXT }
const METHODS: Record<string, { on: Kind[]; gives: CelType }> = {
  contains: { on: ['string'], gives: BOOL },
  startsWith: { on: ['string'], gives: BOOL },
  endsWith: { on: ['string'], gives: BOOL },
  matches: { on: ['string'], gives: BOOL },
  indexOf: { on: ['string'], gives: NUMBER },
  lastIndexOf: { on: ['string'], gives: NUMBER },
  substring: { on: ['string'], gives: TEXT },
  lowerAscii: { on: ['string'], gives: TEXT },
  upperAscii: { on: ['string'], gives: TEXT },
  trim: { on: ['string'], gives: TEXT },
  split: { on: ['string'], gives: TEXTS },
  join: { on: ['list'], gives: TEXT },
  size: { on: ['list', 'object', 'string', 'bytes'], gives: NUMBER },
  hasValue: { on: ['optional'], gives: BOOL },
  getFullYear: { on: ['time'], gives: NUMBER },
  getMonth: { on: ['time'], gives: NUMBER },
  getDate: { on: ['time'], gives: NUMBER },
  getDayOfMonth: { on: ['time'], gives: NUMBER },
  getDayOfWeek: { on: ['time'], gives: NUMBER },
  getDayOfYear: { on: ['time'], gives: NUMBER },
  getHours: { on: ['time', 'duration'], gives: NUMBER },
  getMinutes: { on: ['time', 'duration'], gives: NUMBER },
  getSeconds: { on: ['time', 'duration'], gives: NUMBER },
}

/** @throws ExpressionError when an argument is of a kind the function does not take. */
export function inferCall(node: Call, names: Names, infer: Infer): CelType {
  const [name, args] = node.args
  if (name === 'has') return inferHas(node, args[0], names, infer)
  const types = args.map((arg) => infer(arg, names))
  const known = own(FUNCTIONS, name)
  if (!known) return ANY
  args.slice(0, 1).forEach((arg, i) => expect(types[i] ?? ANY, known.takes, arg, `What ${name}() is given`))
  return known.gives
}

/** @throws ExpressionError when the receiver is of a kind that has no such method. */
export function inferMethod(node: Method, names: Names, infer: Infer): CelType {
  const [name, receiver, args] = node.args
  if (receiver.op === 'id' && receiver.args === 'cel' && name === 'bind') return inferBind(args, names, infer)
  const type = infer(receiver, names)
  const [first, ...rest] = args
  if (WALKS.has(name) && first?.op === 'id')
    return inferWalk(name, type, receiver, first.args, rest, names, infer)
  const types = args.map((arg) => infer(arg, names))
  switch (name) {
    case 'value':
      return typeOfItem(expect(type, ['optional'], receiver, 'What .value() is asked of'))
    case 'orValue':
      expect(type, ['optional'], receiver, 'What .orValue() is asked of')
      return either(typeOfItem(type), types[0] ?? ANY)
    case 'or':
      return type
  }
  const known = own(METHODS, name)
  if (!known) return ANY
  expect(type, known.on, receiver, `What .${name}() is asked of`)
  if (name === 'join') expect(typeOfItem(type), ['string'], receiver, 'Each item that .join() puts together')
  return known.gives
}

const WALKS = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])

function inferWalk(
  name: string,
  type: CelType,
  receiver: ASTNode,
  variable: string,
  bodies: ASTNode[],
  names: Names,
  infer: Infer,
): CelType {
  expect(type, ['list', 'object'], receiver, `What .${name}() walks over`)
  const item = type.kind === 'list' ? typeOfItem(type) : type.kind === 'object' ? TEXT : ANY
  const inner: Names = { ...names, names: new Map([...names.names, [variable, item]]) }
  const types = bodies.map((body) => infer(body, inner))
  const conditions = name === 'map' ? bodies.slice(0, -1) : bodies
  conditions.forEach((body, i) => expect(types[i] ?? ANY, ['bool'], body, `The condition of .${name}()`))
  if (name === 'map') return { kind: 'list', item: types.at(-1) ?? ANY }
  return name === 'filter' ? { kind: 'list', item } : BOOL
}

function inferBind([variable, value, body]: ASTNode[], names: Names, infer: Infer): CelType {
  if (variable?.op !== 'id' || !value || !body) return ANY
  const bound = infer(value, names)
  return infer(body, { ...names, names: new Map([...names.names, [variable.args, bound]]) })
}

function inferHas(node: Call, asked: ASTNode | undefined, names: Names, infer: Infer): CelType {
  if (asked?.op !== '.' && asked?.op !== '.?')
    throw new ExpressionError('has() asks for a field, as in has(draft.discount)', node.start)
  inferField(infer(asked.args[0], names), asked.args[1], asked)
  return BOOL
}

const own = <T>(table: Record<string, T>, name: string): T | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined
