'use client'

import { ContractField } from '../../inspector/fields/contract-field'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { NumberField } from '../../inspector/fields/number-field'
import { useReadable } from '../../studio/use-readable'
import type { KindFormProps } from '../form-props'

export function MapForm({ node, change }: KindFormProps<'map'>) {
  const readable = useReadable(node.id)
  return (
    <>
      <ExpressionField
        label="The list"
        value={node.over}
        onCommit={(over) => over.trim() && change({ over })}
        readable={readable}
        required
        hint={
          <>
            A field that holds a list. Inside, the item at hand is called{' '}
            <code className="font-mono">{node.id}</code>; what is written there belongs to it alone.
          </>
        }
      />
      <ContractField
        label="One item"
        value={node.produces}
        onCommit={(produces, taken) => change({ produces }, taken)}
        hint="Each item is checked against it before its way begins."
      />
      <div className="grid grid-cols-2 items-start gap-3">
        <NumberField
          label="At the same time"
          value={node.atOnce}
          unit="items"
          min={1}
          max={50}
          hint="The others wait their turn."
          onCommit={(atOnce) => change({ atOnce })}
        />
        <NumberField
          label="At most"
          value={node.maxItems}
          unit="items"
          min={1}
          max={1000}
          hint="A longer list goes to a person."
          onCommit={(maxItems) => change({ maxItems })}
        />
      </div>
    </>
  )
}
