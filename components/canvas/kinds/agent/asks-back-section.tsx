'use client'

import { Switch } from '@/components/ui/switch'
import type { NodeOf } from '@/domain/team/node'
import { ContractField } from '../../inspector/fields/contract-field'
import { NumberField } from '../../inspector/fields/number-field'
import { Section } from '../../inspector/fields/section'
import type { KindFormProps } from '../form-props'

type AsksBack = NonNullable<NodeOf<'agent'>['asksBack']>

/** Whether an agent may ask the one before it for something specific, how often, and in which form. */
export function AsksBackSection({ node, change }: KindFormProps<'agent'>) {
  const { asksBack } = node
  const patched = (patch: Partial<AsksBack>): AsksBack => {
    const { contract, max } = { max: 2, ...asksBack, ...patch }
    return { max, ...(contract !== undefined && { contract }) }
  }
  return (
    <Section
      title="May ask back"
      aside={
        <Switch
          aria-label="May ask back"
          checked={asksBack !== undefined}
          onCheckedChange={(on) => change({ asksBack: on ? { max: 2 } : undefined })}
        />
      }
    >
      {asksBack && (
        <>
          <p className="text-fg-2">
            Where it lacks something, it asks an agent before it for exactly that. Below, under “Ways out”,
            say whom “asks back” leads to.
          </p>
          <NumberField
            label="Requests"
            value={asksBack.max}
            unit="at most"
            min={1}
            max={5}
            hint="After that a person is shown what it asks."
            onCommit={(max) => change({ asksBack: patched({ max }) })}
          />
          <ContractField
            label="Form of a request"
            value={asksBack.contract}
            onCommit={(contract, taken) => change({ asksBack: patched({ contract }) }, taken)}
            hint="Without a contract: what is missing, why, and the fields it is about, in free words."
          />
        </>
      )}
    </Section>
  )
}
