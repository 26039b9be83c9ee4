'use client'

import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { NumberField } from '../../inspector/fields/number-field'
import { useReadable } from '../../studio/use-readable'
import type { KindFormProps } from '../form-props'

export function TimerForm({ node, change }: KindFormProps<'timer'>) {
  const readable = useReadable(node.id)
  return (
    <>
      <FormField label="Waits" required>
        <Select
          value={node.until === undefined ? 'for' : 'until'}
          options={[
            { value: 'for', label: 'For a while' },
            { value: 'until', label: 'Until a time in the state' },
          ]}
          onValueChange={(way) => change({ until: way === 'until' ? '""' : undefined })}
        />
      </FormField>
      {node.until === undefined ? (
        <NumberField
          label="How long"
          value={node.seconds}
          unit="seconds"
          min={1}
          max={90 * 86_400}
          onCommit={(seconds) => change({ seconds })}
        />
      ) : (
        <ExpressionField
          label="Until"
          value={node.until}
          onCommit={(until) => until.trim() && change({ until })}
          readable={readable}
          required
          hint="A time as text, such as 2026-03-01T09:00:00Z."
        />
      )}
    </>
  )
}
