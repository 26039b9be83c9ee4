'use client'

import { useMay } from '@/components/shell/session'
import { Button } from '@/components/ui/button'
import { RelativeTime } from '@/components/ui/relative-time'
import { EditsButton } from '../together/edits-button'
import type { Draft, SaveState } from './draft-port'
import type { DraftStore } from './draft-store'
import type { StudioData } from './studio-data'
import { useDraftChanged } from './use-draft-changed'

/** Which draft this is, and whether it is safe. */
export function SaveNote({
  team,
  store,
  draft: { save },
}: {
  team: StudioData['team']
  store: DraftStore
  draft: Draft
}) {
  const changed = useDraftChanged(team)
  const mayEdit = useMay('team.edit')
  return (
    <span className="inline-flex items-center gap-2">
      <span className="inline-flex h-4.5 items-center rounded-4 border border-line px-1.25 text-12 text-fg-2">
        {team.archivedAt
          ? 'Archived'
          : team.versions === 0
            ? 'Never published'
            : changed
              ? `Draft after v${team.versions}`
              : team.published?.number === team.versions
                ? `As v${team.versions} runs`
                : `As v${team.versions}`}
      </span>
      {mayEdit ? (
        <span role="status" className="text-12">
          <State save={save} updatedAt={team.updatedAt} store={store} />
        </span>
      ) : (
        <span className="truncate text-12">You may read this team; operators change it</span>
      )}
      <EditsButton revision={store.revision} />
    </span>
  )
}

function State({ save, updatedAt, store }: { save: SaveState; updatedAt: Date; store: DraftStore }) {
  switch (save.state) {
    case 'saved':
      return (
        <>
          Saved <RelativeTime at={save.at === undefined ? updatedAt : new Date(save.at)} />
        </>
      )
    case 'unsaved':
    case 'saving':
      return 'Saving…'
    case 'away':
      return (
        <span className="text-failed-fg" title={save.message}>
          Not yet saved<span className="max-2xl:sr-only">, kept in this browser</span>{' '}
          <Button size="sm" variant="ghost" onClick={() => void store.flush()}>
            Save now
          </Button>
        </span>
      )
    case 'refused':
      return (
        <span className="text-failed-fg">
          Not saved: {save.message}{' '}
          <Button size="sm" variant="ghost" onClick={() => void store.discard()}>
            Discard these edits
          </Button>
        </span>
      )
  }
}
