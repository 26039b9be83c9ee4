import type { JsonSchema } from '../contract/json-schema'
import { CATEGORIES } from './classification'
import { compileView } from './compile-view'
import { serveView } from './serve-view'
import type { Looker, Sees } from './sight'
import type { ViewField } from './view'

/** Something that is not shown as it is, by slot and field; a whole slot where nothing is known of it. */
export interface Hidden {
  path: string
  visibility: ViewField['visibility']
}

export interface Seen {
  data: Record<string, unknown>
  hidden: Hidden[]
}

/** What is known of a slot: without a schema nothing is, and so nothing of it is shown. */
export interface KnownSlot {
  schema: JsonSchema | undefined
  /** Names of the contracts that it may be of, as policies know them. */
  contracts: readonly string[]
}

export const clearedForAll = ({ clearance, categories }: Pick<Looker, 'clearance' | 'categories'>): boolean =>
  clearance === 'restricted' && CATEGORIES.every((category) => categories.includes(category))

/**
 * Slots as a person may see them, field by field, as an agent's view is served. Who is cleared for everything sees what
 * nobody classified, too, unless a policy forbids it: somebody must be able to decide.
 */
export function seenSlots(
  data: Record<string, unknown>,
  slotOf: (slot: string) => KnownSlot | undefined,
  looker: Looker,
  sees: Sees,
): Seen {
  const all = clearedForAll(looker)
  const judge: Sees = (who, field) => {
    const said = sees(who, field)
    const unsaid = field.classification === undefined && (said.policies ?? []).length === 0
    return all && unsaid ? { visibility: 'clear' } : said
  }
  const slots = Object.keys(data)
  const known = slots.flatMap((slot) => {
    const { schema, contracts = [] } = slotOf(slot) ?? {}
    return schema === undefined ? [] : [{ slot, schema, contracts }]
  })
  const unknown = slots.filter((slot) => !known.some((one) => one.slot === slot))
  const { data: served, fields } = serveView(compileView(known, looker, judge), data)
  const hidden = fields
    .filter(({ visibility }) => visibility !== 'clear')
    .map(({ path, visibility }): Hidden => ({ path, visibility }))
  // Fields that no contract lists are in no plan: who is cleared for all sees them, others do not.
  if (all) {
    if (hidden.length === 0) return { data, hidden }
    return { data: { ...Object.fromEntries(unknown.map((slot) => [slot, data[slot]])), ...served }, hidden }
  }
  for (const slot of unknown) if (data[slot] !== undefined) hidden.push({ path: slot, visibility: 'absent' })
  for (const { slot } of known)
    if (sizeOf(data[slot]) !== sizeOf(served[slot]) && !hidden.some(({ path }) => isOf(path, slot)))
      hidden.push({ path: slot, visibility: 'absent' })
  return { data: served, hidden }
}

const isOf = (path: string, slot: string): boolean => path === slot || path.startsWith(`${slot}.`)

/** How many plain values there are in it. */
function sizeOf(value: unknown): number {
  if (value === undefined) return 0
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce((sum: number, one) => sum + sizeOf(one), 1)
}
