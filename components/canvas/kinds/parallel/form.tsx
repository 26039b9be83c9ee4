'use client'

import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import type { NodeOf } from '@/domain/team/node'
import { RowTools, withRow } from '../../inspector/fields/row-tools'
import { Section } from '../../inspector/fields/section'
import { TextField } from '../../inspector/fields/text-field'
import type { KindFormProps } from '../form-props'

type Way = NodeOf<'parallel'>['ways'][number]

export function ParallelForm({ node, change }: KindFormProps<'parallel'>) {
  const set = (ways: Way[]) => change({ ways })
  return (
    <Section title="Ways" aside={<span className="text-12 text-fg-3">all begin at the same time</span>}>
      {node.ways.map((way, index) => (
        <div
          key={way.port}
          className="grid grid-cols-[minmax(0,1fr)] gap-2.5 rounded-6 border border-line p-2.5"
        >
          <div className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate font-label">{way.label || way.port}</span>
            <RowTools rows={node.ways} index={index} name={`way ${way.label || way.port}`} onChange={set} />
          </div>
          <TextField
            label="Name"
            {...(index === 0 && { hint: 'Stands on its line and in the results of the join.' })}
            value={way.label}
            placeholder={way.port}
            onCommit={(label) => set(withRow(node.ways, index, { label: label.slice(0, 60) }))}
          />
        </div>
      ))}
      <Button
        icon={Plus}
        className="justify-self-start"
        onClick={() => set([...node.ways, { port: freePort(node.ways), label: '' }])}
      >
        Add a way
      </Button>
    </Section>
  )
}

function freePort(ways: readonly Way[]): string {
  for (let n = ways.length + 1; ; n++) if (!ways.some(({ port }) => port === `way_${n}`)) return `way_${n}`
}
