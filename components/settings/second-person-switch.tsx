'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Switch } from '@/components/ui/switch'
import { toast } from '@/components/ui/toast'

/** Whether a version is published only after somebody else has agreed; asked before it changes. */
export function SecondPersonSwitch({ asked, mayEdit }: { asked: boolean; mayEdit: boolean }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [confirming, setConfirming] = useState(false)
  const change = useMutation(trpc.publishing.askSecondPerson.mutationOptions())
  const act = async () => {
    await change.mutateAsync({ asked: !asked })
    await queryClient.invalidateQueries(trpc.publishing.pathFilter())
    toast({
      title: asked
        ? 'Versions are published at once'
        : 'A second person agrees before a version is published',
    })
  }
  return (
    <div className="flex items-start gap-3">
      <Switch
        checked={asked}
        disabled={!mayEdit}
        onCheckedChange={() => setConfirming(true)}
        aria-label="A second person agrees before a version is published"
      />
      <div>
        <p className="font-label">A second person agrees before a version is published</p>
        <p className="text-12 text-fg-3">
          Somebody who proposed and edited nothing of it, as operator or reviewer.
          {!mayEdit && ' Only an admin changes this.'}
        </p>
      </div>
      <AlertDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={asked ? 'Publish without a second person?' : 'Ask for a second person?'}
        confirm={asked ? 'Publish at once from now on' : 'Ask from now on'}
        onConfirm={act}
      >
        {asked
          ? 'In every team of this workspace, who may publish does so alone from now on. What is proposed already stays proposed. It goes on the record.'
          : 'In every team of this workspace, publishing becomes a proposal that somebody else approves. It goes on the record.'}
      </AlertDialog>
    </div>
  )
}
