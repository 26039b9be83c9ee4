import { describe, expect, it } from 'vitest'
import { ofPlaywright, ofVitest } from './outcome'

const done = { ok: true, output: 'all is well' }
const broken = { ok: false, output: 'it broke' }
const vitest = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: 'passed', assertionResults: [{}, {}, {}] }],
}
const playwright = { stats: { expected: 4, unexpected: 0, flaky: 1, skipped: 2 }, errors: [] }

describe('what a runner reports', () => {
  it('is counted', () => {
    expect(ofVitest(done, vitest)).toEqual({ passed: 3, failed: 0, skipped: 2, detail: '' })
    expect(ofPlaywright(done, playwright)).toEqual({ passed: 5, failed: 0, skipped: 2, detail: '' })
  })

  it('counts a file that could not be loaded as failed, and shows why', () => {
    const report = { ...vitest, testResults: [{ status: 'failed', assertionResults: [] }] }
    expect(ofVitest(broken, report)).toMatchObject({ passed: 3, failed: 1, detail: 'it broke' })
  })

  it('counts an error outside of all tests', () => {
    expect(ofVitest(broken, vitest)).toMatchObject({ passed: 3, failed: 1 })
    expect(ofPlaywright(broken, playwright)).toMatchObject({ passed: 5, failed: 1 })
  })

  it('is a failure when there is none, even of a runner that ended well', () => {
    expect(ofVitest(done, undefined)).toMatchObject({ passed: 0, failed: 1, detail: 'all is well' })
    expect(ofPlaywright(done, { stats: {} })).toMatchObject({ passed: 0, failed: 1 })
  })
})
