'use client'

import type { StaffedNode } from '@/domain/team/staff'
import { NumberField } from '../../inspector/fields/number-field'
import { Section } from '../../inspector/fields/section'
import { TriesFields } from '../../inspector/fields/tries-fields'

type Limits = Pick<StaffedNode, 'retries' | 'repairs' | 'timeoutSeconds' | 'maxOutputTokens'>

/** How long and how often whoever works at a node may try. */
export function LimitsSection({ node, change }: { node: Limits; change: (patch: Partial<Limits>) => void }) {
  return (
    <Section title="Limits">
      <TriesFields node={node} longest={600} what="the model" change={change} />
      <NumberField
        label="Repairs"
        value={node.repairs}
        unit="times"
        min={0}
        max={5}
        hint="Where its answer does not fit the contract, it is told why and answers again."
        onCommit={(repairs) => change({ repairs })}
      />
      <NumberField
        label="Longest answer"
        value={node.maxOutputTokens}
        unit="tokens"
        min={16}
        max={32_000}
        hint="A thousand tokens are about 750 English words. What it may cost is reckoned from this."
        onCommit={(maxOutputTokens) => change({ maxOutputTokens })}
      />
    </Section>
  )
}
