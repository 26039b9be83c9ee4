'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { ErrorState } from '@/components/ui/error-state'
import { FormField } from '@/components/ui/form-field'
import { Input } from '@/components/ui/input'
import { SkeletonList } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import type { RunDetail } from '../run-types'
import { firstChoice, firstStart, whatHappens, WHERE, type Choice, type RestartOptions } from './words'
import { Said, Ways } from './where'

interface Props {
  run: RunDetail
  /** It is under way or done: there is nothing to take up, it can be started once more. */
  onlyStart: boolean
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** What can be done with a run that ended early: where from, in which version, and what that does and does not repeat. */
export function RestartDialog({ run, onlyStart, open, onOpenChange }: Props) {
  const trpc = useTRPC()
  const { data, error, refetch, isFetching } = useQuery(
    trpc.runs.restartOptions.queryOptions({ id: run.id }, { enabled: open, staleTime: 0, gcTime: 0 }),
  )
  if (data)
    return (
      <Choosing
        key={run.endedAt?.getTime() ?? 0}
        {...{ run, onlyStart, open, onOpenChange }}
        options={data}
      />
    )
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={titleOf(run, onlyStart)} size="md">
      {error ? (
        <ErrorState title="It could not be read what is open" onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      ) : (
        <SkeletonList rows={4} />
      )}
    </Dialog>
  )
}

/** `Take up “Table Rowan”`, `Start “Table Rowan” once more`. */
const titleOf = ({ title }: RunDetail, onlyStart: boolean): string =>
  onlyStart ? `Start “${title}” once more` : `Take up “${title}”`

function Choosing({ run, onlyStart, open, onOpenChange, options }: Props & { options: RestartOptions }) {
  const trpc = useTRPC()
  const router = useRouter()
  const queryClient = useQueryClient()
  const [choice, setChoice] = useState<Choice>(() =>
    onlyStart ? { from: 'start', version: firstStart(options) } : firstChoice(options),
  )
  const [reason, setReason] = useState('')
  // One deed, however often it is asked for.
  const [key] = useState(() => crypto.randomUUID())
  const restart = useMutation(trpc.runs.restart.mutationOptions({ onError: () => undefined }))
  const { from, version } = choice
  const { same, current } = options
  const differ = current !== null && current.id !== same.id
  const refused = options[from][version]

  const act = async () => {
    try {
      const { id } = await restart.mutateAsync({
        ...{ id: run.id, from, version, reason: reason.trim() },
        ...(from === 'start' ? { idempotencyKey: key } : {}),
      })
      onOpenChange(false)
      toast({ title: WHERE[from].done, description: run.title })
      if (id === run.id) await queryClient.invalidateQueries(trpc.runs.get.queryFilter({ id }))
      else router.push(`/runs/${id}`)
    } catch {
      // The dialog says it and stays.
    }
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      size="md"
      title={titleOf(run, onlyStart)}
      description="This cannot be undone, but a run that goes on can be cancelled."
      footer={
        <>
          <Button kbd="Esc" onClick={() => onOpenChange(false)}>
            Go back
          </Button>
          <Button
            variant="primary"
            type="submit"
            form="restart"
            disabled={refused.length > 0}
            busy={restart.isPending}
          >
            {WHERE[from].act}
          </Button>
        </>
      }
    >
      <form
        id="restart"
        className="grid gap-3.5"
        onSubmit={(event) => {
          event.preventDefault()
          if (refused.length === 0 && !restart.isPending) void act()
        }}
      >
        {onlyStart ? (
          refused.length > 0 &&
          !differ && (
            <Said>
              {refused.map((why) => (
                <p key={why}>{why}</p>
              ))}
            </Said>
          )
        ) : (
          <Ways
            legend="Where from"
            value={from}
            onValueChange={(next) => setChoice({ ...choice, from: next })}
            ways={(['step', 'person', 'start'] as const).map((value) => ({
              value,
              label: WHERE[value].label,
              // Open in either version: then the version says which.
              refused: options[value].current.length > 0 ? options[value].same : [],
            }))}
          />
        )}
        {differ && (
          <Ways
            legend="In which version"
            value={version}
            onValueChange={(next) => setChoice({ ...choice, version: next })}
            ways={[
              { value: 'same', label: `v${same.number}, which it ran`, refused: options[from].same },
              {
                value: 'current',
                label: `v${current.number}, which is published now`,
                refused: options[from].current,
              },
            ]}
          />
        )}
        {refused.length === 0 && (
          <Said>
            {whatHappens(choice, options, run.mode === 'shadow').map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </Said>
        )}
        <FormField label="Why, for the record">
          <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
        </FormField>
        {restart.error && (
          <p role="alert" className="text-failed-fg">
            {messageOf(restart.error)}
          </p>
        )}
      </form>
    </Dialog>
  )
}
