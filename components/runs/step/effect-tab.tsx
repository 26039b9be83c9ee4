'use client'

import { JsonView } from '@/components/ui/json-view'
import { CopyText } from '@/components/ui/id-text'
import { formatUtc } from '@/components/ui/format-time'
import { StatusChip, type Status } from '@/components/ui/status-chip'
import type { EffectRequest } from '@/domain/run/step'
import type { RunDetail, RunStep } from '../run-types'
import { Changes } from './changes'
import { Block } from './block'

type Effect = RunDetail['effects'][number]

/** The effect of a step's activation, whatever attempt is looked at. */
export const effectOf = (run: RunDetail, step: RunStep): Effect | undefined =>
  run.effects.find(({ node, iteration }) => node === step.node && iteration === step.iteration)

const STATUSES: Record<string, { status: Status; word: string }> = {
  intended: { status: 'running', word: 'Intended' },
  done: { status: 'done', word: 'Carried out' },
  failed: { status: 'failed', word: 'Failed' },
  unknown: { status: 'failed', word: 'Outcome unknown' },
  simulated: { status: 'idle', word: 'Simulated' },
}

/** The exact request that went out, what it changed, and the exact answer. */
export function EffectTab({ effect }: { effect: Effect }) {
  const request = effect.request as unknown as EffectRequest
  const look = STATUSES[effect.status] ?? { status: 'idle' as const, word: effect.status }
  return (
    <div className="pb-4">
      <Block title={request.summary} end={<StatusChip plain {...look} />}>
        <p className="text-12 text-fg-3">
          over {request.connectionName}, intended {formatUtc(effect.intendedAt).slice(11)}
          {effect.settledAt && `, settled ${formatUtc(effect.settledAt).slice(11)}`}
          {effect.attempts > 1 && `, ${effect.attempts} attempts`}
        </p>
        <Changes changes={request.changes} />
      </Block>
      <Block
        title="Request"
        detail={<span className="font-mono">{`${request.method} ${request.path}`}</span>}
      >
        {request.body ? (
          <JsonView value={request.body} label="request" />
        ) : (
          <p className="text-fg-3">Without a body.</p>
        )}
        <p className="mt-1.5 flex items-center gap-1.5 text-12 text-fg-3">
          <span className="whitespace-nowrap">Idempotency-Key</span>{' '}
          <CopyText text={effect.key} shown={effect.key} label="idempotency key" />
        </p>
      </Block>
      <Block title="Response">
        {effect.response === null ? (
          <p className="text-fg-3">
            {effect.status === 'simulated'
              ? 'Nothing was sent: this run is a shadow.'
              : 'No answer is known.'}
          </p>
        ) : (
          <JsonView value={effect.response} label="response" />
        )}
      </Block>
    </div>
  )
}
