/** An agent's budget as the card shows it: the day's first, else the month's. */
export interface AgentBudgetFigures {
  period: 'run' | 'day' | 'month'
  capMicros: bigint
  spentMicros: bigint
  reservedMicros: bigint
}

/** Of several budgets the one whose window runs now and is the shortest. */
export function budgetOnCard(budgets: readonly AgentBudgetFigures[]): AgentBudgetFigures | undefined {
  return budgets.find(({ period }) => period === 'day') ?? budgets.find(({ period }) => period === 'month')
}
