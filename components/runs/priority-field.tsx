'use client'

import { FormField } from '@/components/ui/form-field'
import { Select, type SelectOption } from '@/components/ui/select'
import type { Priority } from '@/domain/run/priority'

const OPTIONS: readonly SelectOption<Priority>[] = [
  { value: 'high', label: 'High', hint: 'Before others, where work waits for its turn' },
  { value: 'normal', label: 'Normal', hint: 'In the order of arrival' },
  { value: 'low', label: 'Low', hint: 'After others; who waits long enough comes first all the same' },
]

/** How soon a run gets its turn. */
export function PriorityField({
  value,
  onChange,
}: {
  value: Priority
  onChange: (priority: Priority) => void
}) {
  return (
    <FormField label="Priority" hint="Counts where runs, steps or model calls wait for their turn">
      <Select value={value} options={OPTIONS} onValueChange={onChange} />
    </FormField>
  )
}
