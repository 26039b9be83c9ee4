'use client'

import { Zap } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { useStudio } from './studio-context'
import { useAdd } from './use-add'

export function EmptyCanvas() {
  const { canEdit } = useStudio()
  const add = useAdd()
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center">
      <EmptyState
        className="pointer-events-auto max-w-100 bg-page"
        title="Nothing is drawn yet"
        action={
          canEdit && (
            <Button variant="primary" icon={Zap} kbd="T" onClick={() => add({ kind: 'trigger' })}>
              Add a trigger
            </Button>
          )
        }
      >
        A run begins at a trigger. Then add agents, gates and actions from the left: each new one is connected
        to what is selected.
      </EmptyState>
    </div>
  )
}
