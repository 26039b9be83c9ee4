'use client'

import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { refOf, showRef } from '@/domain/contract/contract'
import { ContractField } from '../../inspector/fields/contract-field'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { Section } from '../../inspector/fields/section'
import { useStudio } from '../../studio/studio-context'
import { useReadable } from '../../studio/use-readable'
import type { KindFormProps } from '../form-props'

export function TeamForm({ node, change }: KindFormProps<'team'>) {
  const readable = useReadable(node.id)
  const { surroundings, slug } = useStudio()
  const teams = surroundings.teams.filter((team) => team.slug !== slug)
  const called = teams.find((team) => team.slug === node.team)
  const gone = node.team !== undefined && !called
  return (
    <>
      <FormField
        label="Team"
        required
        hint={
          teams.length === 0
            ? 'No other team of this workspace is published yet.'
            : 'Its published version, as it stands when this team is published.'
        }
      >
        <Select
          value={node.team}
          placeholder="Choose a team"
          options={[
            ...(gone && node.team !== undefined
              ? [{ value: node.team, label: `${node.team} (unknown)` }]
              : []),
            ...teams.map((team) => ({ value: team.slug, label: team.name, hint: `version ${team.number}` })),
          ]}
          onValueChange={(team) => change({ team })}
        />
      </FormField>
      {called && (
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-6 border border-line p-2.5">
          <dt className="text-fg-3">Begins with</dt>
          <dd>{called.input ? showRef(refOf(called.input)) : 'anything'}</dd>
          <dt className="text-fg-3">Brings</dt>
          <dd>
            {called.results.map((one) => (one ? showRef(refOf(one)) : 'whatever comes')).join(', ') ||
              'nothing'}
          </dd>
        </dl>
      )}
      <Section title="Handoffs">
        <ContractField
          label="Takes up"
          value={node.accepts}
          onCommit={(accepts, taken) => change({ accepts }, taken)}
        />
        <ContractField
          label="Hands on"
          value={node.produces}
          onCommit={(produces, taken) => change({ produces }, taken)}
          hint="What that team ends with is checked against it before it goes on here."
        />
      </Section>
      <ExpressionField
        label="It begins with"
        value={node.input ?? ''}
        onCommit={(input) => change({ input: input.trim() || undefined })}
        readable={readable}
        hint="A field to begin it with, as start. Left empty, what comes in here."
      />
    </>
  )
}
