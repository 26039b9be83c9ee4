'use client'

import { Checkbox } from '@/components/ui/checkbox'
import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { NumberField } from '../../inspector/fields/number-field'
import { useReadable } from '../../studio/use-readable'
import type { KindFormProps } from '../form-props'

export function HumanForm({ node, change }: KindFormProps<'human'>) {
  const readable = useReadable(node.id)
  return (
    <>
      <ExpressionField
        label="The question"
        value={node.question}
        onCommit={(question) => change({ question })}
        readable={readable}
        template
        required
        missing="Write a sentence that asks"
        hint="One sentence the reviewer answers, with values in double braces."
      />
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          label="Due in"
          value={node.dueHours}
          unit="hours"
          min={0.1}
          max={2160}
          whole={false}
          onCommit={(dueHours) => change({ dueHours })}
        />
        <FormField label="Risk" required>
          <Select
            value={node.risk}
            options={[
              { value: 'low', label: 'Low' },
              { value: 'medium', label: 'Medium' },
              { value: 'high', label: 'High' },
            ]}
            onValueChange={(risk) => change({ risk })}
          />
        </FormField>
      </div>
      <div>
        <Checkbox
          label="Four eyes"
          hint="Nobody decides on a run they started or a version they edited."
          checked={node.fourEyes}
          onCheckedChange={(fourEyes) => change({ fourEyes })}
        />
        <Checkbox
          label="A reason is required"
          hint="Approving or rejecting without one is refused."
          checked={node.reasonRequired}
          onCheckedChange={(reasonRequired) => change({ reasonRequired })}
        />
      </div>
      <NumberField
        label="May be sent back"
        value={node.maxSendBacks}
        unit="times"
        min={0}
        max={10}
        hint="After that only approve and reject remain."
        onCommit={(maxSendBacks) => change({ maxSendBacks })}
      />
    </>
  )
}
