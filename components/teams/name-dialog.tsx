'use client'

import { useMutation } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { messageOf, problemAt } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'

/** Names a new team with nothing drawn, and opens its studio. */
export function NameDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter()
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const create = useMutation(useTRPC().teams.create.mutationOptions({ onError: () => undefined }))
  const missing = tried && !name.trim() ? 'A team needs a name that colleagues will know it by' : undefined
  const save = async () => {
    setTried(true)
    if (!name.trim() || create.isPending) return
    try {
      const { slug } = await create.mutateAsync({ name: name.trim() })
      router.push(`/teams/${slug}`)
    } catch {
      // Shown at the field; what was typed stays.
    }
  }
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title="An empty canvas"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" busy={create.isPending} onClick={() => void save()}>
            Open the studio
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <FormField
          label="Name"
          required
          error={
            missing ??
            (create.error ? (problemAt(create.error, '/name') ?? messageOf(create.error)) : undefined)
          }
        >
          <Input value={name} maxLength={80} autoFocus onChange={(event) => setName(event.target.value)} />
        </FormField>
      </form>
    </Dialog>
  )
}
