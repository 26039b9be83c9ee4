'use client'

import { JsonView } from '@/components/ui/json-view'
import { CopyText } from '@/components/ui/id-text'
import { formatUtc } from '@/components/ui/format-time'
import { StatusChip, type Status } from '@/components/ui/status-chip'
import { ExactEffect } from '@/components/gate/exact-request'
import { StageList } from '@/components/gate/stage-list'
import { UndoEffect } from '@/components/gate/undo-effect'
import type { GateDecision } from '@/domain/effect/gate'
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
export function EffectTab({
  effect,
  gate,
  undoable,
}: {
  effect: Effect
  gate: GateDecision | undefined
  /** It is declared how it is taken back. */
  undoable: boolean
}) {
  const request = effect.request as unknown as EffectRequest
  const { undo } = effect
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
        {undo && <Undone undo={undo} />}
        {undoable && effect.status === 'done' && undo?.status !== 'done' && (
          <p className="mt-2">
            <UndoEffect id={effect.id} summary={request.summary} again={undo !== null} />
          </p>
        )}
        {!undoable && effect.status === 'done' && (
          <p className="mt-2 text-12 text-fg-3">
            It cannot be undone from here: nothing is declared for {request.connectionName} that undoes this.
          </p>
        )}
      </Block>
      {gate && (
        <Block title="What it went through" detail={`${gate.risk} risk`}>
          <StageList gate={gate} />
        </Block>
      )}
      <Block
        title="Request"
        detail={<span className="font-mono">{`${request.method} ${request.path}`}</span>}
        end={<ExactEffect id={effect.id} />}
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

const UNDOS: Record<string, { status: Status; word: string }> = {
  intended: { status: 'running', word: 'Being undone' },
  done: { status: 'cancelled', word: 'Undone' },
  failed: { status: 'failed', word: 'Not undone' },
  unknown: { status: 'failed', word: 'Unknown whether undone' },
}

function Undone({ undo }: { undo: NonNullable<Effect['undo']> }) {
  return (
    <p className="mt-2 flex flex-wrap items-baseline gap-x-2">
      <StatusChip plain {...(UNDOS[undo.status] ?? { status: 'idle' as const, word: undo.status })} />
      <span className="text-12 break-words text-fg-3">
        by {undo.askedBy.name}, {formatUtc(undo.settledAt ?? undo.intendedAt)}: {undo.reason}
      </span>
    </p>
  )
}
