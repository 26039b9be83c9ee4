import { standingBy, type StandingAt } from '../erasure/erase'
import { RUN_TABLES } from '../erasure/places'
import { isRecord } from '../contract/json-schema'
import { ExpressionError } from '../expression/cel'
import { templateReferences } from '../expression/references'
import { keptFor } from '../kept'
import { REDACTED } from '../policy/mask'
import { compileView, isWithin } from '../policy/compile-view'
import { clearedForAll, seenSlots, type Hidden, type KnownSlot, type Seen } from '../policy/seen-data'
import type { Looker, Sees } from '../policy/sight'
import { applyStatePatch, patchBetween, type State, type StatePatch } from '../state/patch'
import { anyOfContracts } from '../team/any-of'
import type { Bundle } from '../team/bundle'
import { kindOf, slotsOf } from '../team/kinds/registry'
import { contractNamesBySlot, contractsBySlot } from '../team/scope'
import type { StepResult } from './step'

type Drawn = Pick<Bundle, 'nodes' | 'contracts' | 'entry'>

/** Somebody who looks at a run of a version, and how what they see is judged. */
export interface RunLooker {
  bundle: Drawn
  looker: Looker
  sees: Sees
}

const slotsIn = keptFor(({ nodes, contracts }: Drawn): Map<string, KnownSlot> => {
  const [drawn, known] = [Object.values(nodes), new Map(Object.entries(contracts))]
  const names = contractNamesBySlot(drawn, known)
  return new Map(
    [...contractsBySlot(drawn)].map(([slot, refs]) => [
      slot,
      { schema: anyOfContracts([...refs], known), contracts: names.get(slot) ?? [] },
    ]),
  )
})

/** A run's state as its reader may see it: each slot by its contract, and those of items, which lie below their split. */
export function seenState(run: RunLooker, state: State): Seen {
  const { bundle, looker, sees } = run
  const lanesAt = (slot: string): [string, State][] | undefined => {
    const node = bundle.nodes[slot]
    return node && kindOf(node).opens === 'items' ? lanesOf(state[slot]) : undefined
  }
  const own = Object.fromEntries(Object.entries(state).filter(([slot]) => !lanesAt(slot)))
  const { data, hidden } = seenSlots(own, (slot) => slotsIn(bundle).get(slot), looker, sees)
  const shown: State = { ...data }
  const all: Hidden[] = [...hidden]
  for (const slot of Object.keys(state)) {
    const lanes = lanesAt(slot)?.map(([lane, below]) => ({ lane, ...seenState(run, below) }))
    if (!lanes) continue
    all.push(...lanes.flatMap((lane) => lane.hidden))
    shown[slot] = Object.fromEntries(lanes.map((lane) => [lane.lane, lane.data]))
  }
  return { data: shown, hidden: firstOfEach(all) }
}

/** Slots by item, where that is what stands there. An item itself has fields with names, and is judged by its contract. */
function lanesOf(value: unknown): [string, State][] | undefined {
  if (!isRecord(value)) return undefined
  const lanes = Object.entries(value).flatMap(([lane, below]): [string, State][] =>
    /^\d+$/.test(lane) && isRecord(below) ? [[lane, below]] : [],
  )
  return lanes.length === Object.keys(value).length ? lanes : undefined
}

/** What a run began with. */
export function seenInput(run: RunLooker, input: Record<string, unknown>): Seen {
  const { entry } = run.bundle
  const { data, hidden } = seenState(run, { [entry]: input })
  const shown = data[entry]
  return { data: isRecord(shown) ? shown : {}, hidden }
}

/** Every version of a run's state: patches that lead from what is seen of one to what is seen of the next. */
export function seenPatches(
  run: RunLooker,
  patches: readonly StatePatch[],
): { patches: StatePatch[]; hidden: Hidden[] } {
  const hidden: Hidden[] = []
  let [state, before]: [State, State] = [{}, {}]
  const shown = patches.map((patch) => {
    state = applyStatePatch(state, patch)
    const seen = seenState(run, state)
    hidden.push(...seen.hidden)
    const between = patchBetween(before, seen.data)
    before = seen.data
    return between
  })
  return { patches: shown, hidden: firstOfEach(hidden) }
}

/** Whether somebody may read a run's title, which is made from what it began with. */
export function seesTitle(run: RunLooker): boolean {
  const trigger = run.bundle.nodes[run.bundle.entry]
  return trigger?.kind !== 'trigger' || seesWords(run, trigger.title)
}

/** Whether somebody may read what a template makes of a run: they must see every field that it names. */
export function seesWords(run: RunLooker, template: string): boolean {
  return !template.includes('{{') || namesIn(template).every((path) => seesPlace(run, path))
}

