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
            { value: 'quorum', label: 'A number of them' },
          ]}
          onValueChange={(wait) => change({ wait })}
        />
      </FormField>
      {node.wait === 'quorum' && (
        <NumberField
          label="How many"
          value={node.quorum}
          unit="ways"
          min={1}
          max={1000}
          hint="It goes on as soon as so many have come."
          onCommit={(quorum) => change({ quorum })}
        />
      )}
      {node.wait === 'all' && (
        <NumberField
          label="May be missing"
          value={node.tolerate}
          unit="ways"
          min={0}
          max={1000}
          hint="So many may fail or end elsewhere. With more, the run takes the way “too few”."
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
        hint="When the time is up, it goes on with those that have come, or takes the way “too few”."
        checked={node.timeoutSeconds !== undefined}
        onCheckedChange={(on) => change({ timeoutSeconds: on ? HOUR : undefined })}
      />
      {node.timeoutSeconds !== undefined && (
        <DurationField
          label="Waits at most"
          value={node.timeoutSeconds}
          max={90 * 24 * HOUR}
          hint="From the moment they set out."
          onCommit={(timeoutSeconds) => change({ timeoutSeconds })}
        />
      )}
      <ContractField
        label="Gathers into"
        value={node.produces}
        onCommit={(produces, taken) => change({ produces }, taken)}
        hint="What each way brought, under its name; of a list, results, and how many are missing. Without a contract, what was handed to the split is handed on."
      />
    </>
  )
}
