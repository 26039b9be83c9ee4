'use client'

import { useMemo } from 'react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import type { Edge } from '@/domain/team/document'
import { openByPlace } from '../comments/open-by-place'
import { TeamFigures } from '../flow/team-facts'
import { cardFactsOf } from '../model/card-facts'
import { groupsOf } from '../model/group'
import { handoffFactsOf } from '../model/handoff-facts'
import { inOrder } from '../model/in-order'
import { nodeName } from '../model/node-name'
import { useStudio } from '../studio/studio-context'
import { useTogether } from '../together/together'
import { HandoffRow } from './handoff-row'
import { NodeRow } from './node-row'

/** The team to read from above to below: what it is for, then each node with what it hands on, and what colleagues noted. */
export function TeamList({ onAbout }: { onAbout: () => void }) {
  const studio = useStudio()
  const { document, proof, proofOf, overlay, surroundings, agentFacts } = studio
  const { threads = [] } = useTogether()
  const { nodes, edges, layout, goal } = document
  const ordered = useMemo(() => inOrder({ nodes, edges }), [nodes, edges])
  const facts = useMemo(
    () => cardFactsOf(nodes, { surroundings, agentFacts, proof, overlay }),
    [nodes, surroundings, agentFacts, proof, overlay],
  )
  const handoffs = useMemo(
    () => handoffFactsOf(nodes, edges, proof, overlay?.taken, proofOf !== document),
    [document, nodes, edges, proof, proofOf, overlay],
  )
  const out = useMemo(() => Map.groupBy(edges, ({ from }: Edge) => from.node), [edges])
  const said = openByPlace(threads)
  const groupOf = (id: string) => groupsOf(document).find((group) => group.nodes.includes(id))?.name
  if (nodes.length === 0)
    return (
      <EmptyState title="Nothing is drawn yet">
        A team is drawn where there is more room: open it in a wider window.
      </EmptyState>
    )
  return (
    // It scrolls by key as well.
    <section aria-label="The team as a list" tabIndex={0} className="min-h-0 overflow-auto -outline-offset-2">
      <header className="grid gap-1.5 px-4 py-3">
        {goal && <p className="[overflow-wrap:anywhere]">{goal}</p>}
        <p className="flex flex-wrap gap-x-3.5 text-12 text-fg-3">
          <TeamFigures />
        </p>
        <Button className="mt-1 justify-self-start" aria-haspopup="dialog" onClick={onAbout}>
          About the team and its contracts
        </Button>
      </header>
      <ol aria-label="Nodes">
        {ordered.map((node) => (
          <NodeRow
            key={node.id}
            node={node}
            facts={facts.get(node.id)}
            group={groupOf(node.id)}
            threads={said.get(`node ${node.id}`)}
          >
            {out.get(node.id)?.map((edge) => (
              <HandoffRow
                key={edge.id}
                edge={edge}
                from={node.name}
                to={nodeName(document, edge.to.node)}
                facts={handoffs.get(edge.id)}
                threads={said.get(`handoff ${edge.id}`)}
              />
            ))}
          </NodeRow>
        ))}
      </ol>
      {layout.notes.length > 0 && (
        <section aria-label="Notes" className="grid gap-2 border-t border-line px-4 py-3">
          <h2 className="font-strong">Notes</h2>
          {layout.notes.map(({ id, text }) => (
            <p
              key={id}
              className="border-l-2 border-line-strong pl-2.5 [overflow-wrap:anywhere] whitespace-pre-line text-fg-2"
            >
              {text || 'An empty note.'}
            </p>
          ))}
        </section>
      )}
    </section>
  )
}
