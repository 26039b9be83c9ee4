'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { toast } from '@/components/ui/toast'
import { GuardFacts, isAiling } from './guard-state'
import type { ListedConnection } from './settings-types'

/** How a connection has been answering, and the reset of its circuit breaker. */
export function ConnectionHealth({ connection }: { connection: ListedConnection }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayEdit = useMay('connection.edit')
  const reset = useMutation(
    trpc.connections.reset.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.connections.pathFilter())
        toast({ title: `${connection.name} is called again` })
      },
    }),
  )
  return (
    <section className="grid gap-2 border-t border-line pt-4">
      <div className="flex items-center gap-3">
        <h3 className="font-label">Health</h3>
        {mayEdit && isAiling(connection.guard) && (
          <Button
            icon={RotateCcw}
            className="ml-auto"
            busy={reset.isPending}
            onClick={() => reset.mutate({ id: connection.id })}
          >
            Reset
          </Button>
        )}
      </div>
      <GuardFacts guard={connection.guard} />
      {reset.error && (
        <ErrorState title="It was not reset" className="m-0">
          {messageOf(reset.error)}
        </ErrorState>
      )}
    </section>
  )
}
