import { isRecord } from '../contract/json-schema'
import { evaluateExpression, ExpressionError } from '../expression/cel'
import { referencesOf } from '../expression/references'
import type { EffectRequest } from '../run/step'
import type { CaseEnd, Expectation, ExpectedEffect } from './case'

/** A run as a test case looks at it: once nothing goes on by itself. */
export interface SeenRun {
  ends: CaseEnd
  /** The end, or where it waits or failed; several where several paths wait. */
  at: string[]
  /** Why it stands there, for people. */
  why?: string
  /** Steps that are done, in the order in which they were. */
  steps: { node: string; port?: string | null }[]
  /** What expressions of the team see: the state's slots and `decision`. */
  bindings: Record<string, unknown>
  /** What would have changed outside. */
  effects: { node: string; request: EffectRequest }[]
}

/** One thing that was expected, and what was seen. */
export interface Checked {
  /** JSON Pointer into `expect`. */
  pointer: string
  /** A sentence for people. */
  expects: string
  held: boolean
  /** What was seen instead, or that it was so. */
  seen: string
}

export type Evaluate = (source: string, bindings: Record<string, unknown>) => unknown
/** What a step is called. */
export type NameOf = (id: string) => string

/**
 * Holds a run against what was expected of it, one by one, each with what was seen. Pure; `evaluate` may bound the time
 * that an expression takes. An expression that cannot be worked out has not held.
 */
export function checkCase(
  expect: Expectation,
  seen: SeenRun,
  name: NameOf,
  evaluate: Evaluate = evaluateExpression,
): Checked[] {
  const done = new Set(seen.steps.map(({ node }) => node))
  const reached = (id: string): boolean => done.has(id) || seen.at.includes(id)
  return [
    {
      pointer: '/ends',
      expects: saysEnds(expect.ends),
      held: seen.ends === expect.ends,
      seen: sayStanding(seen, name),
    },
    ...(expect.at === undefined
      ? []
      : [
          {
            pointer: '/at',
            expects: `It stands at “${name(expect.at)}”`,
            held: seen.at.includes(expect.at),
            seen: seen.at.length === 0 ? 'It stands nowhere' : `It stands at ${listNames(seen.at, name)}`,
          },
        ]),
    ...(expect.passes ?? []).map((id, i) => ({
      pointer: `/passes/${i}`,
      expects: `“${name(id)}” is carried out`,
      held: reached(id),
      seen: saysTimes(seen, id, reached(id)),
    })),
    ...(expect.avoids ?? []).map((id, i) => ({
      pointer: `/avoids/${i}`,
      expects: `“${name(id)}” is not carried out`,
      held: !reached(id),
      seen: saysTimes(seen, id, reached(id)),
    })),
    ...(expect.holds ?? []).map((source, i) => ({
      pointer: `/holds/${i}`,
      expects: source,
      ...holding(source, seen.bindings, evaluate),
    })),
    ...(expect.effects === undefined ? [] : checkEffects(expect.effects, seen, name, evaluate)),
  ]
}

const saysEnds = (ends: CaseEnd): string =>
  ({
    done: 'It comes to a good end',
    rejected: 'It ends rejected',
    waits: 'It waits for somebody',
    failed: 'It fails',
  })[ends]

const STANDS: Record<CaseEnd, string> = {
  done: 'It came to a good end',
  rejected: 'It ended rejected',
  waits: 'It waits',
  failed: 'It failed',
}

/** How a run stands, in a sentence: `It waits at “Quote approval”`. */
export function sayStanding({ ends, at, why }: Pick<SeenRun, 'ends' | 'at' | 'why'>, name: NameOf): string {
  const where = at.length > 0 ? ` at ${listNames(at, name)}` : ''
  return `${STANDS[ends]}${where}${why && ends !== 'done' ? `: ${why}` : ''}`
}

const listNames = (ids: readonly string[], name: NameOf): string =>
  ids.map((id) => `“${name(id)}”`).join(', ')

function saysTimes({ steps }: SeenRun, id: string, was: boolean): string {
  const times = steps.filter(({ node }) => node === id).length
  if (times > 1) return `Carried out ${times} times`
  return was ? 'Carried out' : 'Not carried out'
}

function holding(
  source: string,
  bindings: Record<string, unknown>,
  evaluate: Evaluate,
): Pick<Checked, 'held' | 'seen'> {
  try {
    const value = evaluate(source, bindings)
    return {
      held: value === true,
      seen:
        value === true
          ? 'True'
          : `${value === false ? 'False' : 'Neither true nor false'}${whereItRead(source, bindings)}`,
    }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return { held: false, seen: `It cannot be worked out: ${error.message}` }
  }
}

/** With what stood at the places that it reads: `, where draft.amount is 5`. Within a list, the list is what is told. */
function whereItRead(source: string, bindings: Record<string, unknown>): string {
  const paths = referencesOf(source).map((path) => path.split('.'))
  const told = new Map(
    paths.map((path) => {
      const listed = path.findIndex((key) => key === '*' || key.startsWith('['))
      const named = listed === -1 ? path : path.slice(0, listed)
      return [named.join('.'), valueAt(bindings, named)] as const
    }),
  )
  if (told.size === 0) return ''
  const all = [...told].slice(0, MOST_TOLD).map(([path, value]) => `${path} is ${inBrief(value)}`)
  return `, where ${all.join(', ')}${told.size > MOST_TOLD ? `, and ${told.size - MOST_TOLD} more` : ''}`
}

const MOST_TOLD = 6
const MOST_TEXT = 120

const valueAt = (value: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((at, key) => (isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined), value)

function inBrief(value: unknown): string {
  if (value === undefined) return 'not there'
  const text = JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? one.toString() : one))
  return text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text
}

function checkEffects(
  expected: readonly ExpectedEffect[],
  { effects }: SeenRun,
  name: NameOf,
  evaluate: Evaluate,
): Checked[] {
  const others = effects.filter(({ node }) => !expected.some((one) => one.node === node))
  const summed = others
    .map(({ node, request }) => `“${name(node)}”: ${request.summary || request.method}`)
    .join('; ')
  return [
    ...expected.map((one, i) => ({
      pointer: `/effects/${i}`,
      expects: `“${name(one.node)}” would send ${(one.holds ?? []).length > 0 ? (one.holds ?? []).join(' and ') : 'its request'}`,
      ...sent(
        one,
        effects.filter(({ node }) => node === one.node),
        evaluate,
      ),
    })),
    {
      pointer: '/effects',
      expects: expected.length === 0 ? 'Nothing outside would change' : 'Nothing else outside would change',
      held: others.length === 0,
      seen: others.length === 0 ? 'Nothing' : `It would: ${summed}`,
    },
  ]
}

/** Of several requests of one step it is enough that one is as expected. */
function sent(
  { holds = [] }: ExpectedEffect,
  effects: SeenRun['effects'],
  evaluate: Evaluate,
): Pick<Checked, 'held' | 'seen'> {
  if (effects.length === 0) return { held: false, seen: 'It would send nothing' }
  const results = effects.map(({ request }) =>
    holds.map((source) => ({ source, ...holding(source, { request }, evaluate) })),
  )
  if (results.some((each) => each.every(({ held }) => held)))
    return { held: true, seen: effects.length === 1 ? 'It would' : `It would, ${effects.length} requests` }
  const broken = results[0]?.find(({ held }) => !held)
  return { held: false, seen: broken ? `${broken.source}: ${broken.seen}` : 'It would not' }
}

/** Whether all that was expected was seen. */
export const passed = (checked: readonly Checked[]): boolean => checked.every(({ held }) => held)
