import { showRef, type Contract } from '../../contract/contract'
import { own, isRecord } from '../../contract/json-schema'
import type { Read } from '../../expression/references'
import { fieldOf, shapeOf, type Located } from '../../expression/schema-shape'
import type { NodeExpression } from '../kinds/kind'
import { isReturn } from '../carry'
import { walk } from '../graph'
import { kindOf } from '../kinds/registry'
import type { TeamNode } from '../node'
import { reachableNodes, type Check, type Compilation, type Found } from './check'
import { withoutHandoff } from './fixes-ways'
import { readsIn } from './reads-in'

/** What is read has been written on every path before, and is there for certain. */
export const assignedCheck: Check = {
  code: 'assigned',
  title: 'What is read has been written',
  needsEntry: true,
  run(team) {
    const read = reachableNodes(team).flatMap((node) =>
      saidOnce(
        kindOf(node)
          .expressions(node)
          .flatMap((expression) =>
            expression.lenient ? neverThere(team, node, expression) : problemsOf(team, node, expression),
          ),
      ),
    )
    return [...read, ...unhanded(team)]
  },
}

/** Without those that say again of a node what is said of it already, as where two of its fields read the same. */
function saidOnce(found: Found[]): Found[] {
  return found.filter(({ message }, at) => found.findIndex((other) => other.message === message) === at)
}

/** Who goes back hands its target what that was first handed, which some path must not have left out. */
function unhanded(team: Compilation): Found[] {
  const { graph, carried, written } = team
  return (
    graph.edges
      .filter((edge) => graph.reachable.has(edge.from.node) && isReturn(graph, edge))
      // Where every path comes by the target, it was handed one of what may come there, and takes up that again.
      .filter(({ from, to }) => !written.get(from.node)?.has(to.node))
      .filter(({ id, from }) => !carried.get(id)?.some(({ slot }) => written.get(from.node)?.has(slot)))
      .map((edge) => ({
        code: 'assigned.return',
        severity: 'error',
        message: `"${graph.nodes.get(edge.from.node)?.name ?? ''}" may go back to "${graph.nodes.get(edge.to.node)?.name ?? ''}" before anything was handed there.`,
        place: { edge: edge.id },
        fixes: withoutHandoff(team, edge),
      }))
  )
}

/** A text for people may do without what some runs bring, but not name what none can have brought. */
function neverThere(team: Compilation, node: TeamNode, expression: NodeExpression): Found[] {
  const doubtful = readsIn(expression).flatMap(({ path: [first = '', second] }) => {
    const slot = first === 'decision' ? second : first
    // What every path brings some path brings.
    return slot !== undefined && writes(team, slot) && !team.written.get(node.id)?.has(slot) ? [slot] : []
  })
  if (doubtful.length === 0) return []
  const sources = (id: string) => team.graph.into(id).map(({ from }) => from.node)
  const before = walk(sources(node.id), sources)
  // What begins a run is named after what it was given.
  if (!kindOf(node).takesIn) before.add(node.id)
  const slots = doubtful.filter((slot) => !before.has(slot))
  return [...new Set(slots)].map((slot) => ({
    code: 'assigned.never',
    severity: 'error',
    message: `"${node.name}" names what "${team.graph.nodes.get(slot)?.name ?? slot}" hands over (${slot}), but no run comes by there before.`,
    place: { node: node.id, pointer: expression.pointer },
  }))
}

function problemsOf(team: Compilation, node: TeamNode, expression: NodeExpression): Found[] {
  const found = new Map<string, Found>()
  for (const read of readsIn(expression)) {
    const [first = '', second] = read.path
    const slot = first === 'decision' ? second : first
    // What is no slot at all is the expressions' own problem.
    if (slot === undefined || !writes(team, slot)) continue
    const place = { node: node.id, pointer: expression.pointer }
    if (!team.written.get(node.id)?.has(slot)) {
      found.set(slot, unwritten(team, node, slot, place))
      continue
    }
    if (first === 'decision' || expression.form === 'path') continue
    const gap = gapIn(team, read, expression)
    if (gap) found.set(gap.path, { ...missing(team, node, gap, expression), place })
  }
  return [...found.values()]
}

function writes(team: Compilation, slot: string): boolean {
  return slot !== 'decision' && Object.hasOwn(team.scope, slot)
}

