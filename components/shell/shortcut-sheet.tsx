'use client'

import { useState } from 'react'
import { Dialog } from '@/components/ui/dialog'
import { groupBy } from '@/components/ui/group-by'
import { boundHotkeys, setSingleKeys, singleKeysOn } from '@/components/ui/hotkeys'
import { Switch } from '@/components/ui/switch'
import { showKeys } from './show-keys'

/** The keys that work here and now, and the switch for those without a modifier. */
export function ShortcutSheet({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys" size="md">
      <KeyList />
    </Dialog>
  )
}

function KeyList() {
  const [single, setSingle] = useState(singleKeysOn)
  const groups = groupBy(
    boundHotkeys().filter(({ label, keys }) => label !== undefined && keys !== undefined),
    ({ group }) => group ?? 'On this page',
  )
  return (
    <>
      <div className="columns-2 gap-8 max-sm:columns-1">
        {[...groups].map(([group, keys]) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-12 text-fg-3">{group}</h3>
            <ul>
              {keys.map((key) => (
                <li key={key.keys} className="flex h-7 items-center justify-between gap-4">
                  {key.label}
                  <span className="flex gap-1 font-mono text-12 text-fg-2">{showKeys(key.keys ?? '')}</span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <label className="flex items-center gap-2 border-t border-line pt-3 text-fg-2">
        <Switch
          aria-label="Single keys"
          checked={single}
          onCheckedChange={(on) => {
            setSingleKeys(on)
            setSingle(on)
          }}
        />
        Single keys work (turn off for speech input or a keyboard that repeats)
      </label>
    </>
  )
}
