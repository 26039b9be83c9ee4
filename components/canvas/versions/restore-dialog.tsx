'use client'

import { useMemo } from 'react'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { counted } from '@/components/ui/counted'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { toast } from '@/components/ui/toast'
import { jsonEquals } from '@/domain/contract/json-schema'
import { commandsTo } from '@/domain/team/commands-to'
import { changesBetween } from '@/domain/team/changes'
import type { DraftStore } from '../studio/draft-store'
import { useStudio, type Studio } from '../studio/studio-context'
import { sayRef, type SideRef } from './side-ref'
import { useSide, type DrawnSide } from './use-side'

/** Puts a version into the draft, as one edit that one undo takes back; says first what it replaces. */
export function RestoreDialog({
  from,
  store,
  onClose,
  onDone,
}: {
  from: SideRef
  store: DraftStore
  onClose: () => void
  onDone: () => void
}) {
  const { side, error } = useSide(from)
  const { side: draft } = useSide({ kind: 'draft' })
  const { edit, surroundings } = useStudio()
  const changes = useMemo(() => (side && draft ? changesBetween(draft, side) : []), [side, draft])
  const gone = side ? goneSince(side, surroundings) : undefined
  const name = sayRef(from)
  const restore = () => {
    if (!side) return
    const command = commandsTo(store.snapshot().history.document, side.document, `Restore ${name}`)
    if (!command) return onDone()
    if (!edit(command)) throw new Error('it does not apply')
    toast({
      title: `The draft is as ${name} was drawn`,
      description: 'One undo takes it back.',
      action: { label: 'Undo', run: () => store.undo() },
    })
    onDone()
  }
  return (
    <AlertDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Restore ${name} into the draft?`}
      confirm={`Restore ${name}`}
      onConfirm={restore}
    >
      {error ? (
        <ErrorState className="m-0" title="The version could not be read">
          Close this and try again.
        </ErrorState>
      ) : !side ? (
        <Skeleton className="w-60" />
      ) : (
        <div className="grid gap-2">
          <p>
            {changes.length === 0
              ? `The draft is as ${name} already.`
              : `${counted(changes.length, 'thing')} in the draft ${changes.length === 1 ? 'is' : 'are'} replaced by what ${name} has. It is one step: one undo takes it back. What runs does not change until you publish.`}
          </p>
          {gone && gone.missing.length > 0 && (
            <p>
              <b className="font-label text-fg">No longer here: {gone.missing.join(', ')}.</b> The steps that
              name {gone.missing.length === 1 ? 'it' : 'them'} come back with an error until you choose
              another.
            </p>
          )}
          {gone && gone.changed.length > 0 && (
            <p>
              Agents are taken as they are now; {gone.changed.join(', ')}{' '}
              {gone.changed.length === 1 ? 'has' : 'have'} changed since.
            </p>
          )}
        </div>
      )}
    </AlertDialog>
  )
}

/** What a version names that is not in the workspace any more, and its agents that are not as they were. */
function goneSince(
  side: DrawnSide,
  surroundings: Studio['surroundings'],
): { missing: string[]; changed: string[] } {
  const without = (named: Readonly<Record<string, { name: string }>>, known: readonly { slug: string }[]) =>
    Object.entries(named)
      .filter(([slug]) => !known.some((each) => each.slug === slug))
      .map(([, { name }]) => name)
  return {
    missing: [
      ...without(side.agents, surroundings.agents).map((name) => `agent ${name}`),
      ...without(side.connections, surroundings.connections).map((name) => `connection ${name}`),
      ...without(side.teams, surroundings.teams).map((name) => `team ${name}`),
    ],
    changed: Object.values(side.agents)
      .filter((agent) => {
        const now = surroundings.agents.find(({ slug }) => slug === agent.slug)
        return now !== undefined && !jsonEquals(now, agent)
      })
      .map(({ name }) => name),
  }
}
