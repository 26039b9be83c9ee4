'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { ClassTag } from '@/components/ui/class-tag'
import { counted } from '@/components/ui/counted'
import { ErrorState } from '@/components/ui/error-state'
import { Input } from '@/components/ui/input'
import { SkeletonList } from '@/components/ui/skeleton'
import { Table, TableBody, TableHead, Td, Th, Tr } from '@/components/ui/table'
import { toast } from '@/components/ui/toast'
import { CLASSIFICATIONS, type Classification } from '@/domain/policy/classification'

type Typed = Partial<Record<Classification, string>>

const LONGEST = 36_500
const isDays = (text: string): boolean =>
  text === '' || (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= LONGEST)
const daysOf = (typed: Typed): Partial<Record<Classification, number>> =>
  Object.fromEntries(CLASSIFICATIONS.flatMap((one) => (typed[one] ? [[one, Number(typed[one])]] : [])))

/** How long values are kept after their run, by classification, and what that would let go of now. */
export function RetentionSection() {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const mayEdit = useMay('privacy.edit')
  const retention = useQuery(trpc.privacy.retention.queryOptions())
  const [changed, setChanged] = useState<Typed>()
  const [confirming, setConfirming] = useState(false)
  const stored: Typed = Object.fromEntries(
    (retention.data?.rules ?? []).map(({ classification, days }) => [classification, String(days)]),
  )
  const typed = changed ?? stored
  const fits = CLASSIFICATIONS.every((one) => isDays(typed[one] ?? ''))
  const isChanged = CLASSIFICATIONS.some((one) => (typed[one] ?? '') !== (stored[one] ?? ''))
  const days = fits ? daysOf(typed) : {}
  const dry = useQuery({
    ...trpc.privacy.dryRun.queryOptions({ days }),
    enabled: retention.data !== undefined && fits && Object.keys(days).length > 0,
    placeholderData: (last) => last,
  })
  const put = useMutation(trpc.privacy.putRetention.mutationOptions())
  const save = async () => {
    await put.mutateAsync({ days })
    await queryClient.invalidateQueries(trpc.privacy.pathFilter())
    setChanged(undefined)
    toast({ title: 'The rules are in force' })
  }
  const dueOf = (one: Classification) => dry.data?.due.find(({ classification }) => classification === one)
  const total = Math.max(0, ...(dry.data?.due ?? []).map(({ runs }) => runs))
  return (
    <section aria-labelledby="retention" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div>
        <h2 id="retention" className="font-strong">
          How long values are kept
        </h2>
        <p className="text-fg-2">
          In days after the end of a run; without a number, for ever. In the run’s state each value goes by
          its own classification. Copies (views, requests, answers, what people were shown) go with the first
          of them. Unclassified counts as restricted.
        </p>
      </div>
      {retention.isPending && <SkeletonList rows={4} />}
      {retention.error && (
        <ErrorState title="The rules could not be read" className="m-0" onRetry={retention.refetch}>
          {messageOf(retention.error)}
        </ErrorState>
      )}
      {retention.data && (
        <div className="overflow-x-auto rounded-8 border border-line">
          <Table className="[&_td:first-child]:pl-4 [&_th:first-child]:pl-4">
            <TableHead>
              <tr>
                <Th>Classification</Th>
                <Th>Days</Th>
                <Th>Would go now</Th>
              </tr>
            </TableHead>
            <TableBody>
              {CLASSIFICATIONS.map((one) => {
                const due = dueOf(one)
                return (
                  <Tr key={one}>
                    <Td>
                      <ClassTag value={one} />
                    </Td>
                    <Td className="py-1">
                      <Input
                        aria-label={`Days for ${one}`}
                        aria-invalid={isDays(typed[one] ?? '') ? undefined : true}
                        inputMode="numeric"
                        placeholder="for ever"
                        readOnly={!mayEdit}
                        value={typed[one] ?? ''}
                        className="w-24"
                        onChange={(event) => setChanged({ ...typed, [one]: event.target.value.trim() })}
                      />
                    </Td>
                    <Td wide className="text-fg-2">
                      {typed[one] && fits && due
                        ? due.runs === 0
                          ? 'nothing'
                          : `values in ${counted(due.runs, 'run')}: ${due.teams
                              .map(({ name, runs }) => `${name} ${runs}`)
                              .join(', ')}`
                        : '–'}
                    </Td>
                  </Tr>
                )
              })}
            </TableBody>
          </Table>
        </div>
      )}
      {!fits && (
        <p className="text-12 text-failed-fg">Days are a whole number from 1 to 36,500, or nothing.</p>
      )}
      {(dry.data?.held ?? 0) > 0 && (
        <p className="text-12 text-fg-3">
          {counted(dry.data?.held ?? 0, 'run')} would be due and {dry.data?.held === 1 ? 'stays' : 'stay'}: a
          legal hold is on {dry.data?.held === 1 ? 'it' : 'them'}.
        </p>
      )}
      {mayEdit && retention.data && (
        <div className="flex items-center gap-3">
          <Button variant="primary" disabled={!isChanged || !fits} onClick={() => setConfirming(true)}>
            Put in force…
          </Button>
          {isChanged && <Button onClick={() => setChanged(undefined)}>As it was</Button>}
        </div>
      )}
      <AlertDialog
        open={confirming}
        onOpenChange={setConfirming}
        title="Let go of what was kept long enough?"
        confirm="Put in force"
        {...(total > 0 && { typing: 'let go' })}
        onConfirm={save}
      >
        {total > 0
          ? `Within minutes values in ${counted(total, 'run')} or more are erased for good, and from then on whenever their time is over. It goes on the record.`
          : 'Nothing is due now. Values go whenever their time is over, and that cannot be undone. It goes on the record.'}
      </AlertDialog>
    </section>
  )
}
