'use client'

import { FormField } from '@/components/ui/form-field'
import { Select } from '@/components/ui/select'
import type { Command } from '@/domain/team/command'
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
  const { document, edit, canEdit } = useStudio()
  const ports = kindOf(node).ports(node)
  if (ports.length === 0) return null
  return (
    <Section title={ports.length === 1 ? 'Hands over to' : 'Ways out'}>
      {ports.map((port) => {
        const edge = document.edges.find(({ from }) => from.node === node.id && from.port === port.id)
        const without = { ...document, edges: document.edges.filter((each) => each !== edge) }
        const refused = refusals(without, node.id, port.id)
        const lead = (to: string) => {
          const commands: Command[] = edge ? [{ type: 'edge.remove', id: edge.id }] : []
          const drawn = to === NOWHERE ? undefined : connecting(without, node.id, port.id, to)
          if (drawn) commands.push(drawn.command)
          edit({ type: 'batch', label: `Lead ${port.label} on`, commands })
        }
        return (
          <FormField
            key={port.id}
            label={port.id === OUT.id ? 'Next' : port.label}
            required={port.required}
            hint={port.endsAs && !edge ? `Leads nowhere: the run ends as ${port.endsAs}.` : undefined}
          >
            <Select
              disabled={!canEdit}
              value={edge?.to.node ?? NOWHERE}
              options={[
                { value: NOWHERE, label: 'Nowhere yet' },
                ...document.nodes
                  .filter((other) => other !== node && kindOf(other).takesIn)
                  .map((other) => {
                    const why = refused.get(other.id) ?? null
                    return {
                      value: other.id,
                      label: other.name,
                      ...(why === null ? {} : { hint: why, disabled: other.id !== edge?.to.node }),
                    }
                  }),
              ]}
              onValueChange={lead}
            />
          </FormField>
        )
      })}
    </Section>
  )
}
