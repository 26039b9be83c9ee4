'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { messageOf, problemAt } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { SettingsList } from '@/components/settings/settings-list'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonList } from '@/components/ui/skeleton'
import { StatusChip, type Status } from '@/components/ui/status-chip'
import { Td, Th, Tr } from '@/components/ui/table'
import { toast } from '@/components/ui/toast'
import { FoundList } from './found-list'
import type { ListedErasure } from './privacy-types'

const LOOKS: Record<ListedErasure['status'], { status: Status; word: string }> = {
  proposed: { status: 'waiting', word: 'Waits for a second person' },
  done: { status: 'done', word: 'Done' },
  declined: { status: 'cancelled', word: 'Declined' },
  withdrawn: { status: 'cancelled', word: 'Withdrawn' },
}

/** What was erased, and what waits for a second person. */
export function ErasureList() {
  const trpc = useTRPC()
  const mayErase = useMay('privacy.erase')
  const list = useQuery(trpc.privacy.list.queryOptions())
  const [looked, setLooked] = useState<ListedErasure>()
  return (
    <>
      <SettingsList
        id="erasures"
        title="Erasures"
        detail="each with a certificate that is checked without Baton"
        add={null}
        query={list}
        failed="The erasures could not be read"
        empty={{
          title: 'Nobody was erased yet',
          says: 'What is erased is listed here, with its certificate.',
        }}
        columns={5}
        head={
          <>
            <Th>Reason</Th>
            <Th className="max-sm:hidden">State</Th>
            <Th className="max-sm:hidden">Asked for by</Th>
            <Th className="max-sm:hidden">When</Th>
            <Th>
              <span className="sr-only">Acts</span>
            </Th>
          </>
        }
      >
        {list.data?.map((erasure) => (
          <Tr key={erasure.id}>
            <Td
              wide
              title={erasure.reason}
              className="max-sm:max-w-none max-sm:py-1.5 max-sm:whitespace-normal"
            >
              {erasure.reason}
              <State erasure={erasure} className="block text-12 sm:hidden" />
            </Td>
            <Td className="max-sm:hidden">
              <State erasure={erasure} />
            </Td>
            <Td className="text-fg-2 max-sm:hidden">{erasure.requestedBy.name}</Td>
            <Td className="text-fg-2 max-sm:hidden">
              <RelativeTime at={erasure.decidedAt ?? erasure.requestedAt} />
            </Td>
            <Td numeric>
              {erasure.status === 'done' && (
                <Link href={`/privacy/${erasure.id}`} className="text-fg-2 underline hover:text-fg">
                  Certificate
                </Link>
              )}
              {erasure.status === 'proposed' && mayErase && (
                <Button size="sm" onClick={() => setLooked(erasure)}>
                  {erasure.mine ? 'Look or withdraw' : 'Decide'}
                </Button>
              )}
            </Td>
          </Tr>
        ))}
      </SettingsList>
      {looked && <DecideDialog erasure={looked} onClose={() => setLooked(undefined)} />}
    </>
  )
}

function State({ erasure: { status, values }, className }: { erasure: ListedErasure; className?: string }) {
  return (
    <span className={className}>
      <StatusChip plain {...LOOKS[status]} />
      {status === 'done' && <span className="text-fg-3"> {counted(values, 'value')}</span>}
    </span>
  )
}

function DecideDialog({ erasure, onClose }: { erasure: ListedErasure; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [reason, setReason] = useState('')
  const preview = useQuery(trpc.privacy.preview.queryOptions({ id: erasure.id }))
  const done = (title: string) => ({
    onError: () => undefined,
    onSuccess: async () => {
      await queryClient.invalidateQueries()
      toast({ title })
      onClose()
    },
  })
  const approve = useMutation(trpc.privacy.decide.mutationOptions(done('It is erased')))
  const decline = useMutation(trpc.privacy.decide.mutationOptions(done('It is declined')))
  const withdraw = useMutation(trpc.privacy.withdraw.mutationOptions(done('It is withdrawn')))
  const error = approve.error ?? decline.error ?? withdraw.error
  const { id } = erasure
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={`Erase ${erasure.about ?? 'a person'}`}
      description={`${erasure.reason} (${
        erasure.reach === 'runs' ? 'every value of these runs' : 'only the values that name them'
      })`}
      footer={
        erasure.mine ? (
          <Button busy={withdraw.isPending} onClick={() => withdraw.mutate({ id })}>
            Withdraw the request
          </Button>
        ) : (
          <>
            <Button
              busy={decline.isPending}
              onClick={() => decline.mutate({ id, decision: 'decline', reason })}
            >
              Decline
            </Button>
            <Button
              variant="primary"
              disabled={!preview.data}
              busy={approve.isPending}
              onClick={() => approve.mutate({ id, decision: 'approve', reason })}
            >
              Erase for good
            </Button>
          </>
        )
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {error && (
          <ErrorState title="Nothing was erased" className="m-0">
            {messageOf(error)}
          </ErrorState>
        )}
        {preview.isPending && <SkeletonList rows={3} />}
        {preview.error && (
          <ErrorState title="It could not be read" className="m-0" onRetry={preview.refetch}>
            {messageOf(preview.error)}
          </ErrorState>
        )}
        {preview.data && <FoundList found={preview.data} leftOut={preview.data.leftOut} />}
        {!erasure.mine && (
          <FormField
            label="What you say to it"
            hint="Needed to decline. It stays: leave the person out of it."
            error={problemAt(error, '/reason')}
          >
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </FormField>
        )}
      </div>
    </Dialog>
  )
}
