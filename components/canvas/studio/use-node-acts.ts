'use client'

import {
  ArrowRightFromLine,
  Copy,
  MessageSquare,
  Pin,
  StepForward,
  TestTubeDiagonal,
  Trash2,
} from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useMay } from '@/components/shell/session'
import { isStep, kindOf } from '@/domain/team/kinds/registry'
import type { TeamNode } from '@/domain/team/node'
import { waysToPin } from '@/domain/team/trial'
import { useTest } from '../bench/use-test'
import { useTogether } from '../together/together'
import { useStudio } from './studio-context'
import { useSelectionActs } from './use-selection-acts'

/** Something that can be done with the selected node: in its inspector's head, in its menu, by key, in ⌘K. */
export interface NodeAct {
  id: 'this' | 'from' | 'pin' | 'duplicate' | 'hand-over' | 'comment' | 'remove'
  label: string
  icon: LucideIcon
  keys?: string
  run: () => void
}

/** What can be done with the node that is selected; of several, what can be done with all of them. */
export function useNodeActs(node: TeamNode | undefined): NodeAct[] {
  const { canEdit, openDialog } = useStudio()
  const { duplicate, remove } = useSelectionActs()
  const { setOpen } = useTogether()
  const mayRun = useMay('run.start')
  const { open } = useTest()
  const acts: (NodeAct | false | undefined)[] = [
    node &&
      mayRun &&
      isStep(node) && {
        id: 'this',
        label: 'Test this',
        icon: TestTubeDiagonal,
        keys: 'x',
        run: () => open({ node: node.id, act: 'this' }),
      },
    node &&
      mayRun &&
      isStep(node) && {
        id: 'from',
        label: 'Test from here',
        icon: StepForward,
        keys: 'shift+x',
        run: () => open({ node: node.id, act: 'from' }),
      },
    node &&
      mayRun &&
      waysToPin(node).length > 0 && {
        id: 'pin',
        label: 'Pin what it said',
        icon: Pin,
        keys: 'shift+p',
        run: () => open({ node: node.id, act: 'pin' }),
      },
    canEdit && { id: 'duplicate', label: 'Duplicate', icon: Copy, keys: 'mod+d', run: duplicate },
    node &&
      canEdit &&
      kindOf(node).ports(node).length > 0 && {
        id: 'hand-over',
        label: 'Hand over to…',
        icon: ArrowRightFromLine,
        keys: 's',
        run: () => openDialog({ kind: 'hand-over', node: node.id }),
      },
    node && { id: 'comment', label: 'Comment', icon: MessageSquare, run: () => setOpen(true) },
    canEdit && { id: 'remove', label: 'Remove', icon: Trash2, keys: 'Delete', run: remove },
  ]
  return acts.filter((act) => act !== false && act !== undefined)
}
