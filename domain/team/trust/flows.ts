import type { ExpressionScope } from '../../expression/check'
import { readsIn } from '../checks/reads-in'
import type { Compilation } from '../checks/check'
import type { NodeExpression } from '../kinds/kind'
import { kindOf } from '../kinds/registry'
import { fieldIn, itemIn, type Made } from '../made'
import { madeBy } from '../made-by'
import type { TeamNode } from '../node'
import { staffOf, type StaffedNode } from '../staff'
import type { InputLabel } from '../../run/step'
import { holdsWords, placeWithin } from './words'

/** What of a team says how values flow: of one that is drawn, or of a version that runs. */
export type Flowing = Pick<
  Compilation,
  'graph' | 'scope' | 'carried' | 'contracts' | 'views' | 'fallbackViews' | 'agents'
>

/** What is not to be trusted about a value, by the nodes it comes from. */
export interface Taint {
  /** Where words came in that nobody has checked, and that may stand in it. */
  words: ReadonlySet<string>
  /** Where such words chose the way on which it was written. */
  chosen: ReadonlySet<string>
}

export const CLEAN: Taint = { words: new Set(), chosen: new Set() }

export const isTainted = ({ words, chosen }: Taint): boolean => words.size + chosen.size > 0

/** As it is kept with a step. */
export const labelOf = ({ words, chosen }: Taint): InputLabel => ({
  words: [...words].sort(),
  chosen: [...chosen].sort(),
})

/** The label of what is made of all of these: the least upper bound. */
export const joined = (taints: readonly Taint[]): Taint =>
  taints.some(isTainted)
    ? {
        words: new Set(taints.flatMap(({ words }) => [...words])),
        chosen: new Set(taints.flatMap(({ chosen }) => [...chosen])),
      }
    : CLEAN

/** A place of the state, and whether its contract leaves room for words there. */
export interface Place {
  path: string
  slot: string
  names: string[]
  words: boolean
}

/** Looks each path up once. */
export function placesOf(scope: ExpressionScope): (path: string) => Place {
  const known = new Map<string, Place>()
  return (path) => {
    const kept = known.get(path)
    if (kept) return kept
    const [first = '', ...rest] = path.split('.')
    const [slot = '', names] = first === 'decision' ? [rest[0], rest.slice(1)] : [first, rest]
    const schema = scope[first]
    const at = schema === undefined ? undefined : placeWithin(schema, rest)
    const place = { path, slot, names, words: !at || holdsWords(at) }
    known.set(path, place)
    return place
  }
}

/** What decides the way a node is left by, or which items it goes through. */
export const conditionsOf = (node: TeamNode): NodeExpression[] =>
  kindOf(node)
    .expressions(node)
    .filter(({ gives }) => gives === 'bool' || gives === 'list')

/** The paths that an expression uses; of one that gives a list, those by which its items are chosen. */
export function pathsOf(
  { scope }: Pick<Flowing, 'scope'>,
  { id }: TeamNode,
  expression: NodeExpression,
): string[] {
  if (expression.gives === 'list') {
    const made = madeBy(expression.source, scope)
    return made ? choosersIn(made) : []
  }
  return readsIn(expression)
    .filter(({ whole }) => whole)
    .map(({ path: [first = '', ...rest] }) =>
      // What an orchestrator's rules call `task` stands in a slot of its own.
      [expression.locals?.includes(first) ? `${id}_${first}` : first, ...rest].join('.'),
    )
}

function choosersIn(made: Made): string[] {
  switch (made.is) {
    case 'fields':
      return [...made.of.values()].flatMap(choosersIn)
    case 'items':
    case 'either':
      return made.of.flatMap(choosersIn)
    case 'place':
      return made.by.map(({ path }) => path)
    case 'one':
      return []
  }
}

export const partOf = (made: Made, names: readonly string[]): Made | undefined =>
  names.reduce<Made | undefined>(
    (part, name) => part && (name === '*' ? itemIn(part) : fieldIn(part, name)),
    made,
  )

/** The paths that an agent is shown clearly at a node, whoever works there. */
export function shownTo(
  { views, fallbackViews }: Pick<Flowing, 'views' | 'fallbackViews'>,
  { id }: StaffedNode,
): string[] {
  const fields = [views[id], fallbackViews[id]].flatMap((view) => view?.fields ?? [])
  return fields.filter(({ visibility }) => visibility === 'clear').map(({ path }) => path)
}

/** What a tool reads comes from another system. One that writes is never called. */
export const readsByTools = ({ agents }: Pick<Flowing, 'agents'>, node: StaffedNode): boolean =>
  !kindOf(node).unstaffed?.(node) &&
  staffOf(node).some((slug) => agents.get(slug)?.tools.some(({ effect }) => effect !== 'write') ?? false)
