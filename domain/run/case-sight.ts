import { isRecord, jsonEquals } from '../contract/json-schema'
import { REDACTED } from '../policy/mask'
import type { Hidden } from '../policy/seen-data'
import type { Expectation, Pin, TeamCase } from '../team/case'
import type { Tried } from '../team/trial'
import { firstOfEach, seenInput, seenStep, type RunLooker } from './run-sight'

/** What is tried as its reader may see it: what it begins with, and what its pins hand on, field by field. */
function seenTried(look: RunLooker, { input, pins = {} }: Tried) {
  const begun = seenInput(look, input)
  const handed = Object.entries(pins).map(([node, pin]) => {
    if (pin.output === undefined) return { node, pin, hidden: [] }
    const { result, hidden } = seenStep(look, { node, result: { output: pin.output } }, true)
    return { node, pin: { ...pin, output: result.output }, hidden }
  })
  return {
    input: begun.data,
    pins: Object.fromEntries(handed.map(({ node, pin }): [string, Pin] => [node, pin])),
    hidden: firstOfEach([...begun.hidden, ...handed.flatMap(({ hidden }) => hidden)]),
  }
}

/**
 * A test case as its reader may see it. Where something is kept from them, so are the words and the conditions that may
 * quote it.
 * @param look absent where nothing says how its values are classified: none is shown
 */
export function seenCase(look: RunLooker | undefined, one: TeamCase): { case: TeamCase; hidden: Hidden[] } {
  const { input, pins, hidden } = look
    ? seenTried(look, one)
    : { input: {}, pins: unsaid(one.pins), hidden: [{ path: 'input', visibility: 'absent' as const }] }
  if (hidden.length === 0) return { case: one, hidden }
  return {
    case: {
      ...one,
      ...{ input, expect: withoutConditions(one.expect) },
      ...(one.pins && { pins }),
      ...(one.about && { about: REDACTED }),
    },
    hidden,
  }
}

const unsaid = (pins: TeamCase['pins'] = {}): Record<string, Pin> =>
  Object.fromEntries(
    Object.entries(pins).map(([node, { port }]) => [node, { output: REDACTED, ...(port && { port }) }]),
  )

function withoutConditions({ holds: _, effects, ...rest }: Expectation): Expectation {
  return { ...rest, ...(effects && { effects: effects.map(({ node }) => ({ node })) }) }
}

/**
 * A case that was changed by somebody who did not see all of it: what was kept from them and stands as they were shown it
 * stays as it is kept. Conditions that they were not shown stay beside those that they wrote.
 */
export function mergedCase(given: TeamCase, { shown, kept }: { shown: TeamCase; kept: TeamCase }): TeamCase {
  const { about = kept.about, pins } = given
  const { holds, effects } = given.expect
  const conditions = [...(kept.expect.holds ?? []), ...(holds ?? [])]
  const before = [...(kept.expect.effects ?? [])]
  const merged = effects?.map((effect) => {
    const at = before.findIndex(({ node }) => node === effect.node)
    const [was] = at < 0 ? [] : before.splice(at, 1)
    const both = [...(was?.holds ?? []), ...(effect.holds ?? [])]
    return { ...effect, ...(both.length > 0 && { holds: [...new Set(both)] }) }
  })
  return {
    ...given,
    input: stays(given.input, shown.input, kept.input) as TeamCase['input'],
    ...(pins && { pins: stays(pins, shown.pins, kept.pins) as NonNullable<TeamCase['pins']> }),
    ...(about !== undefined && { about: about === shown.about ? (kept.about ?? '') : about }),
    expect: {
      ...given.expect,
      ...(conditions.length > 0 && { holds: [...new Set(conditions)] }),
      ...(merged && { effects: merged }),
    },
  }
}

/** A value that was left as it was shown, as it is kept; fields that were not shown at all along with those around them. */
function stays(given: unknown, shown: unknown, kept: unknown): unknown {
  if (jsonEquals(given, shown)) return kept
  if (Array.isArray(given) && Array.isArray(shown) && Array.isArray(kept) && shown.length === kept.length)
    return given.map((item: unknown, i): unknown =>
      i < shown.length ? stays(item, shown[i], kept[i]) : item,
    )
  if (!isRecord(given) || !isRecord(shown) || !isRecord(kept)) return given
  const unseen = Object.keys(kept).filter(
    (name) => !Object.hasOwn(shown, name) && !Object.hasOwn(given, name),
  )
  return Object.fromEntries([
    ...Object.entries(given).map(([name, value]) => [
      name,
      Object.hasOwn(shown, name) && Object.hasOwn(kept, name) ? stays(value, shown[name], kept[name]) : value,
    ]),
    ...unseen.map((name) => [name, kept[name]]),
  ])
}
