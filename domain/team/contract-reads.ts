import { refOf, type ContractRef } from '../contract/contract'
import type { JsonSchema } from '../contract/json-schema'
import { ExpressionError } from '../expression/cel'
import { readsOf, type Read } from '../expression/references'
import { fieldOf, shapeOf, type Located } from '../expression/schema-shape'
import type { TeamCase } from './case'
import { readsIn } from './checks/reads-in'
import type { TeamDocument } from './document'
import { kindOf } from './kinds/registry'

/** An expression that reads a field of what is handed on by a contract. */
export interface ContractRead {
  ref: ContractRef
  /** Where it stands: the node, or the one whose result a test case asks about. */
  node: { id: string; name: string }
  /** The test case that it belongs to. */
  test?: string
  source: string
  /** From the outermost field inwards; `*` is any item of a list. */
  path: string[]
  /** Fields that it asks for before it reads on, as paths like the one above, joined by dots. */
  asked: string[]
}

/** What the nodes of a team, and its test cases, read of a contract, in any of its versions. */
export function contractReads(
  { nodes, contracts }: TeamDocument,
  name: string,
  cases: readonly TeamCase[] = [],
): ContractRead[] {
  const named = new Set<string>(contracts.filter((contract) => contract.name === name).map(refOf))
  const slots = new Map(
    nodes.flatMap((node) => {
      const ref = kindOf(node).produces(node)
      return ref !== undefined && named.has(ref) && kindOf(node).writes(node)
        ? [[node.id, { ref, node }]]
        : []
    }),
  )
  const own = nodes.flatMap((node) =>
    kindOf(node)
      .expressions(node)
      .flatMap((expression) =>
        found(readsIn(expression), expression.source, ({ path }) => {
          const slot = slots.get(path[0] ?? '')
          return slot && { ref: slot.ref, node: { id: node.id, name: node.name } }
        }),
      ),
  )
  const tested = cases.flatMap((one) =>
    (one.expect.holds ?? []).flatMap((source) =>
      found(readable(source), source, ({ path }) => {
        const slot = slots.get(path[0] ?? '')
        return slot && { ref: slot.ref, node: { id: slot.node.id, name: slot.node.name }, test: one.name }
      }),
    ),
  )
  return [...own, ...tested]
}

function found(
  reads: readonly Read[],
  source: string,
  placed: (read: Read) => Pick<ContractRead, 'ref' | 'node' | 'test'> | undefined,
): ContractRead[] {
  const known = new Set<string>()
  return reads.flatMap((read) => {
    const place = placed(read)
    const path = read.path.slice(1)
    if (!place || path.length === 0 || known.has(path.join('.'))) return []
    known.add(path.join('.'))
    const slot = `${read.path[0] ?? ''}.`
    const asked = [...read.present].filter((one) => one.startsWith(slot)).map((one) => one.slice(slot.length))
    // What it does without may be missing from there on.
    const lenient = read.path.flatMap((_name, i) =>
      i >= read.optionalFrom ? [read.path.slice(1, i + 1).join('.')] : [],
    )
    return [{ ...place, source, path, asked: [...asked, ...lenient] }]
  })
}

/** What an expectation reads; nothing when it is no CEL, which the case's own check says. */
function readable(source: string): Read[] {
  try {
    return readsOf(source)
  } catch (error) {
    if (error instanceof ExpressionError) return []
    throw error
  }
}

/**
 * Why an expression that could read `before` can no longer read `after`: a field that is gone, is of another type, or
 * may be missing now. Undefined where it still can. Values that a field no longer takes are the proof's to tell.
 */
export function readBreaks(
  { path, asked }: Pick<ContractRead, 'path' | 'asked'>,
  before: JsonSchema,
  after: JsonSchema,
): string | undefined {
  let was: Located = { root: before, schema: before }
  let is: Located = { root: after, schema: after }
  for (const [i, name] of path.entries()) {
    const label = path.slice(0, i + 1).join('.')
    const [old, now] = [stepInto(was, name), stepInto(is, name)]
    if (!old) return undefined
    if (!now) return `${label} is not there any more`
    const [types, others] = [shapeOf(old.at).types, shapeOf(now.at).types]
    if ([...others].some((type) => !types.has(type)))
      return `${label} was ${worded(types)}, and is ${worded(others)} now`
    if (old.required && !now.required && !asked.includes(label)) return `${label} may be missing now`
    was = old.at
    is = now.at
  }
  return undefined
}

function stepInto(at: Located, name: string): { at: Located; required: boolean } | undefined {
  const shape = shapeOf(at)
  if (name !== '*') return fieldOf(shape, name)
  const item = shape.items ?? shape.others
  return item && { at: item, required: true }
}

const WORDS: Record<string, string> = {
  array: 'a list',
  boolean: 'yes or no',
  null: 'empty',
  number: 'a number',
  object: 'a group of fields',
  string: 'a text',
}
const worded = (types: ReadonlySet<string>): string =>
  types.size > 3 ? 'anything' : [...types].map((type) => WORDS[type] ?? type).join(' or ')
