'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf, otherwise, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { RelativeTime } from '@/components/ui/relative-time'
import { toast } from '@/components/ui/toast'
import type { Connection } from './connection-types'
import { SecretField } from './secret-field'

/** A new secret beside the one in use, until somebody has tried it and confirms it. */
export function SecretSection({ connection }: { connection: Connection }) {
  const { id, name, nextSecretAt } = connection
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [secret, setSecret] = useState('')
  const [asking, setAsking] = useState(false)
  const refresh = () => queryClient.invalidateQueries(trpc.connections.get.queryFilter({ id }))
  const put = useMutation(
    trpc.connections.putNextSecret.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        setSecret('')
        await refresh()
      },
    }),
  )
  const decide = useMutation(
    trpc.connections.decideNextSecret.mutationOptions({
      onError: () => undefined,
      onSuccess: async (_nothing, { confirm }) => {
        await refresh()
        toast({ title: confirm ? `${name} uses the new secret` : 'The new secret is gone' })
      },
    }),
  )
  const failure = otherwise(put.error, ['/secret']) ?? (decide.error ? messageOf(decide.error) : undefined)
  return (
    <section className="grid gap-2.5 border-t border-line pt-4">
      <h2 className="font-label">Change the secret</h2>
      {nextSecretAt ? (
        <>
          <p className="text-fg-2">
            A new secret waits since <RelativeTime at={nextSecretAt} focusable />. Runs use the old one. Try
            the new one under Call now, then confirm it.
          </p>
          <div className="flex flex-wrap gap-2">
            <Button variant="primary" onClick={() => setAsking(true)}>
              Confirm the new secret
            </Button>
            <Button
              busy={decide.isPending && !decide.variables.confirm}
              onClick={() => decide.mutate({ id, confirm: false })}
            >
              Give it up
            </Button>
          </div>
        </>
      ) : (
        <form
          noValidate
          className="grid gap-2.5"
          onSubmit={(event) => {
            event.preventDefault()
            put.mutate({ id, secret })
          }}
        >
          <SecretField
            kind={connection.kind}
            label="New secret"
            required
            hint="It waits beside the one in use until you have tried it and confirm it"
            value={secret}
            error={problemAt(put.error, '/secret')}
            onChange={setSecret}
          />
          <div>
            <Button type="submit" busy={put.isPending} disabled={secret.trim() === ''}>
              Keep it beside the old one
            </Button>
          </div>
        </form>
      )}
      {failure && (
        <ErrorState title="The secret was not changed" className="m-0">
          {failure}
        </ErrorState>
      )}
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title="Use the new secret?"
        confirm="Use it"
        onConfirm={() => decide.mutateAsync({ id, confirm: true }).catch(() => setAsking(false))}
      >
        Every call of {name} uses it from now on. The old secret is erased here.
      </AlertDialog>
    </section>
  )
}
