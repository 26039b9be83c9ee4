'use client'

import { useMemo, useState } from 'react'
import { FormField } from '@/components/ui/form-field'
import { Select, type SelectOption } from '@/components/ui/select'
import type { Command } from '@/domain/team/command'
import type { Port } from '@/domain/team/kinds/common'
import { OUT } from '@/domain/team/kinds/kind'
import { kindOf } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'
import { refusals } from '../model/refusals'
import { connecting } from '../model/spoke'
import { useStudio } from '../studio/studio-context'
import { Section } from './fields/section'

const NOWHERE = 'nowhere'

/** Where each way out leads: the same as drawing an edge, without a mouse. Targets that cannot fit say why. */
export function WaysOut({ node }: { node: TeamNode }) {
  const ports = kindOf(node).ports(node)
  if (ports.length === 0) return null
  return (
    <Section title={ports.length === 1 ? 'Hands over to' : 'Ways out'}>
      {ports.map((port) => (
        <WayOut key={port.id} node={node} port={port} />
      ))}
    </Section>
  )
}

function WayOut({ node, port }: { node: TeamNode; port: Port }) {
  const { document, edit, canEdit } = useStudio()
  const [asked, setAsked] = useState(false)
  const edge = document.edges.find(({ from }) => from.node === node.id && from.port === port.id)
  const { without, targets } = useMemo(() => {
    const without = { ...document, edges: document.edges.filter((each) => each !== edge) }
    const others = document.nodes.filter((other) => other !== node && kindOf(other).takesIn)
    // Who else could take it is worked out for somebody who comes here, not for everybody who selects the card.
    if (!asked) return { without, targets: others.filter(({ id }) => id === edge?.to.node).map(asOption) }
    const refused = refusals(without, node.id, port.id)
    return {
      without,
      targets: others.map((other) => {
        const why = refused.get(other.id) ?? null
        const hint = why === null ? {} : { hint: why, disabled: other.id !== edge?.to.node }
        return { ...asOption(other), ...hint }
      }),
    }
  }, [document, node, port.id, edge, asked])
  const lead = (to: string) => {
    const commands: Command[] = edge ? [{ type: 'edge.remove', id: edge.id }] : []
    const drawn = to === NOWHERE ? undefined : connecting(without, node.id, port.id, to)
    if (drawn) commands.push(drawn.command)
    edit({ type: 'batch', label: `Lead ${port.label} on`, commands })
  }
  const ask = () => canEdit && setAsked(true)
  return (
    <div onPointerEnter={ask} onPointerDownCapture={ask} onFocusCapture={ask}>
      <FormField
        label={port.id === OUT.id ? 'Next' : port.label}
        required={port.required}
        hint={port.endsAs && !edge ? `Leads nowhere: the run ends as ${port.endsAs}.` : undefined}
      >
        <Select
          disabled={!canEdit}
          value={edge?.to.node ?? NOWHERE}
          options={[{ value: NOWHERE, label: 'Nowhere yet' }, ...targets]}
          onValueChange={lead}
        />
      </FormField>
    </div>
  )
}

const asOption = ({ id, name }: TeamNode): SelectOption => ({ value: id, label: name })
