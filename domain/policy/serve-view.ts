import { isRecord } from '../contract/json-schema'
import { masked, REDACTED } from './mask'
import { pseudonymOf } from './pseudonym'
import type { ViewField, ViewPlan, Visibility } from './view'

export interface Served {
  /** What the reader gets: slots by name, with only what the plan shows. */
  data: Record<string, unknown>
  /** The plan's fields that occur in this state, the absent ones too. */
  fields: ViewField[]
}

/**
 * The state as a plan lets its reader see it. Masked values become what their mask leaves, absent ones are left out, and
 * what the plan does not list is absent. Items of a list keep their places as soon as one of their fields is shown.
 * @param aliases the key of the pseudonyms; without it what would bear one is masked
 */
export function serveView(plan: ViewPlan, state: Record<string, unknown>, aliases?: Uint8Array): Served {
  const occurring = new Set<ViewField>()
  const served = serve(tree(plan), state, { occurring, aliases })
  return {
    data: isRecord(served) ? served : {},
    fields: plan.fields.filter((field) => occurring.has(field)),
  }
}

/** The plan by names; a place with a field covers everything below it. */
interface Place {
  field?: ViewField
  below: Map<string, Place>
}

const trees = new WeakMap<ViewPlan, Place>()

function tree(plan: ViewPlan): Place {
  const kept = trees.get(plan)
  if (kept) return kept
  const root: Place = { below: new Map() }
  for (const field of plan.fields) {
    let place = root
    for (const name of field.path.split('.')) {
      const next = place.below.get(name) ?? { below: new Map<string, Place>() }
      place.below.set(name, next)
      place = next
    }
    // Two judgements of one place: the stricter holds.
    if (!place.field || STRICTNESS[field.visibility] > STRICTNESS[place.field.visibility]) place.field = field
  }
  trees.set(plan, root)
  return root
}

const STRICTNESS: Record<Visibility, number> = { clear: 0, pseudonym: 1, masked: 2, absent: 3 }

interface Serving {
  occurring: Set<ViewField>
  aliases: Uint8Array | undefined
}

/** Undefined where nothing may be shown. */
function serve(place: Place, value: unknown, serving: Serving): unknown {
  if (value === undefined) return undefined
  if (place.field) {
    serving.occurring.add(place.field)
    return shownAs(place.field, value, serving.aliases)
  }
  if (Array.isArray(value)) {
    const item = place.below.get('*')
    if (!item) return undefined
    if (value.length === 0) return showsAnything(item) ? [] : undefined
    const items = value.map((one) => serve(item, one, serving))
    return items.some((one) => one !== undefined) ? items.map((one) => one ?? {}) : undefined
  }
  if (value === null) return showsAnything(place) ? null : undefined
  if (!isRecord(value)) return undefined
  const shown: Record<string, unknown> = {}
  for (const [name, below] of place.below) {
    if (!Object.hasOwn(value, name) || name === '__proto__') continue
    const part = serve(below, value[name], serving)
    if (part !== undefined) shown[name] = part
  }
  return Object.keys(shown).length > 0 ? shown : undefined
}

function shownAs({ visibility, mask }: ViewField, value: unknown, aliases: Uint8Array | undefined): unknown {
  switch (visibility) {
    case 'absent':
      return undefined
    case 'clear':
      return value
    case 'masked':
      return masked(value, mask ?? 'redacted')
    case 'pseudonym':
      return aliases ? pseudonymOf(aliases, value) : REDACTED
  }
}

/** Whether a reader would see anything here, were it there: only then may they learn that it is empty. */
const showsAnything = ({ field, below }: Place): boolean =>
  field ? field.visibility !== 'absent' : [...below.values()].some(showsAnything)