function unwritten(team: Compilation, node: TeamNode, slot: string, place: Found['place']): Found {
  const writer = team.graph.nodes.get(slot)?.name ?? slot
  const message =
    slot === node.id
      ? `"${node.name}" reads its own result, which is not there the first time.`
      : `"${node.name}" reads what "${writer}" hands over (${slot}), but a run can come here without passing "${writer}".`
  return { code: 'assigned.path', severity: 'error', message, place }
}

interface Gap {
  /** The field that may be missing or empty. */
  path: string
  /** It may be null rather than missing: what is read into, or what is worked with itself. */
  empty?: 'holder' | 'own'
}

/** The first field on the way of a read that the contract does not promise and the expression does not ask for. */
function gapIn(team: Compilation, read: Read, { lenient }: NodeExpression): Gap | undefined {
  const [slot = '', ...names] = read.path
  const schema = team.scope[slot]
  if (schema === undefined) return undefined
  let at: Located | undefined = { root: schema, schema }
  const keyAt = (i: number): string => read.keys[i] ?? ''
  for (const [i, name] of names.entries()) {
    if (!at) return undefined
    const shape = shapeOf(at)
    const holder = [slot, ...names.slice(0, i)].join('.')
    const path = [slot, ...names.slice(0, i + 1)].join('.')
    if (i > 0 && isMaybeNull(shape.types) && i + 1 < read.optionalFrom && !isGuarded(read, keyAt(i)))
      return { path: holder, empty: 'holder' }
    if (name === '*') {
      at = shape.items ?? shape.others
      continue
    }
    const field = fieldOf(shape, name)
    if (!field) return undefined
    if (!field.required && i + 1 < read.optionalFrom && !read.present.has(keyAt(i + 1))) return { path }
    at = field.at
  }
  const own = at && isMaybeNull(shapeOf(at).types) && !isGuarded(read, keyAt(names.length))
  return own && read.solid && !lenient ? { path: read.path.join('.'), empty: 'own' } : undefined
}

const isGuarded = ({ present }: Read, key: string): boolean => present.has(`${key} != null`)

const isMaybeNull = (types: ReadonlySet<string>): boolean =>
  types.has('null') && types.size > 1 && types.size < 6

function missing(
  team: Compilation,
  node: TeamNode,
  { path, empty }: Gap,
  { source }: NodeExpression,
): Omit<Found, 'place'> {
  const [slot = '', ...names] = path.split('.')
  const writer = team.graph.nodes.get(slot)
  const ref = writer && kindOf(writer).produces(writer)
  const contract = ref === undefined ? undefined : team.contracts.get(ref)
  const by = ref === undefined ? 'its contract' : showRef(ref)
  const ask = empty ? `${path} != null && …` : `has(${path}) && …`
  const how = `Write ${ask}, or promise it in the contract`
  const message = empty
    ? `"${node.name}" ${empty === 'own' ? 'works with' : 'reads into'} ${path}, which may be empty by ${by}: ${source}. ${how}.`
    : `"${node.name}" reads ${path}, which ${by} allows to be missing: ${source}. ${how}.`
  const required = !empty && contract ? withRequired(contract, names) : undefined
  return {
    code: empty ? 'assigned.empty' : 'assigned.optional',
    severity: 'error',
    message,
    ...(required && {
      fixes: [
        {
          label: `Make "${names.at(-1) ?? ''}" required in ${by}`,
          command: { type: 'contract.put', contract: required },
        },
      ],
    }),
  }
}

/** The contract with a field required, where it can be found by plain properties. */
function withRequired(contract: Contract, names: string[]): Contract | undefined {
  const schema = promise(contract.schema, names)
  return schema && { ...contract, schema }
}

function promise(schema: unknown, [name, ...rest]: string[]): Record<string, unknown> | undefined {
  if (!isRecord(schema) || name === undefined) return undefined
  const properties = own(schema, 'properties')
  if (!isRecord(properties) || !Object.hasOwn(properties, name)) return undefined
  if (rest.length > 0) {
    const inner = promise(properties[name], rest)
    return inner && { ...schema, properties: { ...properties, [name]: inner } }
  }
  const required = own(schema, 'required')
  return { ...schema, required: [...(Array.isArray(required) ? (required as unknown[]) : []), name] }
}
