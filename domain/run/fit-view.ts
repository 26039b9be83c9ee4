import { isRecord } from '../contract/json-schema'
import { pointerOf, pointerParts } from '../pointer'
import { partsOf, type FittableView, type TextPart, type ViewParts } from './view-parts'

/** Tokens of a view as it is sent. */
export type CountTokens = (data: Record<string, unknown>) => number

/** One place of a view where something else stands now. */
export interface Replaced {
  /** JSON Pointer into the view, its slot first. */
  pointer: string
  was: unknown
  now: unknown
}

export interface Pruned {
  fits: boolean
  data: Record<string, unknown>
  replaced: Replaced[]
  tokens: number
}

/** Summaries are marked, so that nobody takes them for what was written. */
export const SUMMARY_MARK = '[summary] '
/** A summary of fewer tokens says nothing. */
const LEAST_SUMMARY = 24
/** Models miss a length they are asked for by this much. */
const MARGIN = 0.8

/** Something to leave out. Entries of a list go one by one, from its end. */
type Cut = { kind: 'text' | 'slot'; pointer: string } | { kind: 'entry'; pointer: string }

/**
 * A view with as little left out as it takes to fit. What is read besides goes before what is handed over; within each,
 * the longest texts first, then entries of lists from the end (the longest list first), and of what is read besides at
 * last the objects in a slot, the largest first, and whole slots. A mark stands wherever something is missing. See `partsOf` for what is never touched.
 * @returns the smallest view there is, with `fits` false, when even that is above the cap
 */
export function pruneView(view: FittableView, maxTokens: number, count: CountTokens): Pruned {
  const { besides, handed } = partsOf(view)
  const cuts = [...cutsOf(besides), ...cutsOf(handed)]
  const after = (cut: number) => without(view.data, cuts.slice(0, cut))
  const done = (cut: number): Pruned => {
    const made = after(cut)
    const tokens = count(made.data)
    return { fits: tokens <= maxTokens, tokens, ...made }
  }
  const whole = done(0)
  if (whole.fits || cuts.length === 0) return whole
  // The more is left out the less there is: the first cut that is enough is found by halving.
  let [few, enough] = [0, cuts.length]
  const least = done(enough)
  if (!least.fits) return least
  while (enough - few > 1) {
    const middle = Math.floor((few + enough) / 2)
    if (count(after(middle).data) <= maxTokens) enough = middle
    else few = middle
  }
  return done(enough)
}

/** A text to be summarised, and the tokens its summary may take. */
export type ToSummarise = TextPart & { tokens: number }

/**
 * The longest texts of a view that have to be summarised for it to fit, what is read besides first, as few as possible.
 * @param countText tokens of a text by itself
 * @returns undefined when even the shortest summaries of all of them would not do
 */
export function textsToSummarise(
  view: FittableView,
  maxTokens: number,
  count: CountTokens,
  countText: (text: string) => number,
): ToSummarise[] | undefined {
  const { besides, handed } = partsOf(view)
  const texts = [...besides.texts, ...handed.texts]
  for (let n = 1; n <= texts.length; n++) {
    const chosen = texts.slice(0, n)
    const marked = withTexts(view.data, new Map(chosen.map(({ pointer }) => [pointer, SUMMARY_MARK])))
    const room = Math.floor((maxTokens - count(marked)) * MARGIN)
    if (room < n * LEAST_SUMMARY) continue
    const sizes = chosen.map(({ text }) => countText(text))
    const total = sizes.reduce((sum, size) => sum + size, 0)
    const spare = room - n * LEAST_SUMMARY
    return chosen.map((part, i) => ({
      ...part,
      tokens: LEAST_SUMMARY + Math.floor((spare * (sizes[i] ?? 0)) / total),
    }))
  }
  return undefined
}

/** A view with other texts at some of its places, by pointer. */
export function withTexts(
  data: Record<string, unknown>,
  texts: ReadonlyMap<string, string>,
): Record<string, unknown> {
  return rebuild(data, [], (_value, pointer) => texts.get(pointer)) as Record<string, unknown>
}

/** Whether something at or below a view's field (`*` for any entry), or what holds it, stands at a pointer. */
export function touches(field: string, pointer: string): boolean {
  const names = field.split('.')
  const place = pointerParts(pointer)
  return place.every((part, i) => i >= names.length || names[i] === part || names[i] === '*')
}

function cutsOf({ texts, lists, groups, slots }: ViewParts): Cut[] {
  return [
    ...texts.map(({ pointer }): Cut => ({ kind: 'text', pointer })),
    ...lists.flatMap(({ pointer, length, least }) =>
      Array.from({ length: length - least }, (): Cut => ({ kind: 'entry', pointer })),
    ),
    ...groups.map(({ pointer }): Cut => ({ kind: 'slot', pointer })),
    ...slots.map(({ pointer }): Cut => ({ kind: 'slot', pointer })),
  ]
}

function without(data: Record<string, unknown>, cuts: readonly Cut[]): Pick<Pruned, 'data' | 'replaced'> {
  const gone = new Set(cuts.filter(({ kind }) => kind !== 'entry').map(({ pointer }) => pointer))
  const entries = new Map<string, number>()
  for (const { kind, pointer } of cuts)
    if (kind === 'entry') entries.set(pointer, (entries.get(pointer) ?? 0) + 1)
  const replaced: Replaced[] = []
  const put = (pointer: string, was: unknown, now: unknown): unknown => {
    replaced.push({ pointer, was, now })
    return now
  }
  const made = rebuild(data, [], (value, pointer, below) => {
    if (gone.has(pointer)) return put(pointer, value, markOf(value))
    const fewer = entries.get(pointer)
    if (fewer === undefined || !Array.isArray(value)) return undefined
    const kept = value.slice(0, value.length - fewer)
    const mark = `[pruned: the last ${fewer} of ${value.length} entries]`
    return [...below(kept), put(pointer, value.slice(kept.length), mark)]
  })
  return { data: made as Record<string, unknown>, replaced }
}

const markOf = (value: unknown): string =>
  typeof value === 'string' ? `[pruned: a text of ${value.length} characters]` : '[pruned]'

/** What stands in the place of a value; undefined to look below it. */
type Instead = (value: unknown, pointer: string, below: (items: unknown[]) => unknown[]) => unknown

function rebuild(value: unknown, path: string[], instead: Instead): unknown {
  const below = (items: unknown[]) => items.map((item, i) => rebuild(item, [...path, String(i)], instead))
  const other = instead(value, pointerOf(path), below)
  if (other !== undefined) return other
  if (Array.isArray(value)) return below(value)
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, rebuild(part, [...path, name], instead)]),
  )
}
