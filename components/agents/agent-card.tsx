'use client'

import { Bot, UserRound } from 'lucide-react'
import { AutonomyLevel } from '@/components/ui/autonomy-level'
import { BudgetBar } from '@/components/ui/budget-bar'
import { ClassTag } from '@/components/ui/class-tag'
import { formatLimit } from '@/components/ui/money'
import { StatusChip } from '@/components/ui/status-chip'
import { PER_PERIOD } from '@/domain/budget/window'
import { AUTONOMY_LEVELS } from '@/domain/team/agent'
import type { ListedAgent } from './agent-types'
import { Scorecard } from './scorecard'

/** An agent as a colleague: the job, who answers for it, its means, and how it does. */
export function AgentCard({ agent, onOpen }: { agent: ListedAgent; onOpen: () => void }) {
  const { definition, stoppedAt, budgets, score } = agent
  const [budget] = budgets
  const tools = definition.tools.length
  return (
    <article className="relative grid grid-rows-[1fr_auto] rounded-8 border border-line-strong bg-raised hover:border-line-control">
      <div className="grid content-start gap-1 px-3.5 pt-3 pb-3">
        <div className="flex min-w-0 items-center gap-2">
          <Bot className="size-4 shrink-0 text-fg-2" aria-hidden />
          <h2 className="min-w-0 truncate text-14 font-strong">
            <button
              type="button"
              onClick={onOpen}
              className="rounded-4 text-left after:absolute after:inset-0 after:rounded-8"
            >
              {definition.name}
            </button>
          </h2>
          <span className="text-12 text-fg-3">{AUTONOMY_LEVELS[definition.autonomy]}</span>
          <span className="ml-auto flex items-center gap-2">
            {stoppedAt && <StatusChip status="blocked" word="Stopped" />}
            <AutonomyLevel level={definition.autonomy} />
          </span>
        </div>
        <p className="truncate text-fg-2 max-sm:line-clamp-2 max-sm:whitespace-normal" title={definition.job}>
          {definition.job}
        </p>
        <div className="mt-1 flex min-w-0 items-center gap-3 text-12 text-fg-2 max-sm:flex-wrap max-sm:gap-y-1.5">
          <span className="flex min-w-10 items-center gap-1.5" title={`${definition.owner} answers for it`}>
            <UserRound className="size-3.5 shrink-0 text-fg-3" aria-hidden />
            <span className="truncate">{definition.owner}</span>
          </span>
          <ClassTag value={definition.clearance} />
          <span className="whitespace-nowrap">{tools === 1 ? '1 tool' : `${tools || 'no'} tools`}</span>
          {budget ? (
            <span className="ml-auto flex items-center gap-2 whitespace-nowrap">
              <BudgetBar
                className="w-10"
                spent={budget.spentMicros}
                reserved={budget.reservedMicros}
                cap={budget.capMicros}
              />
              {formatLimit(budget.capMicros).replace('.00', '')} {PER_PERIOD[budget.period]}
            </span>
          ) : (
            <span className="ml-auto text-fg-3">no budget</span>
          )}
        </div>
      </div>
      <Scorecard className="border-t border-line px-3.5 pt-2 pb-2.5" score={score} />
    </article>
  )
}
