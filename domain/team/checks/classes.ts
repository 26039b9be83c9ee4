import {
  CATEGORIES_KEYWORD,
  CLASSIFICATION_KEYWORD,
  refOf,
  showRef,
  type Contract,
} from '../../contract/contract'
import { isRecord, own } from '../../contract/json-schema'
import type { Leaf } from '../../policy/compile-view'
import { arrivingAt } from '../carry'
import { kindOf } from '../kinds/registry'
import { loosened, type Loosened } from '../loosened'
import { eitherOf, hidden, placeOf, type Made } from '../made'
import { madeAt } from '../made-at'
import { madeBy } from '../made-by'
import type { NodeOf, TeamNode } from '../node'
import { reachableNodes, type Check, type Compilation, type Found } from './check'

/**
 * What the engine makes of others' values is classified at least as strictly as these, field by field: the items of a
 * map, what a join gathers and a conflict settles, what another team is given and brings, what an end hands to whoever
 * called. That a value fits its contract (checkCompat) says nothing of who may see it.
 *
 * What an agent answers is not among them: it is a new statement, made from a view that the policy has let it see, and
 * is as sensitive as its own contract says. So is what comes from outside.
 */
export const classesCheck: Check = {
  code: 'classes',
  title: 'What is handed on stays as sensitive',
  needsEntry: true,
  run(team) {
    return reachableNodes(team).flatMap((node) =>
      writtenBy(team, node).flatMap((written) =>
        problemsOf(node, written, loosened(written.made, written.contract.schema)),
      ),
    )
  },
}

interface Written {
  made: Made
  contract: Contract
  pointer: string
  /** Whose contract it is, where it is not this team's. */
  of?: string
}

/** What the engine writes at a node, with the contract that whoever reads it goes by. */
function writtenBy(team: Compilation, node: TeamNode): Written[] {
  const ref = kindOf(node).produces(node)
  const contract = ref === undefined ? undefined : team.contracts.get(ref)
  const written = (made: Made | undefined): Written[] =>
    made && contract ? [{ made, contract, pointer: '/produces' }] : []
  switch (node.kind) {
    case 'map':
    case 'join':
    case 'conflict':
      return written(madeAt(team, node))
    case 'team':
      return [...givenTo(team, node), ...written(broughtBy(team, node))]
    case 'end':
      return handedTo(team, node)
    default:
      return []
  }
}

const calledAt = ({ catalogue }: Compilation, node: NodeOf<'team'>) =>
  (catalogue.teams ?? []).find(({ slug }) => slug === node.team)

/** What another team begins with, which its agents see by its own contract. */
function givenTo(team: Compilation, node: NodeOf<'team'>): Written[] {
  const called = calledAt(team, node)
  if (!called?.input) return []
  const made = node.input === undefined ? arriving(team, node) : madeBy(node.input, team.scope)
  return made ? [{ made, contract: called.input, pointer: '/input', of: called.name }] : []
}

function broughtBy(team: Compilation, node: NodeOf<'team'>): Made | undefined {
  const called = calledAt(team, node)
  if (!called) return undefined
  const results = called.results.map((result) => placeOf(called.name, result?.schema))
  return results.length > 0 ? eitherOf(results) : hidden(called.name)
}

/** What an end takes is what comes back to a team that calls this one. */
function handedTo(team: Compilation, node: NodeOf<'end'>): Written[] {
  const contract = team.contracts.get(node.accepts ?? '')
  const made = contract && arriving(team, node)
  return contract && made ? [{ made, contract, pointer: '/accepts' }] : []
}

function arriving(team: Compilation, { id }: TeamNode): Made | undefined {
  const slots = arrivingAt(team.graph, team.carried, id).map(({ slot, contract }) =>
    placeOf(slot, team.contracts.get(contract ?? '')?.schema),
  )
  return slots.length > 0 ? eitherOf(slots) : undefined
}

/** What would be classified too low, and what has no classification at its source: only hiding it would do. */
function problemsOf(node: TeamNode, written: Written, found: readonly Loosened[]): Found[] {
  const [low, bare] = [found.filter(({ needs }) => needs), found.filter(({ needs }) => !needs)]
  const [first] = bare
  return [
    ...tooLow(node, written, low),
    ...(first
      ? [
          {
            code: 'classes.unclassified',
            severity: 'error' as const,
            message: `${sentence(node, written, bare, first)} Classify it where it comes from.`,
            place: { node: node.id, pointer: written.pointer },
          },
        ]
      : []),
  ]
}

function tooLow(node: TeamNode, written: Written, found: readonly Loosened[]): Found[] {
  const [first] = found
  if (!first) return []
  const { contract, pointer, of } = written
  const classified = of === undefined ? withClasses(contract, found) : undefined
  const wanted = [...new Set(found.map(({ needs }) => (needs ? said(needs) : '')))]
  const names = found.length > MOST ? 'them' : found.map(({ path }) => fieldAt(path)).join(' and ')
  return [
    {
      code: 'classes.loosened',
      severity: 'error',
      message: sentence(node, written, found, first),
      place: { node: node.id, pointer },
      ...(classified && {
        fixes: [
          {
            label: `Classify ${names} as ${wanted.length === 1 ? (wanted[0] ?? '') : 'what they come from is'}`,
            command: { type: 'contract.put', contract: classified },
          },
        ],
      }),
    },
  ]
}

const MOST = 3

function sentence(
  node: TeamNode,
  { contract, of }: Written,
  found: readonly Loosened[],
  { path, as, from }: Loosened,
): string {
  const field = fieldAt(path)
  const source = from.path.replace(/^\./, '').replaceAll('.*', '')
  const by = `${of === undefined ? '' : `${of}'s `}${showRef(refOf(contract))}`
  const more = found.length > 1 ? ` So it is with ${found.length - 1} more of its fields.` : ''
  const comes =
    source === field ? `is ${said(from)} where it comes from` : `comes from ${source}, which is ${said(from)}`
  return `At "${node.name}" ${field} ${comes}; but ${by} says ${said(as)}, and would show it to those it is hidden from.${more}`
}

const fieldAt = (path: readonly string[]): string =>
  path.filter((name) => name !== '*').join('.') || 'all of it'

const said = ({ classification, categories }: Pick<Leaf, 'classification' | 'categories'>): string =>
  classification === undefined
    ? 'not classified, and so hidden'
    : [classification, ...categories.map((category) => `${category} data`)].join(' and ')

/** The contract with these fields classified, where they can be found by plain properties and items. */
function withClasses(contract: Contract, found: readonly Loosened[]): Contract | undefined {
  let schema: Record<string, unknown> | undefined = contract.schema
  for (const { path, needs } of found) schema = schema && needs && classify(schema, path, needs)
  return schema && { ...contract, schema }
}

function classify(
  schema: unknown,
  [name, ...rest]: readonly string[],
  needs: NonNullable<Loosened['needs']>,
): Record<string, unknown> | undefined {
  if (!isRecord(schema)) return undefined
  if (name === undefined)
    return {
      ...schema,
      [CLASSIFICATION_KEYWORD]: needs.classification,
      ...(needs.categories.length > 0 && { [CATEGORIES_KEYWORD]: needs.categories }),
    }
  const holder = own(schema, name === '*' ? 'items' : 'properties')
  if (name === '*') {
    const items = classify(holder, rest, needs)
    return items && { ...schema, items }
  }
  if (!isRecord(holder) || !Object.hasOwn(holder, name)) return undefined
  const field = classify(holder[name], rest, needs)
  return field && { ...schema, properties: { ...holder, [name]: field } }
}