function seesPlace({ bundle, looker, sees }: RunLooker, path: string): boolean {
  const [slot = ''] = path.split('.')
  const { schema, contracts = [] } = slotsIn(bundle).get(slot) ?? {}
  const { fields } = compileView([{ slot, schema, contracts: [...contracts] }], looker, sees)
  const named = fields.filter((field) => isWithin(field.path, path) || isWithin(path, field.path))
  if (named.length === 0) return clearedForAll(looker)
  return named.every(
    ({ visibility, classification, policies = [] }) =>
      visibility === 'clear' ||
      (clearedForAll(looker) && classification === undefined && policies.length === 0),
  )
}

/** Nothing can be told of a template that cannot be read: it names all. */
function namesIn(template: string): string[] {
  try {
    return templateReferences(template)
  } catch (error) {
    if (error instanceof ExpressionError) return ['']
    throw error
  }
}

/** What stands in for a title that is not shown. */
export const untitled = (id: string): string => `Run …${id.slice(-6)}`

const standing = keptFor((columns: object) => {
  const of = columns as { values?: readonly string[]; words?: readonly string[] }
  return standingBy(of)
})

/** Where values and words of a run stand in what is kept of it: domain/erasure/places.ts. */
export const KEPT = {
  step: RUN_TABLES.step.columns.result,
  request: RUN_TABLES.effect.columns.request,
  response: RUN_TABLES.effect.columns.response,
  outcome: RUN_TABLES.run.columns.outcome,
  gate: RUN_TABLES.effect_undo.columns.gate,
  verdict: RUN_TABLES.review.columns.verdict,
  tried: RUN_TABLES.trial.columns.definition,
  seen: RUN_TABLES.trial.columns.seen,
  checked: RUN_TABLES.trial.columns.checked,
} as const

/** What is kept of a run without its values and without the words that may quote them; where it stands and went stays. */
export const withoutValues = <T>(kept: T, columns: (typeof KEPT)[keyof typeof KEPT]): T =>
  blanked(kept, standing(columns), []) as T

function blanked(value: unknown, at: StandingAt, path: readonly string[]): unknown {
  const place = at(path)
  if (place === 'value') return blank(value)
  if (typeof value === 'string' && place === 'words') return value === '' ? value : REDACTED
  if (Array.isArray(value)) return value.map((item, i) => blanked(item, at, [...path, String(i)]))
  if (!isRecord(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, below]) => [name, blanked(below, at, [...path, name])]),
  )
}

const blank = (value: unknown): unknown =>
  value === null || value === undefined ? value : Array.isArray(value) ? [] : isRecord(value) ? {} : REDACTED

/**
 * What a step left, as its reader may see it. What it was shown and handed on is cut field by field; all else is words, or
 * values without a contract, and may quote any of it: it is shown to who sees all of the run and of this step.
 * @param whole whether they see all of the run's input and state
 */
export function seenStep(
  run: RunLooker,
  { node: id, result }: { node: string; result: StepResult },
  whole: boolean,
): { result: StepResult; hidden: Hidden[] } {
  const { view, envelope, output, tools = [] } = result
  const node = run.bundle.nodes[id]
  const slots = node ? slotsOf(node) : []
  const slot = slots.includes(id) ? id : slots[0]
  const seenOf = (value: unknown): { value: unknown; hidden: Hidden[] } => {
    const { data, hidden } = seenSlots(
      { [id]: value },
      () => (slot === undefined ? undefined : slotsIn(run.bundle).get(slot)),
      run.looker,
      run.sees,
    )
    return { value: data[id], hidden }
  }
  const served = view && seenState(run, view.data)
  const [said, handed] = [
    envelope && seenOf(envelope.output),
    output === undefined ? undefined : seenOf(output),
  ]
  const hidden = firstOfEach([
    ...(served?.hidden ?? []),
    ...(said?.hidden ?? []),
    ...(handed?.hidden ?? []),
    // What a tool brings has no contract, so that nobody classified it.
    ...(tools.length > 0 && !clearedForAll(run.looker) ? [{ path: id, visibility: 'absent' as const }] : []),
  ])
  if (whole && hidden.length === 0) return { result, hidden }
  const rest = withoutValues(result, KEPT.step)
  return {
    result: {
      ...rest,
      ...(view && served && { view: { ...view, data: served.data } }),
      ...(rest.envelope &&
        said && { envelope: { ...rest.envelope, output: isRecord(said.value) ? said.value : {} } }),
      ...(handed && { output: handed.value ?? REDACTED }),
    },
    hidden,
  }
}

export const firstOfEach = (hidden: readonly Hidden[]): Hidden[] => [
  ...new Map(hidden.map((field) => [field.path, field])).values(),
]
