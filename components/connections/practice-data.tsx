'use client'

import { useMutation } from '@tanstack/react-query'
import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast'
import type { Connection } from './connection-types'

/** Of a practice system: what it is, and the way back to its beginning. */
export function PracticeData({ connection }: { connection: Pick<Connection, 'id' | 'name'> }) {
  const [asking, setAsking] = useState(false)
  const lay = useMutation(
    useTRPC().connections.layAnew.mutationOptions({
      onError: (error) => toast({ title: 'The data were not laid anew', description: messageOf(error) }),
      onSuccess: () => toast({ title: `${connection.name} is as in the beginning` }),
    }),
  )
  return (
    <section className="grid gap-2 border-t border-line pt-4">
      <div className="flex items-center gap-3">
        <h3 className="font-label">Practice data</h3>
        <Button icon={RotateCcw} className="ml-auto" busy={lay.isPending} onClick={() => setAsking(true)}>
          Lay the data anew
        </Button>
      </div>
      <p className="text-fg-2">All records are invented. What runs write stays until you lay them anew.</p>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={`Lay the data of ${connection.name} anew?`}
        confirm="Lay the data anew"
        onConfirm={() => lay.mutateAsync({ id: connection.id })}
      >
        All its records are as in the beginning, dated around today. What was written there is gone.
      </AlertDialog>
    </section>
  )
}
