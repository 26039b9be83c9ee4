'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { messageOf, problemsOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Checkbox } from '@/components/ui/checkbox'
import { FormDialog } from '@/components/ui/form-dialog'
import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { toast } from '@/components/ui/toast'
import { RISKS, type Risk } from '@/domain/effect/risk'
import { CLASSIFICATIONS, type Category, type Classification } from '@/domain/policy/classification'
import { CategoryChoice } from './clearance-choice'
import type { ListedRule } from './people-types'

/** A choice may not be an empty text. */
const ANY = '-'
const orNull = <T extends string>(value: T | typeof ANY): T | null => (value === ANY ? null : value)

const RISK_OPTIONS = [
  { value: ANY, label: 'any' },
  ...RISKS.slice(1).map((value) => ({ value, label: value === 'high' ? 'high' : 'medium or high' })),
] as const
const CLEARANCE_OPTIONS = [
  { value: ANY, label: 'not asked for' },
  ...CLASSIFICATIONS.slice(1).map((value) => ({ value, label: value })),
] as const

/** One rule: for which reviews, and what it asks for. */
export function RuleDialog({ rule, onClose }: { rule: ListedRule | undefined; onClose: () => void }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const teams = useQuery(trpc.teams.list.queryOptions({}))
  const connections = useQuery(trpc.connections.list.queryOptions())
  const groups = useQuery(trpc.groups.list.queryOptions())
  const [team, setTeam] = useState(rule?.teamId ?? ANY)
  const [connection, setConnection] = useState(rule?.connection ?? ANY)
  const [risk, setRisk] = useState<Risk | typeof ANY>(rule?.risk ?? ANY)
  const [fourEyes, setFourEyes] = useState(rule?.fourEyes ?? false)
  const [clearance, setClearance] = useState<Classification | typeof ANY>(rule?.clearance ?? ANY)
  const [categories, setCategories] = useState<Category[]>([...(rule?.categories ?? [])])
  const [group, setGroup] = useState(rule?.group?.id ?? ANY)
  const put = useMutation(
    trpc.reviewRules.put.mutationOptions({
      onError: () => undefined,
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.reviewRules.pathFilter())
        await queryClient.invalidateQueries(trpc.reviews.pathFilter())
        toast({ title: rule ? 'The rule is changed' : 'The rule holds from now on' })
        onClose()
      },
    }),
  )
  const nothing = !fourEyes && clearance === ANY && categories.length === 0 && group === ANY
  return (
    <FormDialog
      title={rule ? 'Change the rule' : 'Add a rule'}
      description="For reviews of every kind but budgets, those that are open included."
      size="md"
      act={rule ? 'Save the rule' : 'Add the rule'}
      busy={put.isPending}
      disabled={nothing}
      failed="The rule was not saved"
      message={put.error ? (problemsOf(put.error)[0]?.message ?? messageOf(put.error)) : undefined}
      onSend={() =>
        put.mutate({
          ...(rule && { id: rule.id }),
          ...{ teamId: orNull(team), connection: orNull(connection), risk: orNull(risk) },
          ...{ fourEyes, clearance: orNull(clearance), categories, groupId: orNull(group) },
        })
      }
      onClose={onClose}
    >
      <FormField label="Team" required>
        <Select
          value={team}
          onValueChange={setTeam}
          options={[
            { value: ANY, label: 'all teams' },
            ...(teams.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </FormField>
      <FormField label="Sending to" required hint="Where approving would send something">
        <Select
          value={connection}
          onValueChange={setConnection}
          options={[
            { value: ANY, label: 'any connection, or none' },
            ...(connections.data ?? []).map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
        />
      </FormField>
      <FormField label="Risk" required>
        <Select value={risk} onValueChange={setRisk} options={RISK_OPTIONS} />
      </FormField>
      <Checkbox
        label="Four eyes"
        hint="Whoever started the run or edited the team’s version does not decide"
        checked={fourEyes}
        onCheckedChange={setFourEyes}
      />
      <FormField label="Clearance of whoever decides" required>
        <Select value={clearance} onValueChange={setClearance} options={CLEARANCE_OPTIONS} />
      </FormField>
      <CategoryChoice legend="Cleared for" value={categories} onValueChange={setCategories} />
      <FormField label="Group" required hint="Only its members decide">
        <Select
          value={group}
          onValueChange={setGroup}
          options={[
            { value: ANY, label: 'any reviewer' },
            ...(groups.data?.groups ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      </FormField>
    </FormDialog>
  )
}
