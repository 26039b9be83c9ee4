'use client'

import { counted } from '@/components/ui/counted'
import { Ban, Check, EyeOff, Lock } from 'lucide-react'
import type { RuleOutcome, StepResult } from '@/domain/run/step'
import { Block } from './block'

/** The rules of a gate: each passes, or stops it and why. */
export function Rules({ rules }: { rules: readonly RuleOutcome[] }) {
  const stopped = rules.filter(({ held }) => !held).length
  return (
    <Block
      title="Rules"
      detail={counted(rules.length, 'rule')}
      end={stopped ? `${counted(stopped, 'rule')} stopped it` : 'all pass'}
    >
      {rules.length === 0 && <p className="text-fg-3">This gate has no rules: everything passes.</p>}
      <ul>
        {rules.map((rule) => (
          <li
            key={rule.id}
            className="grid grid-cols-[14px_44px_minmax(0,1fr)] items-start gap-2 border-b border-line py-1 last:border-b-0"
          >
            {rule.held ? (
              <Check className="mt-0.75 size-3.5 text-fg-3" aria-label="passes" />
            ) : (
              <Ban className="mt-0.75 size-3.5 text-blocked-fg" aria-label="stops it" />
            )}
            <span className="font-mono text-12 leading-5">{rule.id}</span>
            <span className={rule.held ? 'text-fg-2' : ''}>
              {rule.held ? rule.name : rule.message || rule.name}
              {!rule.held && (
                <span className="text-fg-3">
                  {' '}
                  · {rule.then === 'review' ? 'a person decides' : 'rejected'}
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </Block>
  )
}

/** What policy allowed, narrowed and denied in this step. */
export function PolicyLines({ result }: { result: StepResult }) {
  const lines = policyLines(result)
  if (lines.length === 0) return null
  return (
    <Block title="Policy" end={counted(lines.length, 'decision')}>
      <ul>
        {lines.map(({ what, how, why }) => (
          <li
            key={`${what} ${how}`}
            className="grid min-h-6 grid-cols-[14px_minmax(0,152px)_minmax(0,1fr)] items-start gap-2 py-0.5 text-12 [&>svg]:mt-0.5"
          >
            {how === 'allowed' ? (
              <Check className="size-3.5 text-fg-3" aria-hidden />
            ) : how === 'narrowed' ? (
              <EyeOff className="size-3.5 text-fg-3" aria-hidden />
            ) : (
              <Lock className="size-3.5 text-fg-3" aria-hidden />
            )}
            <span className="break-words">{what}</span>
            <span className="break-words text-fg-3">{why ? `${how}: ${why}` : how}</span>
          </li>
        ))}
      </ul>
    </Block>
  )
}

interface PolicyLine {
  what: string
  how: 'allowed' | 'narrowed' | 'denied'
  why: string
}

function policyLines(result: StepResult): PolicyLine[] {
  const models = [...new Set((result.calls ?? []).map(({ model }) => model))]
  const tools = new Map(
    (result.tools ?? []).map((use) => [
      `${use.tool}${use.connection && ` over ${use.connection}`}${use.denied ? ' denied' : ''}`,
      use,
    ]),
  )
  const fields = (result.view?.fields ?? []).filter(({ visibility }) => visibility !== 'clear')
  return [
    ...models.map((model): PolicyLine => ({ what: `Call ${model}`, how: 'allowed', why: '' })),
    ...[...tools.values()].map(({ tool, connection, denied }): PolicyLine => ({
      what: `Use ${tool}${connection && ` over ${connection}`}`,
      how: denied ? 'denied' : 'allowed',
      why: denied?.because ?? '',
    })),
    ...fields.map(({ path, visibility, because }): PolicyLine => ({
      what: `Read ${path}`,
      how: visibility === 'masked' ? 'narrowed' : 'denied',
      why: because ?? '',
    })),
  ]
}
