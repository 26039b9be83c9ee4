'use client'

import { Command } from 'cmdk'
import { useMemo, useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { OUT } from '@/domain/team/kinds/kind'
import { kindOf } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'
import { LOOKS } from '../kinds/looks'
import { freePort } from '../model/connect'
import { placeOf } from '../model/place-of'
import { refusals } from '../model/refusals'
import { connecting, drawableWays } from '../model/spoke'
import { useStudio } from './studio-context'
import { focusCard } from './focus-card'
import { useSight } from './use-sight'

/** Draws a handoff without a mouse: by which way, and to whom. Who cannot take it says why. */
export function HandOverDialog({ node: id, onClose }: { node: string; onClose: () => void }) {
  const { document } = useStudio()
  const node = document.nodes.find((each) => each.id === id)
  return (
    <Dialog
      open={node !== undefined}
      onOpenChange={onClose}
      size="md"
      title={`${node?.name ?? ''} hands over to`}
    >
      {node && <Choice node={node} onClose={onClose} />}
    </Dialog>
  )
}

function Choice({ node, onClose }: { node: TeamNode; onClose: () => void }) {
  const { document, edit, select } = useStudio()
  const { reveal } = useSight()
  const open = useMemo(() => openPorts(document.edges, node), [document.edges, node])
  const [port, setPort] = useState(() => freePort(document, node) ?? open[0]?.id)
  const refused = useMemo(
    () => (port === undefined ? new Map<string, string | null>() : refusals(document, node.id, port)),
    [document, node.id, port],
  )
  if (port === undefined)
    return <p className="text-fg-2">Every way out leads somewhere already. Change one in the inspector.</p>
  const others = document.nodes.filter((other) => other !== node && kindOf(other).takesIn)
  const choose = (to: string) => {
    const drawn = connecting(document, node.id, port, to)
    if (!drawn || !edit(drawn.command)) return
    select({ nodes: [to] })
    reveal(placeOf(document, to))
    onClose()
    focusCard(to)
  }
  return (
    <Command label="Hands over to" loop className="grid gap-2">
      {open.length > 1 && (
        <SegmentedControl
          label="By which way"
          value={port}
          onValueChange={setPort}
          options={open.map((each) => ({
            value: each.id,
            label: each.id === OUT.id ? 'Next' : each.label,
          }))}
        />
      )}
      <Command.Input
        autoFocus
        placeholder="Find a node"
        className="h-8 w-full rounded-6 border border-line-control bg-page px-2 text-13"
      />
      <Command.List className="max-h-72 overflow-auto">
        <Command.Empty className="px-2 py-3 text-fg-3">Nothing to hand over to is called that.</Command.Empty>
        {others.map((other) => {
          const why = refused.get(other.id) ?? null
          const Icon = LOOKS[other.kind].icon
          return (
            <Command.Item
              key={other.id}
              value={`${other.name} ${other.id}`}
              disabled={why !== null}
              onSelect={() => choose(other.id)}
              className="grid min-h-8 grid-cols-[16px_minmax(0,1fr)] items-center gap-x-2 rounded-6 px-2 py-1 data-[disabled=true]:text-fg-off data-[selected=true]:bg-press"
            >
              <Icon className="size-4 text-fg-3" aria-hidden />
              <span className="truncate">{other.name}</span>
              {why !== null && <span className="col-start-2 text-12 text-fg-3">{why}</span>}
            </Command.Item>
          )
        })}
      </Command.List>
    </Command>
  )
}

/** The ways that lead nowhere yet. */
function openPorts(
  edges: readonly { from: { node: string; port: string } }[],
  node: TeamNode,
): { id: string; label: string }[] {
  const taken = new Set(edges.filter(({ from }) => from.node === node.id).map(({ from }) => from.port))
  return drawableWays(node).filter(({ id }) => !taken.has(id))
}
