'use client'

import { CircleX } from 'lucide-react'
import { useMemo } from 'react'
import { cx } from '@/components/ui/cx'
import { LOOKS } from '../kinds/looks'
import { countProblems } from '../model/card-facts'
import { inOrder } from '../model/in-order'
import { useStudio } from '../studio/studio-context'
import { useFrame } from '../studio/use-frame'

/** What is on the canvas, in the order of the flow; pressing one selects it and brings it into sight. */
export function Outline({ text }: { text: string }) {
  const { document, selection, select, proof } = useStudio()
  const frame = useFrame()
  const wanted = text.trim().toLowerCase()
  const { nodes: drawn, edges } = document
  const ordered = useMemo(() => inOrder({ nodes: drawn, edges }), [drawn, edges])
  const counts = useMemo(() => countProblems(proof.problems), [proof.problems])
  const chosen = new Set(selection.nodes)
  const nodes = ordered.filter(({ id, name }) => name.toLowerCase().includes(wanted) || id.includes(wanted))
  if (nodes.length === 0) {
    return (
      <p className="px-1.5 pt-3 text-12 text-fg-3">
        {document.nodes.length
          ? 'No node is called that.'
          : 'Nothing is drawn yet. Add a trigger: a run begins there.'}
      </p>
    )
  }
  return (
    <ul aria-label="Nodes" className="pt-1.5">
      {nodes.map((node) => {
        const Icon = LOOKS[node.kind].icon
        const isSelected = chosen.has(node.id)
        const errors = counts.get(node.id)?.errors ?? 0
        return (
          // What is out of sight of a long list is not laid out.
          <li key={node.id} className="[contain-intrinsic-size:auto_26px] [content-visibility:auto]">
            <button
              type="button"
              aria-pressed={isSelected}
              onClick={() => {
                select({ nodes: [node.id] })
                frame([node.id])
              }}
              className={cx(
                'flex h-6.5 w-full items-center gap-2 rounded-6 px-1.5 text-left hover:bg-hover',
                isSelected && 'bg-accent-bg',
              )}
            >
              <Icon className="size-4 shrink-0 text-fg-3" aria-hidden />
              <span className="min-w-0 flex-1 truncate">{node.name}</span>
              {errors > 0 && (
                <span className="inline-flex items-center gap-1 text-12 text-failed-fg">
                  <CircleX className="size-3.5" aria-hidden />
                  {errors}
                  <span className="sr-only">{errors === 1 ? 'error' : 'errors'}</span>
                </span>
              )}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
