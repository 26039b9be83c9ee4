'use client'

import {
  AlignCenterHorizontal,
  AlignCenterVertical,
  AlignEndHorizontal,
  AlignEndVertical,
  AlignHorizontalSpaceBetween,
  AlignStartHorizontal,
  AlignStartVertical,
  AlignVerticalSpaceBetween,
  type LucideIcon,
} from 'lucide-react'
import { showKeys } from '@/components/shell/show-keys'
import { IconButton } from '@/components/ui/icon-button'
import { ALIGNMENTS, type Alignment } from '../model/arrange'
import { ARRANGE_KEYS } from '../studio/arrange-keys'
import { useSelectionActs } from '../studio/use-selection-acts'
import { Section } from './fields/section'

const ICONS: Record<Alignment, LucideIcon> = {
  left: AlignStartVertical,
  centre: AlignCenterVertical,
  right: AlignEndVertical,
  top: AlignStartHorizontal,
  middle: AlignCenterHorizontal,
  bottom: AlignEndHorizontal,
}

/** Brings the selected cards into line, and apart by equal gaps. */
export function ArrangeSection({ count }: { count: number }) {
  const { align, distribute } = useSelectionActs()
  if (count < 2) return null
  return (
    <Section title="Arrange">
      <div role="group" aria-label="Arrange" className="flex flex-wrap gap-0.5">
        {ALIGNMENTS.map((to) => (
          <IconButton
            key={to}
            icon={ICONS[to]}
            label={`Align ${to}`}
            kbd={showKeys(ARRANGE_KEYS[to])}
            onClick={() => align(to)}
          />
        ))}
        <span aria-hidden className="mx-1 w-px bg-line" />
        <IconButton
          icon={AlignHorizontalSpaceBetween}
          label="Equal gaps across"
          kbd={showKeys(ARRANGE_KEYS.across)}
          disabled={count < 3}
          onClick={() => distribute('across')}
        />
        <IconButton
          icon={AlignVerticalSpaceBetween}
          label="Equal gaps down"
          kbd={showKeys(ARRANGE_KEYS.down)}
          disabled={count < 3}
          onClick={() => distribute('down')}
        />
      </div>
    </Section>
  )
}
