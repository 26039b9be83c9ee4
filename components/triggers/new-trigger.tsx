'use client'

import { Plus } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { TRIGGER_KINDS, type TriggerKind } from '@/domain/trigger/trigger'
import { TRIGGER_LOOKS } from './trigger-looks'

/** Which kind of trigger to make. */
export function NewTrigger({ onChoose }: { onChoose: (kind: TriggerKind) => void }) {
  return (
    <DropdownMenu
      trigger={
        <Button icon={Plus} variant="primary">
          New trigger
        </Button>
      }
    >
      {TRIGGER_KINDS.map((kind) => {
        const { icon, label, about } = TRIGGER_LOOKS[kind]
        return (
          <MenuItem key={kind} icon={icon} hint={about} onSelect={() => onChoose(kind)}>
            {label}
          </MenuItem>
        )
      })}
    </DropdownMenu>
  )
}
