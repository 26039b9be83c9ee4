'use client'

import { Checkbox } from '@/components/ui/checkbox'
import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { contractNameSchema } from '@/domain/contract/contract'
import { SETTLING_POLICIES, mayAskPerson, needsOwner } from '@/domain/team/kinds/conflict'
import { ContractField } from '../../inspector/fields/contract-field'
import { NumberField } from '../../inspector/fields/number-field'
import { TextField } from '../../inspector/fields/text-field'
import { useStudio } from '../../studio/studio-context'
import type { KindFormProps } from '../form-props'
import { ClaimsSection } from './claims-section'
import { POLICY_WORDS } from './policy-words'
import { Adjudicator, Asking } from './who-settles'

export function ConflictForm({ node, change }: KindFormProps<'conflict'>) {
  const { document } = useStudio()
  const nameOf = (id: string) => document.nodes.find((one) => one.id === id)?.name ?? id
  const rename = (typed: string) => {
    const subject = typed.trim()
    if (contractNameSchema.safeParse(subject).success) change({ subject })
  }
  return (
    <>
      <TextField
        label="Subject"
        value={node.subject}
        mono
        required
        placeholder="lead.quality"
        error={node.subject === '' ? 'Say what is claimed, as in lead.quality' : undefined}
        onCommit={rename}
        hint="What the claims are about. Lower-case words joined by dots; in one run it is settled once."
      />
      <ClaimsSection node={node} onChange={(claims) => change({ claims })} />
      <Checkbox
        label="Numbers that are near agree"
        hint="Otherwise only equal values agree."
        checked={node.compare !== 'equal'}
        onCheckedChange={(near) => change({ compare: near ? 0 : 'equal' })}
      />
      {node.compare !== 'equal' && (
        <NumberField
          label="May differ by"
          hint="Up to this much apart, two numbers count as the same claim."
          value={node.compare}
          min={0}
          max={1_000_000_000}
          whole={false}
          onCommit={(compare) => change({ compare })}
        />
      )}
      <FormField label="Where they disagree" required>
        <Select
          value={node.policy}
          options={SETTLING_POLICIES.map((value) => ({ value, label: POLICY_WORDS[value].label }))}
          onValueChange={(policy) => change({ policy })}
        />
      </FormField>
      {node.policy === 'confidence' && (
        <>
          <NumberField
            label="Surer by at least"
            value={node.margin}
            min={0}
            max={1}
            whole={false}
            hint="How sure each is, is a number from 0 to 1. This far it must be above the surest of the others."
            onCommit={(margin) => change({ margin })}
          />
          <FormField label="If nobody is" required>
            <Select
              value={node.otherwise}
              options={[
                { value: 'person', label: 'A person chooses' },
                { value: 'owner', label: 'The decision owner’s claim holds' },
              ]}
              onValueChange={(otherwise) => change({ otherwise })}
            />
          </FormField>
        </>
      )}
      {needsOwner(node) && (
        <FormField label="Decision owner" required>
          <Select
            value={node.owner}
            placeholder="Choose one of those who claim"
            options={[...new Set(node.claims.map((claim) => claim.node))].map((id) => ({
              value: id,
              label: nameOf(id),
            }))}
            onValueChange={(owner) => change({ owner })}
          />
        </FormField>
      )}
      {node.policy === 'supervisor' && <Adjudicator node={node} change={change} />}
      {mayAskPerson(node) && <Asking node={node} change={change} />}
      <ContractField
        label="Hands on"
        value={node.produces}
        onCommit={(produces, taken) => change({ produces }, taken)}
        hint="What holds, whose claim it is, and what does not hold. Without one, the problem below offers to write it."
      />
    </>
  )
}
