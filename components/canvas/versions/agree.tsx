'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'
import type { ListedVersion } from './version-types'

/** A version from before a second person was asked for: somebody agrees to it before it is promoted. */
export function Agree({ team, version }: { team: { slug: string }; version: ListedVersion }) {
  const [asks, setAsks] = useState(false)
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const agree = useMutation(trpc.publishing.agree.mutationOptions())
  const { number, digest, mayAgree, publishedBy } = version
  if (!mayAgree)
    return (
      <p className="max-w-80 text-12 text-fg-3">
        One person alone published it. Before it is made current anywhere, somebody who had no hand in it
        agrees to it here.
      </p>
    )
  return (
    <>
      <Button onClick={() => setAsks(true)}>Agree to it…</Button>
      <AlertDialog
        open={asks}
        onOpenChange={setAsks}
        title={`Agree to version ${number}?`}
        confirm={`Agree to v${number}`}
        onConfirm={async () => {
          await agree.mutateAsync({ slug: team.slug, number, digest })
          await queryClient.invalidateQueries(trpc.teams.pathFilter())
          toast({ title: `You agreed to version ${number}` })
        }}
      >
        {publishedBy.name} published it alone, before a second person was asked for. With your word it may be
        made current in an environment. What runs does not change by that.
      </AlertDialog>
    </>
  )
}
