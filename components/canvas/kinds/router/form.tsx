'use client'

import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import type { NodeOf } from '@/domain/team/node'
import { ExpressionField } from '../../inspector/fields/expression-field'
import { RowTools, withRow } from '../../inspector/fields/row-tools'
import { Section } from '../../inspector/fields/section'
import { TextField } from '../../inspector/fields/text-field'
import { useReadable } from '../../studio/use-readable'
import type { KindFormProps } from '../form-props'

type Route = NodeOf<'router'>['routes'][number]

export function RouterForm({ node, change }: KindFormProps<'router'>) {
  const readable = useReadable(node.id)
  const set = (routes: Route[]) => change({ routes })
  return (
    <Section title="Ways" aside={<span className="text-12 text-fg-3">the first that holds is taken</span>}>
      {node.routes.map((route, index) => (
        <div
          key={route.port}
          className="grid grid-cols-[minmax(0,1fr)] gap-2.5 rounded-6 border border-line p-2.5"
        >
          <div className="flex items-center gap-2">
            <span className="text-12 text-fg-3">{index + 1}</span>
            <span className="min-w-0 flex-1 truncate font-label">{route.label || route.port}</span>
            <RowTools
              rows={node.routes}
              index={index}
              name={`way ${route.label || route.port}`}
              onChange={set}
            />
          </div>
          <TextField
            label="Name"
            value={route.label}
            onCommit={(label) => set(withRow(node.routes, index, { label: label.slice(0, 60) }))}
          />
          <ExpressionField
            label="When"
            value={route.when}
            onCommit={(when) => when.trim() && set(withRow(node.routes, index, { when }))}
            readable={readable}
            expects="bool"
            required
            {...(index > 0 && { hint: null })}
          />
        </div>
      ))}
      <p className="text-12 text-fg-3">If none holds, the run takes the way “otherwise”.</p>
      <Button
        icon={Plus}
        className="justify-self-start"
        onClick={() => set([...node.routes, { port: freePort(node.routes), label: '', when: 'false' }])}
      >
        Add a way
      </Button>
    </Section>
  )
}

function freePort(routes: readonly Route[]): string {
  for (let n = routes.length + 1; ; n++)
    if (!routes.some(({ port }) => port === `way_${n}`)) return `way_${n}`
}
