'use client'

import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import { renameInExpression } from '@/domain/expression/rename'
import { kindOf } from '@/domain/team/kinds/registry'
import { isStaffed } from '@/domain/team/staff'
import type { NodeOf } from '@/domain/team/node'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { RowTools, withRow } from '../../inspector/fields/row-tools'
import { Section } from '../../inspector/fields/section'
import { useStudio } from '../../studio/studio-context'
import { useReadable } from '../../studio/use-readable'

type Claim = NodeOf<'conflict'>['claims'][number]

/** Who claims what: a node at which an agent decides, and the value it claims. */
export function ClaimsSection({
  node,
  onChange,
}: {
  node: NodeOf<'conflict'>
  onChange: (claims: Claim[]) => void
}) {
  const readable = useReadable(node.id)
  const { document } = useStudio()
  const claimants = document.nodes.filter(
    (one) => one.id !== node.id && isStaffed(one) && kindOf(one).writes(one) && one.kind !== 'conflict',
  )
  const free = claimants.find(({ id }) => !node.claims.some((claim) => claim.node === id))
  const nameOf = (id: string) => document.nodes.find((one) => one.id === id)?.name ?? id
  return (
    <Section title="Claims" aside={<span className="text-12 text-fg-3">2 to 8 of them</span>}>
      {node.claims.map((claim, index) => (
        <div
          key={`${claim.node} ${index}`}
          className="grid grid-cols-[minmax(0,1fr)] gap-2.5 rounded-6 border border-line p-2.5"
        >
          <div className="flex items-center gap-2">
            <span className="text-12 text-fg-3">{index + 1}</span>
            <span className="min-w-0 flex-1 truncate font-label">{nameOf(claim.node)}</span>
            <RowTools
              rows={node.claims}
              index={index}
              name={`claim of ${nameOf(claim.node)}`}
              onChange={onChange}
            />
          </div>
          <FormField label="Who claims" required>
            <Select
              value={claim.node}
              options={[
                ...(claimants.some(({ id }) => id === claim.node)
                  ? []
                  : [{ value: claim.node, label: `${claim.node} (no agent)` }]),
                ...claimants.map(({ id, name }) => ({ value: id, label: name, hint: id })),
              ]}
              onValueChange={(id) =>
                onChange(
                  withRow(node.claims, index, {
                    node: id,
                    // What was taken from the one is taken from the other.
                    value: renameInExpression(claim.value, claim.node, id),
                  }),
                )
              }
            />
          </FormField>
          <ExpressionField
            label="What it claims"
            value={claim.value}
            onCommit={(value) => value.trim() && onChange(withRow(node.claims, index, { value }))}
            readable={readable}
            required
          />
        </div>
      ))}
      {claimants.length === 0 && (
        <p className="text-fg-2">No agent works in this team yet. Add those who claim something first.</p>
      )}
      {free && node.claims.length < 8 && (
        <Button
          icon={Plus}
          className="justify-self-start"
          onClick={() => onChange([...node.claims, { node: free.id, value: free.id }])}
        >
          Add a claim
        </Button>
      )}
    </Section>
  )
}
