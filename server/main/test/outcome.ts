import { z } from 'zod'
import type { ToolResult } from './tool'

export interface Outcome {
  passed: number
  failed: number
  skipped: number
  /** What to show when something failed, or why it was skipped. */
  detail: string
}

/** A check counts as one test. */
export function ofCheck({ ok, output }: ToolResult): Outcome {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, detail: ok ? '' : output }
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
})

/** @param report the JSON reporter's file, undefined when it was not written */
export function ofVitest(result: ToolResult, report: unknown): Outcome {
  const parsed = vitestReport.safeParse(report)
  if (!parsed.success) return ofCheck({ ...result, ok: false })
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data
  // A file that could not even be loaded has no test that failed.
  const broken = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0)
  const skipped = numPendingTests + numTodoTests
  return tally(result, numPassedTests, numFailedTests + broken.length, skipped)
}

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  errors: z.array(z.unknown()),
})

/** @param report the JSON reporter's file, undefined when it was not written */
export function ofPlaywright(result: ToolResult, report: unknown): Outcome {
  const parsed = playwrightReport.safeParse(report)
  if (!parsed.success) return ofCheck({ ...result, ok: false })
  const { stats, errors } = parsed.data
  return tally(result, stats.expected + stats.flaky, stats.unexpected + errors.length, stats.skipped)
}

/** A runner that says all is well and still ends with an error had an error outside of its tests. */
function tally({ ok, output }: ToolResult, passed: number, failures: number, skipped: number): Outcome {
  const failed = ok ? failures : Math.max(1, failures)
  return { passed, failed, skipped, detail: failed > 0 ? output : '' }
}
