import type { Expectation } from './case'
import type { SeenRun } from './case-result'
import { isStep, kindOf } from './kinds/registry'
import type { TeamNode } from './node'

const MOST_HOLDS = 12

/**
 * What to expect of a case, from how a run of it went: how and where it stands, its steps, the effects it would have had
 * and the actions that it never came to, and the plain values that its rules and routes decided by.
 * @param read paths of the state that rules and routes read
 */
export function proposeExpectation(
  seen: SeenRun,
  nodes: readonly TeamNode[],
  read: readonly string[],
): Expectation {
  const done = new Set(seen.steps.map(({ node }) => node))
  const [at] = seen.at
  const effectNodes = [...new Set(seen.effects.map(({ node }) => node))]
  const passes = [...done].flatMap((id) => {
    const node = nodes.find((one) => one.id === id)
    return node && isStep(node) ? [node] : []
  })
  const avoids = nodes.filter(
    (node) => !done.has(node.id) && !seen.at.includes(node.id) && kindOf(node).isEffect(node),
  )
  const holds = read.flatMap((path) => factOf(path, seen.bindings)).slice(0, MOST_HOLDS)
  return {
    ends: seen.ends,
    ...(at !== undefined && { at }),
    ...(passes.length > 0 && { passes: passes.map(({ id }) => id) }),
    ...(avoids.length > 0 && { avoids: avoids.map(({ id }) => id) }),
    ...(holds.length > 0 && { holds }),
    effects: effectNodes.map((node) => ({ node })),
  }
}

/** `quote.discount == 0.2`, where there is one plain value. */
function factOf(path: string, bindings: Record<string, unknown>): string[] {
  const [root = '', ...fields] = path.split('.')
  if (root === 'decision' || fields.length === 0) return []
  let value: unknown = bindings[root]
  for (const field of fields) {
    if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, field))
      return []
    value = (value as Record<string, unknown>)[field]
  }
  if (typeof value === 'number' || typeof value === 'boolean') return [`${path} == ${value}`]
  return typeof value === 'string' && value.length <= 60 ? [`${path} == ${JSON.stringify(value)}`] : []
}
