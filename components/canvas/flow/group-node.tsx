'use client'

import type { NodeProps } from '@xyflow/react'
import { memo } from 'react'
import { counted } from '@/components/ui/counted'
import { cx } from '@/components/ui/cx'
import type { GroupNode } from './flow-types'

/** A named frame around cards. Its name is what is pressed, and dragged with all that is in it. */
export const GroupNodeView = memo(function GroupNodeView({ data }: NodeProps<GroupNode>) {
  const { group, selected, onPress } = data
  return (
    <div
      className={cx(
        'size-full rounded-8 border border-line-strong bg-[color-mix(in_srgb,var(--bg)_55%,transparent)]',
        selected && 'outline-2 outline-offset-1 outline-accent outline-solid',
      )}
    >
      <button
        type="button"
        aria-pressed={selected}
        aria-label={`Group ${group.name}, ${counted(group.nodes.length, 'node')}`}
        onClick={(event) => onPress(group.id, event.shiftKey || event.metaKey || event.ctrlKey)}
        className="group-name pointer-events-auto absolute top-1.5 left-2.5 max-w-[calc(100%-20px)] truncate rounded-4 px-1.5 py-0.5 text-12 font-label text-fg-2 hover:bg-hover hover:text-fg"
      >
        {group.name}
      </button>
    </div>
  )
})
