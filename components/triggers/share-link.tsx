'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'
import { Copyable } from './copyable'
import type { ListedOf } from './trigger-types'

/** A form's address, and the way to end it. */
export function ShareLink({ trigger }: { trigger: ListedOf<'form'> }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState(false)
  const rotate = useMutation(
    trpc.triggers.rotate.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.triggers.pathFilter())
        toast({ title: 'The form has a new link' })
      },
    }),
  )
  if (!trigger.path) return <p className="text-fg-3">Only an operator sees its link.</p>
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-2" aria-label="Its link">
      <Copyable
        label="Link"
        text={location.origin + trigger.path}
        hint={trigger.config.membersOnly ? 'For signed-in members' : 'Whoever has it may send the form'}
      />
      <div className="flex gap-2">
        <Button asChild>
          <a href={trigger.path} target="_blank" rel="noreferrer">
            <ExternalLink className="size-3.5" aria-hidden /> Open
          </a>
        </Button>
        <Button onClick={() => setAsking(true)}>New link…</Button>
      </div>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title="Give it a new link?"
        confirm="Make a new link"
        onConfirm={() => rotate.mutateAsync({ id: trigger.id })}
      >
        The link that was shared so far ends at once: whoever opens it is told that the form is not open.
      </AlertDialog>
    </section>
  )
}
