'use client'

import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { isRisk, riskExpression } from '@/domain/effect/risk'
import { ExpressionField } from '../../inspector/fields/expression-field'
import type { Readable } from '../../model/readable-at'

const CHOICES = [
  { value: 'default', label: 'By its gate' },
  { value: 'low', label: 'Low', hint: 'Guarded agents send it by themselves' },
  { value: 'medium', label: 'Medium', hint: 'A person is asked about guarded agents, unless pre-authorised' },
  { value: 'high', label: 'High', hint: 'A person is asked, whatever the agent’s level' },
  { value: 'worked-out', label: 'Worked out', hint: 'By an expression that gives one of the three words' },
] as const

const FIRST = "'medium'"

/** How much may go wrong with an effect: with the agent's level it says whether a person is asked. */
export function RiskField({
  risk,
  readable,
  onChange,
}: {
  risk: string | undefined
  readable: Readable
  onChange: (risk: string | undefined) => void
}) {
  const source = riskExpression(risk)
  return (
    <>
      <FormField
        label="Risk"
        required
        hint={
          risk === undefined
            ? 'Low where business rules alone let it through, since they draw the line; else medium.'
            : undefined
        }
      >
        <Select
          value={risk === undefined ? 'default' : isRisk(risk) ? risk : 'worked-out'}
          options={CHOICES}
          onValueChange={(choice) =>
            onChange(choice === 'default' ? undefined : choice === 'worked-out' ? FIRST : choice)
          }
        />
      </FormField>
      {source !== undefined && (
        <ExpressionField
          label="Works out to"
          value={source}
          onCommit={(value) => value.trim() && onChange(value.trim())}
          readable={readable}
          expects="string"
          required
          hint="As in draft.amount > 1000 ? 'high' : 'low'. What is none of the three words counts as high."
        />
      )}
    </>
  )
}
