'use client'

import { useState } from 'react'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { SearchInput } from '@/components/ui/input'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { AddList } from './add-list'
import { Outline } from './outline'

/** Left of the canvas: what can be added, and what is there. `/` searches either. */
export function Palette() {
  const [tab, setTab] = useState<'add' | 'outline'>('add')
  const [text, setText] = useState('')
  useHotkeys([
    {
      keys: '/',
      label: 'Find a node',
      group: 'Studio',
      run: () => document.querySelector<HTMLInputElement>('#find-node')?.focus(),
    },
  ])
  return (
    <aside
      aria-label="Palette"
      className="flex min-h-0 w-46 shrink-0 flex-col overflow-hidden border-r border-line p-2 max-md:hidden"
    >
      <SegmentedControl
        label="Palette"
        className="mb-2 grid grid-cols-2 [&>button]:justify-center"
        value={tab}
        onValueChange={setTab}
        options={[
          { value: 'add', label: 'Add' },
          { value: 'outline', label: 'Outline' },
        ]}
      />
      <SearchInput
        id="find-node"
        label="Find a node"
        className="w-full"
        value={text}
        onValueChange={setText}
      />
      <div className="min-h-0 flex-1 overflow-auto pt-1">
        {tab === 'add' ? <AddList text={text} /> : <Outline text={text} />}
      </div>
    </aside>
  )
}
