'use client'

import { ExpressionField } from '../../inspector/fields/expression-field'
import { NumberField } from '../../inspector/fields/number-field'
import { useReadable } from '../../studio/use-readable'
import type { KindFormProps } from '../form-props'

export function LoopForm({ node, change }: KindFormProps<'loop'>) {
  const readable = useReadable(node.id)
  return (
    <>
      <ExpressionField
        label="Good enough when"
        value={node.until}
        onCommit={(until) => until.trim() && change({ until })}
        readable={readable}
        expects="bool"
        required
      />
      <NumberField
        label="May go back"
        value={node.maxRounds}
        unit="times"
        min={1}
        max={20}
        hint="If it is still not good enough then, the run takes the way “no rounds left”."
        onCommit={(maxRounds) => change({ maxRounds })}
      />
      <ExpressionField
        label="Feedback"
        value={node.feedback}
        onCommit={(feedback) => change({ feedback })}
        readable={readable}
        template
        required
        missing="Write what is wrong and what to do about it"
        hint="What whoever does it again is told. Values stand in double braces, as in {{ review.missing }}."
      />
    </>
  )
}
