import { evaluateExpression, ExpressionError } from '@/domain/expression/cel'
import { instantOf } from '@/domain/instant'
import { bounded } from '@/server/bounded'
import { bindingsOf } from '../bindings'
import { fault } from '../fault'
import type { Handler } from '../types'

const LONGEST_MS = 90 * 86_400_000

/** Sleeps until its time, and goes on. */
export const runTimer: Handler<'timer'> = async ({ node, version, at, startedAt }) => {
  // Who tries a draft does not wait for its timers.
  if (at.arrived.woke || version.bundle.trial) return { kind: 'done', port: 'out', result: {} }
  if (node.until === undefined) return sleeps(new Date(startedAt.getTime() + node.seconds * 1000))
  const source = node.until
  try {
    const said = bounded(() => evaluateExpression(source, bindingsOf(version.bundle, at.state, at.steps)))
    const until = typeof said === 'string' ? instantOf(said) : undefined
    if (!until)
      return fault({
        code: 'expression_failed',
        message: `${source} does not give a time with its day, hour and offset, such as 2026-03-01T09:00:00Z or 2026-03-01T10:00:00+01:00.`,
      })
    const ms = until.getTime() - startedAt.getTime()
    if (ms > LONGEST_MS)
      return fault({ code: 'expression_failed', message: `${source} is more than 90 days away.` })
    return ms > 0 ? sleeps(until) : { kind: 'done', port: 'out', result: { until: until.toISOString() } }
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error
    return fault({ code: 'expression_failed', message: `The time could not be worked out: ${error.message}` })
  }
}

const sleeps = (until: Date) => ({ kind: 'sleep' as const, until, result: { until: until.toISOString() } })
