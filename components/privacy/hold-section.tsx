'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { otherwise, problemAt } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { SettingsList } from '@/components/settings/settings-list'
import { Button } from '@/components/ui/button'
import { FormDialog } from '@/components/ui/form-dialog'
import { FormField } from '@/components/ui/form-field'
import { formatUtc } from '@/components/ui/format-time'
import { Input } from '@/components/ui/input'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Select } from '@/components/ui/select'
import { Td, Th, Tr } from '@/components/ui/table'
import { toast } from '@/components/ui/toast'
import { TwoLines } from '@/components/ui/two-lines'
import type { ListedHold } from './privacy-types'
import { NOBODY_YET, SubjectFields, subjectOf } from './subject-fields'

const KINDS = [
  { value: 'person', label: 'A person' },
  { value: 'team', label: 'A team' },
  { value: 'run', label: 'A run' },
] as const
type Kind = (typeof KINDS)[number]['value']

/** What may be neither erased nor swept, while it holds. */
export function HoldSection() {
  const trpc = useTRPC()
  const mayEdit = useMay('privacy.edit')
  const holds = useQuery(trpc.privacy.holds.queryOptions())
  const [placing, setPlacing] = useState(false)
  const [lifting, setLifting] = useState<ListedHold>()
  return (
    <>
      <SettingsList
        id="holds"
        title="Legal holds"
        detail="nothing of these is erased or let go of, whoever asks"
        add={
          mayEdit && (
            <Button icon={Plus} onClick={() => setPlacing(true)}>
              Place a hold
            </Button>
          )
        }
        query={holds}
        failed="The holds could not be read"
        empty={{ title: 'Nothing is held', says: 'A hold keeps a run, a team’s runs or a person’s data.' }}
        columns={4}
        head={
          <>
            <Th>On</Th>
            <Th className="max-sm:hidden">Reason</Th>
            <Th className="max-sm:hidden">Until</Th>
            <Th>
              <span className="sr-only">Acts</span>
            </Th>
          </>
        }
      >
        {holds.data?.map((hold) => (
          <Tr key={hold.id}>
            <Td className="max-sm:w-full max-sm:whitespace-normal">
              <TwoLines phone={[hold.reason, hold.inForce ? `until ${untilOf(hold)}` : untilOf(hold)]}>
                <span className="font-text">{hold.kind}</span> {hold.label}
              </TwoLines>
            </Td>
            <Td wide title={hold.reason} className="text-fg-2 max-sm:hidden">
              {hold.reason}
            </Td>
            <Td className="text-fg-2 max-sm:hidden">{untilOf(hold)}</Td>
            <Td numeric>
              {hold.inForce && mayEdit && (
                <Button
                  size="sm"
                  variant="ghost"
                  onClick={() => setLifting(hold)}
                  aria-label={`Lift the hold on ${hold.label}`}
                >
                  Lift…
                </Button>
              )}
            </Td>
          </Tr>
        ))}
      </SettingsList>
      {placing && <PlaceDialog onClose={() => setPlacing(false)} />}
      {lifting && <LiftDialog hold={lifting} onClose={() => setLifting(undefined)} />}
    </>
  )
}

function untilOf({ until, liftedAt, inForce }: ListedHold): string {
  if (liftedAt) return `lifted ${formatUtc(liftedAt).slice(0, 10)}`
  if (!inForce) return 'over'
  return until ? formatUtc(until).slice(0, 10) : 'it is lifted'
}

function PlaceDialog({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [kind, setKind] = useState<Kind>('person')
  const [typed, setTyped] = useState(NOBODY_YET)
  const [team, setTeam] = useState<string>()
  const [run, setRun] = useState('')
  const [reason, setReason] = useState('')
  const [until, setUntil] = useState('')
  const teams = useQuery(trpc.teams.list.queryOptions({}, { enabled: kind === 'team' }))
  const hold = useMutation(
    trpc.privacy.hold.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.privacy.pathFilter())
        toast({ title: 'The hold is in force' })
        onClose()
      },
    }),
  )
  const act = () =>
    hold.mutate({
      on:
        kind === 'person'
          ? { kind, subject: subjectOf(typed) }
          : kind === 'team'
            ? { kind, team: team ?? '' }
            : { kind, run },
      reason,
      ...(until && { until: new Date(`${until}T00:00:00Z`) }),
    })
  return (
    <FormDialog
      size="md"
      title="Place a legal hold"
      description="Until it is over, nothing of this is erased or let go of. It goes on the record."
      act="Place the hold"
      busy={hold.isPending}
      disabled={reason.trim().length < 3}
      failed="Nothing is held"
      message={otherwise(hold.error, ['/reason', '/until', '/on/subject', '/on/run', '/on/team'])}
      onSend={act}
      onClose={onClose}
    >
      <SegmentedControl
        label="What is held"
        value={kind}
        onValueChange={setKind}
        options={KINDS}
        className="justify-self-start"
      />
      {kind === 'person' && (
        <SubjectFields value={typed} onChange={setTyped} error={hold.error} at="/on/subject" />
      )}
      {kind === 'team' && (
        <FormField label="Team" required error={problemAt(hold.error, '/on/team')}>
          <Select
            value={team}
            onValueChange={setTeam}
            options={(teams.data ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
          />
        </FormField>
      )}
      {kind === 'run' && (
        <FormField label="Id of the run" required error={problemAt(hold.error, '/on/run')}>
          <Input value={run} spellCheck={false} onChange={(event) => setRun(event.target.value)} />
        </FormField>
      )}
      <FormField
        label="Reason"
        required
        hint="It stays on the record: name the case, not the person."
        error={problemAt(hold.error, '/reason')}
      >
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </FormField>
      <FormField
        label="Until"
        hint="Without a day, until it is lifted."
        error={problemAt(hold.error, '/until')}
      >
        <Input type="date" value={until} onChange={(event) => setUntil(event.target.value)} />
      </FormField>
    </FormDialog>
  )
}

function LiftDialog({ hold, onClose }: { hold: ListedHold; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [reason, setReason] = useState('')
  const lift = useMutation(
    trpc.privacy.lift.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.privacy.pathFilter())
        toast({ title: 'The hold is lifted' })
        onClose()
      },
    }),
  )
  return (
    <FormDialog
      title={`Lift the hold on ${hold.label}?`}
      description="From then on it is erased and let go of like everything else."
      act="Lift the hold"
      cancel="Go back"
      busy={lift.isPending}
      disabled={reason.trim().length < 3}
      failed="It is held as before"
      message={otherwise(lift.error, ['/reason'])}
      onSend={() => lift.mutate({ id: hold.id, reason })}
      onClose={onClose}
    >
      <FormField label="Reason" required error={problemAt(lift.error, '/reason')}>
        <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </FormField>
    </FormDialog>
  )
}
