import { Ban, Check, CircleDashed, Minus, Moon, UserRound, type LucideIcon } from 'lucide-react'
import { cx } from '@/components/ui/cx'
import type { GateDecision, GateStageName, StageOutcome } from '@/domain/effect/gate'

const STAGES: Record<GateStageName, string> = {
  schema: 'Form',
  policy: 'Policy',
  rules: 'Business rules',
  supervisor: 'Supervisor',
  person: 'Person',
  execution: 'Sending',
}

const OUTCOMES: Record<StageOutcome, { word: string; icon: LucideIcon; ink: string }> = {
  passed: { word: 'passed', icon: Check, ink: 'text-fg-2' },
  not_needed: { word: 'not needed', icon: Minus, ink: 'text-fg-3' },
  held: { word: 'held', icon: UserRound, ink: 'text-waiting-fg' },
  refused: { word: 'refused', icon: Ban, ink: 'text-blocked-fg' },
  simulated: { word: 'simulated', icon: Moon, ink: 'text-fg-3' },
  not_reached: { word: 'not reached', icon: CircleDashed, ink: 'text-fg-3' },
}

/** What an effect went through before it left, stage by stage, and why. */
export function StageList({ gate }: { gate: GateDecision }) {
  return (
    <ol aria-label="Stages of the gate" className="grid gap-1.5">
      {gate.stages.map(({ stage, outcome, why }) => {
        const { word, icon: Icon, ink } = OUTCOMES[outcome]
        return (
          <li key={stage} className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2">
            <Icon className={cx('mt-0.75 size-3.5', ink)} aria-hidden />
            <div className="min-w-0">
              <p>
                <span className="font-label">{STAGES[stage]}</span>{' '}
                <span className={cx('text-12', ink)}>{word}</span>
              </p>
              <p className="text-12 break-words text-fg-3">{why}</p>
            </div>
          </li>
        )
      })}
    </ol>
  )
}
