'use client'

import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { ContractField } from '../../inspector/fields/contract-field'
import type { KindFormProps } from '../form-props'

export function EndForm({ node, change }: KindFormProps<'end'>) {
  return (
    <>
      <FormField label="The run is then" required>
        <Select
          value={node.outcome}
          options={[
            { value: 'done', label: 'Done', hint: 'It did what it was started for' },
            { value: 'rejected', label: 'Rejected', hint: 'It was stopped on purpose; nothing is broken' },
          ]}
          onValueChange={(outcome) => change({ outcome })}
        />
      </FormField>
      <ContractField
        label="Takes up"
        value={node.accepts}
        onCommit={(accepts, taken) => change({ accepts }, taken)}
        hint="What must have been handed over for the run to count as ended well."
      />
    </>
  )
}
