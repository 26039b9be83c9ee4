import { type BrowserContext, expect } from '@playwright/test'

/** What a page did that it should not have: an error in its console, a refused style or script, a failed request. */
export class Watch {
  private readonly faults: string[] = []
  private readonly expected: RegExp[] = []

  /** Looks at all pages of a context from now on. */
  async on(context: BrowserContext): Promise<void> {
    await context.exposeBinding('batonRefused', (_source, what: string) => {
      this.faults.push(`content policy: ${what}`)
    })
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        const report: unknown = Reflect.get(window, 'batonRefused')
        if (typeof report !== 'function') return
        void Reflect.apply(report, window, [
          `${event.violatedDirective} refused ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`,
        ])
      })
    })
    context.on('weberror', (error) => this.faults.push(`error: ${error.error().stack ?? ''}`))
    context.on('console', (message) => {
      if (message.type() !== 'error') return
      this.faults.push(`console: ${message.text()} (${message.location().url})`)
    })
    context.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? ''
      // A page that is left drops what it had asked for.
      if (why !== 'net::ERR_ABORTED') this.faults.push(`request: ${why} ${request.method()} ${request.url()}`)
    })
    context.on('response', (response) => {
      if (response.status() < 400) return
      this.faults.push(`answer: ${response.status()} ${response.request().method()} ${response.url()}`)
    })
  }

  /** A refusal that belongs to the journey, as the browser says it: `answer: 401`, or the console's words. */
  expect(...patterns: RegExp[]): void {
    this.expected.push(...patterns)
  }

  check(): void {
    const unexpected = this.faults.filter((fault) => !this.expected.some((pattern) => pattern.test(fault)))
    expect(unexpected, 'what the browser complained of').toEqual([])
  }
}

/** For refusals: the answer itself and the line that the browser writes about it. */
export const refusal = (status: number): RegExp =>
  new RegExp(`^(answer: ${status} |console: Failed to load resource: .* status of ${status})`)
