import { createContext, Script } from 'node:vm'
import { isProportional } from '@/domain/contract/effort'
import { validateInstance, type SchemaIssue } from '@/domain/contract/evaluate'
import type { JsonSchema } from '@/domain/contract/json-schema'
import { ExpressionError } from '@/domain/expression/cel'
import type { Problem } from '@/domain/problem'
import { jsonProblem } from '@/domain/storable'

/** Work that people's patterns, schemas and expressions describe took longer than it may. */
export class TooLongError extends ExpressionError {
  constructor(milliseconds: number) {
    super(`It takes longer than ${milliseconds / 1000} s to work out`, undefined, 'too_long')
  }
}

const LIMIT_MS = 1000
const room = createContext({})
const call = new Script('work()')

/** How much longer work may take that was given little of the processor. */
const PATIENCE = 4

/**
 * Runs synchronous work under a limit of time, which also ends a regular expression that backtracks for ever: what an
 * operator writes must not hold up everybody else's requests and steps. The watchdog is a thread of its own, some 90 µs a
 * call, and goes by the clock; work that was ended while the machine was busy with others is begun once more, with more
 * time. Only for work without effects; it is ended wherever it is.
 * @throws TooLongError, or whatever the work throws
 */
export function bounded<T>(work: () => T, milliseconds = LIMIT_MS): T {
  const before = process.cpuUsage()
  try {
    return within(work, milliseconds)
  } catch (error) {
    const { user, system } = process.cpuUsage(before)
    if (!(error instanceof TooLongError) || (user + system) / 1000 > milliseconds / 2) throw error
    return within(work, milliseconds * PATIENCE)
  }
}

function within<T>(work: () => T, milliseconds: number): T {
  room['work'] = work
  try {
    return call.runInContext(room, { timeout: milliseconds }) as T
  } catch (error) {
    // Of the room's own realm, where Error is another one.
    const { code } = (error ?? {}) as { code?: unknown }
    if (code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new TooLongError(milliseconds)
    throw error
  } finally {
    room['work'] = undefined
  }
}

/** What keeps a value from being handed on under a contract: that it cannot be stored, or does not fit. */
export function handOnProblems(schema: JsonSchema, value: unknown): Problem[] {
  const unstorable = jsonProblem(value)
  return unstorable ? [unstorable] : checkInstance(schema, value)
}

/**
 * As `validateInstance`, under the limit where one can be needed: a value that takes too long to check does not fit.
 */
export function checkInstance(schema: JsonSchema, value: unknown): SchemaIssue[] {
  if (isProportional(schema)) return validateInstance(schema, value)
  try {
    return bounded(() => validateInstance(schema, value))
  } catch (error) {
    if (!(error instanceof TooLongError)) throw error
    const expected = 'a value that can be checked against its contract in time'
    return [{ pointer: '', message: error.message, expected, keyword: 'time' }]
  }
}
