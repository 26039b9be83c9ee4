'use client'

import { Panel, ReactFlowProvider } from '@xyflow/react'
import { useEffect, useMemo } from 'react'
import type { Change } from '@/domain/team/changes'
import { CanvasTools } from '../flow/canvas-tools'
import { FlowCanvas } from '../flow/flow-canvas'
import { NOTHING } from '../model/selection'
import { StudioContext, useStudio, type Studio } from '../studio/studio-context'
import { useFrame } from '../studio/use-frame'
import { MARK_SIGNS, type Mark } from '../model/mark'
import { placeOfChange, withoutGhost, type Union } from './union'
import type { DrawnSide } from './use-side'

/** Both sides as one drawing to look at: what came, what went as a ghost in its old place, what changed. */
export function DrawingDiff({
  union,
  marked,
  before,
  after,
  changes,
  active,
  onActive,
}: {
  union: Union
  /** Whether what came, went and changed stands out. */
  marked: boolean
  before: DrawnSide
  after: DrawnSide
  changes: readonly Change[]
  active: number
  onActive: (index: number) => void
}) {
  const studio = useStudio()
  const change = changes[active]
  const shown = useMemo((): Studio => {
    const nowhere = () => undefined
    return {
      ...studio,
      canEdit: false,
      canMove: () => false,
      document: union.document,
      proofOf: union.document,
      marks: marked ? union.marks : undefined,
      overlay: undefined,
      agentFacts: new Map(),
      surroundings: {
        agents: Object.values({ ...before.agents, ...after.agents }),
        connections: Object.values({ ...before.connections, ...after.connections }),
        teams: Object.values({ ...before.teams, ...after.teams }),
      },
      // What does not fit is the problems' to say; here it is only what differs.
      proof: { ...studio.proof, problems: [], carried: union.carried, fits: union.fits, views: {} },
      selection: change ? placeOfChange(change, union).selection : NOTHING,
      select: (next) => {
        const {
          nodes = [],
          edges = [],
          notes = [],
          groups = [],
        } = typeof next === 'function' ? next(NOTHING) : next
        const chosen = [...nodes, ...edges, ...notes, ...groups].map(withoutGhost)
        onActive(changes.findIndex(({ id }) => chosen.includes(id)))
      },
      edit: () => false,
      changeNode: nowhere,
      openContract: nowhere,
      openDialog: nowhere,
      openNewAgent: nowhere,
    }
  }, [studio, union, marked, before, after, change, changes, onActive])
  return (
    <ReactFlowProvider>
      <StudioContext value={shown}>
        <FlowCanvas>
          {marked && <Legend marks={union.marks} />}
          <CanvasTools canEdit={false} />
          <FrameChange change={change} union={union} />
        </FlowCanvas>
      </StudioContext>
    </ReactFlowProvider>
  )
}

/** Brings the change that is looked at into sight. */
function FrameChange({ change, union }: { change: Change | undefined; union: Union }) {
  const frame = useFrame()
  useEffect(() => {
    if (!change) return
    const { frame: ids } = placeOfChange(change, union)
    if (ids.length > 0) frame(ids)
  }, [change, union, frame])
  return null
}

const WORDS: Record<Mark, string> = {
  added: 'added',
  removed: 'removed, where it stood',
  changed: 'changed',
  moved: 'moved only',
}

function Legend({ marks }: { marks: Union['marks'] }) {
  const present = new Set(marks.values())
  const shown = (['added', 'removed', 'changed', 'moved'] as const).filter((mark) => present.has(mark))
  if (shown.length === 0) return null
  return (
    <Panel
      position="bottom-left"
      className="!m-3 flex flex-wrap gap-x-4 rounded-6 border border-line bg-raised px-3 py-1.5 text-12 text-fg-2 shadow-card max-sm:hidden"
    >
      {shown.map((mark) => (
        <span key={mark} className="flex items-center gap-1.5">
          <span aria-hidden className="font-mono font-strong text-fg">
            {MARK_SIGNS[mark]}
          </span>
          {WORDS[mark]}
        </span>
      ))}
    </Panel>
  )
}
