import type { JsonSchema } from '../contract/json-schema'
import { shapeOf, strictest, type Located, type Shape } from '../expression/schema-shape'
import type { Category, Classification } from './classification'
import type { Looker, Sees } from './sight'
import type { ViewField, ViewPlan } from './view'

/** One slot a reader may look into. */
export interface ViewSource {
  slot: string
  /** Of the slot's contract; without one nothing is known of it, and so nothing is shown. */
  schema: JsonSchema | undefined
  /** Names of the contracts that it may be of, as policies know them. */
  contracts?: readonly string[]
  /** State paths within the slot (`dossier.account`); all of it when left out. */
  paths?: readonly string[]
}

/**
 * What somebody sees of what they read, field by field, as `sees` judges each. A field's own classification counts: an
 * unclassified field is hidden also within a classified object. The strictest classification and all categories on the way
 * down hold for what lies below. Only where an object lists no fields, or a list holds plain values, its own
 * classification covers its content.
 */
export function compileView(sources: readonly ViewSource[], looker: Looker, sees: Sees): ViewPlan {
  const fields = new Map<string, ViewField>()
  for (const { slot, schema, contracts = [], paths } of sources) {
    if (schema === undefined) continue
    for (const leaf of leavesOf(slot, schema))
      for (const one of paths ? paths.flatMap((path) => narrowed(leaf, path)) : [leaf])
        fields.set(one.path, judged(one, contracts, looker, sees))
  }
  return { fields: [...fields.values()] }
}

/** A plan under other policies, from what it says of its fields. @param contractsOf names of the contracts of a slot */
export function rejudged(
  { fields }: ViewPlan,
  contractsOf: (slot: string) => readonly string[],
  looker: Looker,
  sees: Sees,
): ViewPlan {
  const slotOf = (path: string): string => path.split('.')[0] ?? ''
  return { fields: fields.map((field) => judged(field, contractsOf(slotOf(field.path)), looker, sees)) }
}

function judged(
  { path, classification, categories }: Leaf | ViewField,
  contracts: readonly string[],
  looker: Looker,
  sees: Sees,
): ViewField {
  const within = path.split('.').slice(1).join('.')
  return {
    path,
    ...(classification && { classification }),
    categories,
    ...sees(looker, { contracts, path: within, classification, categories }),
  }
}

/** A field of a contract that is judged as one. */
export interface Leaf {
  path: string
  classification: Classification | undefined
  categories: Category[]
}

/** The fields of a slot's contract down to where one judgement covers all below; `*` is any item of a list. */
export function leavesOf(slot: string, schema: JsonSchema): Leaf[] {
  const kept = typeof schema === 'object' ? known.get(schema) : undefined
  const found = kept ?? leavesAt({ root: schema, schema }, '')
  if (typeof schema === 'object') known.set(schema, found)
  return found.map((leaf) => ({ ...leaf, path: slot + leaf.path }))
}

/** Whether a field (`dossier.deals.*.amount`) lies at or below a state path (`dossier.deals`, `dossier.deals.amount`). */
export function isWithin(field: string, path: string): boolean {
  const plain = (text: string): string[] => text.split('.').filter((name) => name !== '*')
  const names = plain(field)
  return plain(path).every((name, i) => names[i] === name)
}

/** The part of a field that a path asks for: the field itself, or a piece of what it covers, judged alike. */
function narrowed(leaf: Leaf, path: string): Leaf[] {
  if (isWithin(leaf.path, path)) return [leaf]
  if (!isWithin(path, leaf.path)) return []
  const named = leaf.path.split('.').filter((name) => name !== '*').length
  return [{ ...leaf, path: [leaf.path, ...path.split('.').slice(named)].join('.') }]
}

const known = new WeakMap<object, Leaf[]>()
/** Levels down to which a contract is looked into. */
export const DEEPEST_OPENED = 12

/** What holds for a place because of what it lies in. */
export interface Above {
  floor: Classification | undefined
  categories: readonly Category[]
}

export const NOTHING_ABOVE: Above = { floor: undefined, categories: [] }

/** How a place is looked into: by its listed fields, by its items, or as one, where one judgement covers all below. */
export type Opened =
  | { by: 'fields'; fields: Shape['fields']; within: Above }
  | { by: 'items'; items: Located; within: Above }
  | { by: 'one'; leaf: Leaf }

/** How a place is looked into, and what then holds for what lies below. */
export function openedAt(at: Located, path: string, above: Above): Opened {
  const shape = shapeOf(at)
  const categories = [...new Set([...above.categories, ...shape.categories])]
  const within: Above = { floor: strictest([above.floor, shape.classification]), categories }
  if (shape.fields.size > 0) return { by: 'fields', fields: shape.fields, within }
  if (isList(shape) && shape.items) {
    const item = shapeOf(shape.items)
    if (item.fields.size > 0 || isList(item) || (item.classification && !shape.classification))
      return { by: 'items', items: shape.items, within }
  }
  const own: Leaf = { path, classification: shape.classification && within.floor, categories }
  return { by: 'one', leaf: coverAll(own, at) }
}

/** The fields of a place down to where one judgement covers all below. @param parents the schemas it lies in */
export function leavesAt(
  at: Located,
  path: string,
  above: Above = NOTHING_ABOVE,
  parents: readonly unknown[] = [],
): Leaf[] {
  // A contract that contains itself is opened a few levels; what lies deeper stays hidden.
  if (parents.includes(at.schema) || parents.length > DEEPEST_OPENED)
    return [
      {
        path,
        classification: undefined,
        categories: [...new Set([...above.categories, ...shapeOf(at).categories])],
      },
    ]
  const trail = [...parents, at.schema]
  const opened = openedAt(at, path, above)
  switch (opened.by) {
    case 'fields':
      return [...opened.fields].flatMap(([name, field]) =>
        isPlainName(name) ? leavesAt(field, `${path}.${name}`, opened.within, trail) : [],
      )
    case 'items':
      return leavesAt(opened.items, `${path}.*`, opened.within, trail)
    case 'one':
      return [opened.leaf]
  }
}

/** A field without listed parts covers its content: as strictly as the strictest word within it. */
function coverAll(leaf: Leaf, at: Located): Leaf {
  if (!leaf.classification) return leaf
  const inner: Shape[] = []
  const visit = (place: Located | undefined, depth: number): void => {
    if (!place || typeof place.schema === 'boolean' || depth > DEEPEST_OPENED) return
    const shape = shapeOf(place)
    inner.push(shape)
    visit(shape.others, depth + 1)
    visit(shape.items, depth + 1)
    for (const field of shape.fields.values()) visit(field, depth + 1)
  }
  visit(at, 0)
  return {
    ...leaf,
    classification: strictest([leaf.classification, ...inner.map((shape) => shape.classification)]),
    categories: [...new Set([...leaf.categories, ...inner.flatMap((shape) => shape.categories)])],
  }
}

const isList = (shape: Shape): boolean => shape.types.has('array') && !shape.types.has('object')

/** A name that could be mistaken for a path, or for the language's own, is not shown. */
export const isPlainName = (name: string): boolean =>
  name !== '' && name !== '*' && name !== '__proto__' && !name.includes('.')
