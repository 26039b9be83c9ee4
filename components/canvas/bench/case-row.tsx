'use client'

import { Copy, Ellipsis, History, Pencil, Play, Trash2 } from 'lucide-react'
import { useMay } from '@/components/shell/session'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { Duration } from '@/components/ui/duration'
import { IconButton } from '@/components/ui/icon-button'
import { Money } from '@/components/ui/money'
import { StatusChip } from '@/components/ui/status-chip'
import { Tag } from '@/components/ui/tag'
import { isUnderWay, standingOf, type BenchCase } from './bench-types'
import { Missed } from './missed'

/** What a case is opened for. */
export type CaseAct = 'edit' | 'duplicate' | 'results'

/** One test case with what came of it last. */
export function CaseRow({
  case: one,
  hidden,
  last,
  onRun,
  onStart,
  onRemove,
  onOpen,
}: BenchCase & {
  /** Shows a run on the canvas. */
  onRun: (id: string) => void
  onStart: () => void
  onRemove: () => void
  onOpen: (what: CaseAct) => void
}) {
  const mayRun = useMay('run.start')
  const mayEdit = useMay('team.edit')
  return (
    <li className="grid gap-1 border-t border-line px-3 py-1.5">
      <div className="flex flex-wrap items-center gap-2.5">
        <StatusChip className="w-30" plain {...standingOf(last)} />
        <span className="min-w-0 truncate font-label" title={one.about}>
          {one.name}
        </span>
        <Tag>{one.kind}</Tag>
        {hidden.length > 0 && <Tag>parts hidden</Tag>}
        <span className="flex-1" />
        {last?.endedAt && (
          <span className="flex gap-2.5 text-12 text-fg-3">
            <Duration from={last.startedAt} to={last.endedAt} />
            <Money micros={last.costMicros} />
          </span>
        )}
        {last?.run && (
          <Button size="sm" onClick={() => onRun(last.run ?? '')}>
            Show
          </Button>
        )}
        {mayRun && (
          <IconButton
            size="sm"
            icon={Play}
            label={`Run ${one.name}`}
            disabled={isUnderWay(last)}
            onClick={onStart}
          />
        )}
        {mayEdit && (
          <IconButton size="sm" icon={Pencil} label={`Edit ${one.name}`} onClick={() => onOpen('edit')} />
        )}
        <DropdownMenu
          align="end"
          trigger={<IconButton size="sm" icon={Ellipsis} label={`More about ${one.name}`} />}
        >
          <MenuItem icon={History} onSelect={() => onOpen('results')}>
            Results
          </MenuItem>
          {mayEdit && (
            <MenuItem icon={Copy} onSelect={() => onOpen('duplicate')}>
              Duplicate
            </MenuItem>
          )}
          {mayEdit && (
            <MenuItem icon={Trash2} onSelect={onRemove}>
              Remove
            </MenuItem>
          )}
        </DropdownMenu>
      </div>
      {last?.current && <Missed result={last} className="pl-32.5 max-sm:pl-0" />}
    </li>
  )
}
