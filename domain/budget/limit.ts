/** What is set of a budget, as its history keeps it; money is a decimal string of micro-dollars. */
export interface BudgetLimit {
  capMicros: string
  hard: boolean
  /** Share of the limit, in percent, at which it warns. */
  warnPercent: number
  /** By which its days and months run; null: the workspace's. */
  timeZone: string | null
}

/** A budget's row as its history keeps it. */
export const limitOf = (budget: {
  capMicros: bigint
  hard: boolean
  warnPercent: number
  timeZone: string | null
}): BudgetLimit => ({
  capMicros: budget.capMicros.toString(),
  hard: budget.hard,
  warnPercent: budget.warnPercent,
  timeZone: budget.timeZone,
})
