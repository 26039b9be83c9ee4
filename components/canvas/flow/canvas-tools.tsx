'use client'

import { Panel, useReactFlow, useStore } from '@xyflow/react'
import { Grid3x3, Maximize, Minus, Network, Plus } from 'lucide-react'
import { IconButton } from '@/components/ui/icon-button'
import { cx } from '@/components/ui/cx'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { useFrame } from '../studio/use-frame'
import { useLayOut } from '../studio/use-lay-out'
import { useGrid } from './use-grid'

/** Zoom, fit, grid, lay out. */
export function CanvasTools({ canEdit }: { canEdit: boolean }) {
  const { zoomIn, zoomOut, zoomTo } = useReactFlow()
  const zoom = useStore((state) => state.transform[2])
  const frame = useFrame()
  const { layOut, busy } = useLayOut()
  const { grid, setGrid } = useGrid()
  const fit = () => frame([])
  useHotkeys([
    { keys: 'shift+1', run: fit },
    { keys: '!', label: 'Fit', group: 'Studio', run: fit },
    { keys: '=', label: 'Zoom in', group: 'Studio', run: () => void zoomIn() },
    { keys: '+', run: () => void zoomIn() },
    { keys: '-', label: 'Zoom out', group: 'Studio', run: () => void zoomOut() },
  ])
  useHotkeys(
    [
      { keys: 'shift+l', label: 'Lay out', group: 'Studio', run: () => void layOut() },
      { label: grid ? 'Grid off' : 'Grid on', run: () => setGrid(!grid) },
    ],
    canEdit,
  )
  return (
    <Panel
      position="bottom-right"
      className="!m-3 flex items-center rounded-6 border border-line-strong bg-raised shadow-card"
    >
      <IconButton icon={Minus} label="Zoom out" kbd="-" onClick={() => void zoomOut()} />
      <button
        type="button"
        className="min-w-12 rounded-4 px-1 text-12 text-fg-2 hover:text-fg"
        aria-label={`Zoom ${Math.round(zoom * 100)} percent, press for 100`}
        onClick={() => void zoomTo(1)}
      >
        {Math.round(zoom * 100)} %
      </button>
      <IconButton icon={Plus} label="Zoom in" kbd="+" onClick={() => void zoomIn()} />
      <IconButton icon={Maximize} label="Fit" kbd="⇧1" onClick={fit} />
      {canEdit && (
        <>
          <IconButton
            icon={Grid3x3}
            label={grid ? 'Grid, on' : 'Grid, off'}
            aria-pressed={grid}
            className={cx(!grid && 'text-fg-off')}
            onClick={() => setGrid(!grid)}
          />
          <IconButton icon={Network} label="Lay out" kbd="⇧L" busy={busy} onClick={() => void layOut()} />
        </>
      )}
    </Panel>
  )
}
