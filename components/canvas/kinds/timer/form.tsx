'use client'

import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { DurationField } from '../../inspector/fields/duration-field'
import { ExpressionField } from '../../inspector/fields/expression-field'
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
            { value: 'until', label: 'Until a time that a field holds' },
          ]}
          onValueChange={(way) =>
            change({ until: way === 'until' ? (readable.paths[0] ?? '""') : undefined })
          }
        />
      </FormField>
      {node.until === undefined ? (
        <DurationField
          label="How long"
          value={node.seconds}
          max={90 * 86_400}
          hint="Nothing is held meanwhile: it costs no worker and no money."
          onCommit={(seconds) => change({ seconds })}
        />
      ) : (
        <ExpressionField
          label="Until"
          value={node.until}
          onCommit={(until) => until.trim() && change({ until })}
          readable={readable}
          required
          hint="A field that holds a time, such as 2026-03-01T09:00:00Z, at most 90 days away. If it is past, the run goes on at once."
        />
      )}
    </>
  )
}
