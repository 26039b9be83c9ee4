'use client'

import { Pin as PinIcon, X } from 'lucide-react'
import { ContractForm } from '@/components/contracts/contract-form'
import { JsonControl } from '@/components/contracts/form/json-control'
import { IconButton } from '@/components/ui/icon-button'
import { Select } from '@/components/ui/select'
import { refOf } from '@/domain/contract/contract'
import { validateInstance } from '@/domain/contract/evaluate'
import { exampleOf } from '@/domain/contract/example'
import { isRecord } from '@/domain/contract/json-schema'
import type { Pin } from '@/domain/team/case'
import { handedOnBy, kindOf } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'
import { waysToPin } from '@/domain/team/trial'
import { useStudio } from '../studio/studio-context'
import type { Handed } from './bench-types'

/** Steps that are not carried out: what each hands on is given here, and checked against its contract as it is typed. */
export function PinList({
  pins,
  onPins,
  handed,
}: {
  pins: Record<string, Pin>
  onPins: (pins: Record<string, Pin>) => void
  handed: Handed | undefined
}) {
  const { document } = useStudio()
  const free = document.nodes.filter((node) => waysToPin(node).length > 0 && !(node.id in pins))
  const add = (id: string) => {
    const node = document.nodes.find((one) => one.id === id)
    if (node) onPins({ ...pins, [id]: pinOf(node, document.contracts, handed) })
  }
  return (
    <section aria-label="Pinned steps" className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <div className="flex items-center gap-2 max-sm:flex-wrap">
        <h3 className="font-strong">Pinned</h3>
        <span className="min-w-0 flex-1 text-12 text-fg-3 max-sm:basis-4/5">
          These steps are not carried out; they hand on what stands here.
        </span>
        <Select
          className="w-40"
          label="Pin a step"
          placeholder="Pin a step"
          value={undefined}
          onValueChange={add}
          options={free.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </div>
      {Object.entries(pins).map(([id, pin]) => {
        const node = document.nodes.find((one) => one.id === id)
        const { [id]: _gone, ...others } = pins
        return (
          <PinRow
            key={id}
            node={node}
            id={id}
            pin={pin}
            onPin={(next) => onPins({ ...pins, [id]: next })}
            onRemove={() => onPins(others)}
          />
        )
      })}
    </section>
  )
}

function PinRow({
  node,
  id,
  pin,
  onPin,
  onRemove,
}: {
  node: TeamNode | undefined
  id: string
  pin: Pin
  onPin: (pin: Pin) => void
  onRemove: () => void
}) {
  const { document } = useStudio()
  const ways = node ? kindOf(node).ports(node) : []
  const port = pin.port ?? ways[0]?.id ?? 'out'
  const [hands] = node ? handedOnBy(node, port) : []
  const schema = document.contracts.find((contract) => refOf(contract) === hands?.contract)?.schema
  const misfits = schema ? validateInstance(schema, pin.output) : []
  const name = node?.name ?? id
  return (
    <div className="grid gap-2 rounded-6 border border-line px-2.5 py-2">
      <div className="flex items-center gap-2">
        <PinIcon className="size-3.5 shrink-0 text-fg-3" aria-hidden />
        <span className="min-w-0 flex-1 truncate font-label">{name}</span>
        {ways.length > 1 && (
          <Select
            className="w-36"
            label={`Way that ${name} takes`}
            value={port}
            onValueChange={(next) => onPin({ ...pin, port: next })}
            options={ways.map((way) => ({ value: way.id, label: way.label }))}
          />
        )}
        <IconButton size="sm" icon={X} label={`Do not pin ${name}`} onClick={onRemove} />
      </div>
      {schema && isRecord(pin.output) ? (
        <ContractForm
          schema={schema}
          value={pin.output}
          onChange={(output) => onPin({ ...pin, output })}
          problems={misfits}
        />
      ) : hands ? (
        <JsonControl
          aria-label={`What ${name} hands on, as JSON`}
          value={pin.output}
          disabled={false}
          onChange={(output) => onPin({ ...pin, output })}
        />
      ) : null}
    </div>
  )
}

/** What a step handed on; of one that handed nothing on, an example by its usual way out. */
export function pinOf(
  node: TeamNode,
  contracts: ReturnType<typeof useStudio>['document']['contracts'],
  handed: Handed | undefined,
): Pin {
  const known = handed?.steps[node.id]
  if (known) return known
  const [way] = kindOf(node).ports(node)
  const port = way?.id ?? 'out'
  const [hands] = handedOnBy(node, port)
  const schema = contracts.find((contract) => refOf(contract) === hands?.contract)?.schema
  return { port, ...(hands && { output: schema === undefined ? {} : (exampleOf(schema) ?? {}) }) }
}
