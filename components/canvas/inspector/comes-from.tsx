'use client'

import { useMemo, useState } from 'react'
import { FormField } from '@/components/ui/form-field'
import { Select, type SelectOption } from '@/components/ui/select'
import { OUT } from '@/domain/team/kinds/kind'
import { kindOf } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'
import { refusal } from '../model/refusals'
import { connecting } from '../model/spoke'
import { useStudio } from '../studio/studio-context'
import { Section } from './fields/section'

const NOBODY = 'nobody'

/** Of a node that nothing leads to: which way out of another leads here. Those that cannot say why. */
export function ComesFrom({ node }: { node: TeamNode }) {
  const { document, edit, canEdit } = useStudio()
  const [asked, setAsked] = useState(false)
  const isCome = document.edges.some(({ to }) => to.node === node.id)
  const ways = useMemo(
    () => (asked && !isCome ? openWaysTo(document, node) : []),
    [asked, isCome, document, node],
  )
  if (isCome || !kindOf(node).takesIn) return null
  const lead = (value: string) => {
    const way = ways.find((one) => one.value === value)
    const drawn = way && connecting(document, way.from, way.port, node.id)
    if (drawn) edit(drawn.command)
  }
  const ask = () => canEdit && setAsked(true)
  return (
    <Section title="Handed over by">
      <div onPointerEnter={ask} onPointerDownCapture={ask} onFocusCapture={ask}>
        <FormField
          label="Comes from"
          hint={
            asked && ways.length === 0 ? 'Every way out of the others leads somewhere already.' : undefined
          }
        >
          <Select
            disabled={!canEdit}
            value={NOBODY}
            options={[{ value: NOBODY, label: 'Nobody yet' }, ...ways]}
            onValueChange={lead}
          />
        </FormField>
      </div>
    </Section>
  )
}

type Way = SelectOption & { from: string; port: string }

/** Ways out that lead nowhere yet; those that may lead here come first. */
function openWaysTo(document: ReturnType<typeof useStudio>['document'], node: TeamNode): Way[] {
  const drawn = new Set(document.edges.map(({ from }) => JSON.stringify([from.node, from.port])))
  return document.nodes
    .filter((other) => other !== node)
    .flatMap((other) =>
      kindOf(other)
        .ports(other)
        .filter(({ id }) => !drawn.has(JSON.stringify([other.id, id])))
        .map((port): Way => {
          const why = refusal(document, other.id, port.id, node.id)
          return {
            value: JSON.stringify([other.id, port.id]),
            label: port.id === OUT.id ? other.name : `${other.name}: ${port.label}`,
            from: other.id,
            port: port.id,
            ...(why !== null && { hint: why, disabled: true }),
          }
        }),
    )
    .toSorted((a, b) => Number(a.disabled ?? false) - Number(b.disabled ?? false))
}
