'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { GuardFacts, isAiling } from '@/components/settings/guard-state'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { formatDuration } from '@/components/ui/format-time'
import { RelativeTime } from '@/components/ui/relative-time'
import { toast } from '@/components/ui/toast'
import type { Connection } from './connection-types'

/** How a connection has been answering, and the reset of its circuit breaker. */
export function HealthTab({ connection }: { connection: Connection }) {
  const { id, name, guard, health } = connection
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayEdit = useMay('connection.edit')
  const reset = useMutation(
    trpc.connections.reset.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.connections.pathFilter())
        toast({ title: `${name} is called again` })
      },
    }),
  )
  return (
    <div className="mx-auto grid max-w-160 gap-6 p-5 max-sm:p-4">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
        <dt className="text-fg-3">Last success</dt>
        <dd>{health.lastDone ? <RelativeTime at={health.lastDone} focusable /> : 'none on the ledger'}</dd>
        <dt className="text-fg-3">Last failure</dt>
        <dd>
          {health.lastFailed ? (
            <>
              <RelativeTime at={health.lastFailed.at} focusable />{' '}
              <span className="font-mono text-12 text-fg-2">
                {health.lastFailed.code ?? `status ${health.lastFailed.status}`}
              </span>
            </>
          ) : (
            'none on the ledger'
          )}
        </dd>
        <dt className="text-fg-3">Calls, last 24 hours</dt>
        <dd className="tabular-nums">
          {health.calls}
          {health.calls > 0 && (
            <span className="text-fg-2">
              , {health.failed} failed, {health.heldBack} held back
            </span>
          )}
        </dd>
        <dt className="text-fg-3">Answers in</dt>
        <dd>{health.medianMs === null ? '–' : `${formatDuration(health.medianMs)} (median)`}</dd>
        <dt className="text-fg-3">Calls a minute</dt>
        <dd>
          {guard?.requestsPerMinute ? `${guard.requests} of ${guard.requestsPerMinute} used now` : 'no limit'}
        </dd>
      </dl>
      <section className="grid gap-2 border-t border-line pt-4">
        <div className="flex items-center gap-3">
          <h2 className="font-label">Pause after failures</h2>
          {mayEdit && isAiling(guard) && (
            <Button
              icon={RotateCcw}
              className="ml-auto"
              busy={reset.isPending}
              onClick={() => reset.mutate({ id })}
            >
              Reset
            </Button>
          )}
        </div>
        <GuardFacts guard={guard} />
        {reset.error && (
          <ErrorState title="It was not reset" className="m-0">
            {messageOf(reset.error)}
          </ErrorState>
        )}
      </section>
    </div>
  )
}
