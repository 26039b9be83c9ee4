'use client'

import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/checkbox'
import type { NodeOf } from '@/domain/team/node'
import { RowTools, withRow } from '../../inspector/fields/row-tools'
import { Section } from '../../inspector/fields/section'
import { TextField } from '../../inspector/fields/text-field'
import type { KindFormProps } from '../form-props'
import { freeName } from './task-types'

type Spoke = NodeOf<'orchestrator'>['spokes'][number]

/** Who it is connected to, and which tasks each can do. */
export function Spokes({ node, change }: KindFormProps<'orchestrator'>) {
  const set = (spokes: Spoke[]) => change({ spokes })
  const toggle = (can: readonly string[], type: string, on: boolean) =>
    on ? [...can, type] : can.filter((one) => one !== type)
  return (
    <Section
      title="Connected"
      aside={<span className="text-12 text-fg-3">each way leads to one and back</span>}
    >
      {node.spokes.map((spoke, index) => (
        <div
          key={spoke.port}
          className="grid grid-cols-[minmax(0,1fr)] gap-2.5 rounded-6 border border-line p-2.5"
        >
          <div className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate font-label">{spoke.label || spoke.port}</span>
            <RowTools
              rows={node.spokes}
              index={index}
              name={`way ${spoke.label || spoke.port}`}
              onChange={set}
            />
          </div>
          <TextField
            label="Name"
            value={spoke.label}
            onCommit={(label) => set(withRow(node.spokes, index, { label: label.slice(0, 60) }))}
          />
          <div role="group" aria-label="Can do">
            {node.tasks.map(({ type, about }) => (
              <Checkbox
                key={type}
                label={type}
                {...(about && { hint: about })}
                checked={spoke.can.includes(type)}
                onCheckedChange={(on) =>
                  set(withRow(node.spokes, index, { can: toggle(spoke.can, type, on) }))
                }
              />
            ))}
          </div>
        </div>
      ))}
      <Button
        icon={Plus}
        className="justify-self-start"
        onClick={() =>
          set([
            ...node.spokes,
            {
              port: freeName(
                'way',
                node.spokes.map(({ port }) => port),
              ),
              label: '',
              can: [],
            },
          ])
        }
      >
        Connect another
      </Button>
    </Section>
  )
}
