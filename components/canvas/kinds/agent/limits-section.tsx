'use client'

import type { StaffedNode } from '@/domain/team/staff'
import { NumberField } from '../../inspector/fields/number-field'
import { Section } from '../../inspector/fields/section'

type Limits = Pick<StaffedNode, 'retries' | 'repairs' | 'timeoutSeconds' | 'maxOutputTokens'>

/** How long and how often whoever works at a node may try. */
export function LimitsSection({ node, change }: { node: Limits; change: (patch: Partial<Limits>) => void }) {
  return (
    <Section title="Limits">
      <div className="grid grid-cols-2 gap-3">
        <NumberField
          label="Tries again"
          value={node.retries}
          unit="times"
          min={0}
          max={10}
          onCommit={(retries) => change({ retries })}
        />
        <NumberField
          label="Repairs"
          value={node.repairs}
          unit="times"
          min={0}
          max={5}
          onCommit={(repairs) => change({ repairs })}
        />
        <NumberField
          label="Gives up after"
          value={node.timeoutSeconds}
          unit="seconds"
          min={1}
          max={600}
          onCommit={(timeoutSeconds) => change({ timeoutSeconds })}
        />
        <NumberField
          label="Answers in"
          value={node.maxOutputTokens}
          unit="tokens"
          min={16}
          max={32_000}
          onCommit={(maxOutputTokens) => change({ maxOutputTokens })}
        />
      </div>
    </Section>
  )
}
