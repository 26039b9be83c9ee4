'use client'

import { FormField } from '@/components/ui/form-field'
import { Checkbox } from '@/components/ui/checkbox'
import { Select } from '@/components/ui/select'
import { ContractField } from '../../inspector/fields/contract-field'
import { DurationField } from '../../inspector/fields/duration-field'
import { NumberField } from '../../inspector/fields/number-field'
import type { KindFormProps } from '../form-props'

const HOUR = 3600

export function JoinForm({ node, change }: KindFormProps<'join'>) {
  return (
    <>
      <FormField label="Waits for" required>
        <Select
          value={node.wait}
          options={[
            { value: 'all', label: 'All of them' },
            { value: 'any', label: 'The first' },
            { value: 'quorum', label: 'So many' },
          ]}
          onValueChange={(wait) => change({ wait })}
        />
      </FormField>
      {node.wait === 'quorum' && (
        <NumberField
          label="How many"
          value={node.quorum}
          min={1}
          max={1000}
          onCommit={(quorum) => change({ quorum })}
        />
      )}
      {node.wait === 'all' && (
        <NumberField
          label="May be missing"
          value={node.tolerate}
          min={0}
          max={1000}
          hint="Ways that may end without coming here."
          onCommit={(tolerate) => change({ tolerate })}
        />
      )}
      <FormField label="A step that cannot go on" required>
        <Select
          value={node.failed}
          options={[
            { value: 'ask', label: 'Goes to a person' },
            { value: 'skip', label: 'Ends its way; the others go on' },
          ]}
          onValueChange={(failed) => change({ failed })}
        />
      </FormField>
      <FormField label="Ways still under way when it goes on" required>
        <Select
          value={node.late}
          options={[
            { value: 'cancel', label: 'Stop before their next step' },
            { value: 'finish', label: 'Finish, without being waited for' },
          ]}
          onValueChange={(late) => change({ late })}
        />
      </FormField>
      <Checkbox
        label="Does not wait for ever"
        hint="When the time is up, what there is must do, or the way for too few is taken."
        checked={node.timeoutSeconds !== undefined}
        onCheckedChange={(on) => change({ timeoutSeconds: on ? HOUR : undefined })}
      />
      {node.timeoutSeconds !== undefined && (
        <DurationField
          label="Waits at most"
          value={node.timeoutSeconds}
          max={90 * 24 * HOUR}
          hint="Counted from the split."
          onCommit={(timeoutSeconds) => change({ timeoutSeconds })}
        />
      )}
      <ContractField
        label="Gathers into"
        value={node.produces}
        onCommit={(produces, taken) => change({ produces }, taken)}
        hint="What each way brought, by its name; of a list, results and how many are missing. Without it, what came into the split goes on."
      />
    </>
  )
}
