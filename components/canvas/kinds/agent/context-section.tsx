'use client'

import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { Switch } from '@/components/ui/switch'
import { OVER_CAP, type ContextCap } from '@/domain/team/kinds/context-cap'
import { NumberField } from '../../inspector/fields/number-field'
import { Section } from '../../inspector/fields/section'

const WORDS: Record<ContextCap['over'], { label: string; hint: string }> = {
  prune: {
    label: 'Leave out the rest',
    hint: 'What it reads besides first: the longest texts, then lists from their end. What identifies the handoff stays.',
  },
  summarise: {
    label: 'Summarise the longest texts',
    hint: 'By a small model. What was replaced is recorded, and the calls count towards its budget.',
  },
  escalate: { label: 'Ask a person', hint: 'Nothing is shown to it.' },
}

const FIRST: ContextCap = { maxTokens: 4000, over: 'prune' }

/** The most that whoever works at a node is shown, and what becomes of more. */
export function ContextSection({
  context,
  onChange,
}: {
  context: ContextCap | undefined
  onChange: (context: ContextCap | undefined) => void
}) {
  return (
    <Section
      title="Limit what it is shown"
      aside={
        <Switch
          aria-label="Limit what it is shown"
          checked={context !== undefined}
          onCheckedChange={(on) => onChange(on ? FIRST : undefined)}
        />
      }
    >
      {context && (
        <>
          <NumberField
            label="At most"
            value={context.maxTokens}
            unit="tokens"
            min={100}
            max={200_000}
            hint="Of its handoff and what it reads, as they are sent. What its view hides is never sent at all."
            onCommit={(maxTokens) => onChange({ ...context, maxTokens })}
          />
          <FormField label="Where there is more" required hint={WORDS[context.over].hint}>
            <Select
              value={context.over}
              options={OVER_CAP.map((value) => ({ value, label: WORDS[value].label }))}
              onValueChange={(over) => onChange({ ...context, over: over as ContextCap['over'] })}
            />
          </FormField>
        </>
      )}
    </Section>
  )
}
