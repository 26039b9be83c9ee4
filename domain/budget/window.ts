export const BUDGET_SCOPES = ['agent', 'team', 'workspace'] as const
export type BudgetScope = (typeof BUDGET_SCOPES)[number]

export const BUDGET_PERIODS = ['run', 'day', 'month'] as const
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number]

/** How people say it after an amount: `$2.00 a day`. */
export const PER_PERIOD: Record<BudgetPeriod, string> = { run: 'a run', day: 'a day', month: 'a month' }

/** One formatter for each zone: making one costs a hundred times as much as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function dayIn(timeZone: string, at: Date): string {
  let formatter = formatters.get(timeZone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    formatters.set(timeZone, formatter)
  }
  const parts = Object.fromEntries(formatter.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${parts['year']}-${parts['month']}-${parts['day']}`
}

/**
 * The window of a budget that a moment falls in: `run:<id>`, `2026-11-21` or `2026-11`, days and months as they are
 * lived in the workspace's time zone.
 * @param timeZone IANA name, as in `Europe/Berlin`
 * @param runId the run that spends; without one a budget per run has no window
 * @returns undefined for a budget per run outside a run
 * @throws RangeError for an unknown time zone or an invalid date
 */
export function windowOf(period: BudgetPeriod, at: Date, timeZone: string, runId: string): string
export function windowOf(period: BudgetPeriod, at: Date, timeZone: string, runId?: string): string | undefined
export function windowOf(
  period: BudgetPeriod,
  at: Date,
  timeZone: string,
  runId?: string,
): string | undefined {
  if (period === 'run') return runId === undefined ? undefined : `run:${runId}`
  const day = dayIn(timeZone, at)
  return period === 'day' ? day : day.slice(0, 7)
}

/**
 * The same for a budget that may have a time zone of its own, which then stands in the name: `2026-11-21@Asia/Tokyo`.
 * @param own null where it runs by the workspace's
 */
export function windowOfBudget(
  { period, timeZone: own }: { period: BudgetPeriod; timeZone: string | null },
  at: Date,
  timeZone: string,
  runId?: string,
): string | undefined {
  const window = windowOf(period, at, own ?? timeZone, runId)
  return own === null || period === 'run' || window === undefined ? window : `${window}@${own}`
}
