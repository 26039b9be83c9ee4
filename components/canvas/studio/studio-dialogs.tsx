'use client'

import { useTest } from '../bench/use-test'
import { PublishDialog } from '../publish/publish-dialog'
import { RunDialog } from '../run/run-dialog'
import type { DraftStore } from './draft-store'
import { ExtractDialog } from './extract-dialog'
import { HandOverDialog } from './hand-over-dialog'
import { MissingDialog } from './missing-dialog'
import { NewAgentDialog } from './new-agent-dialog'
import { useDraftChanged } from './use-draft-changed'
import type { StudioData } from './studio-data'
import type { Open } from './use-studio-value'
import { useState } from 'react'

/** What is open over the studio. */
export function StudioDialogs({
  team,
  store,
  open,
  onClose,
  onRun,
}: {
  team: StudioData['team']
  store: DraftStore
  open: Open | undefined
  onClose: () => void
  onRun: (id: string) => void
}) {
  const [publishing, setPublishing] = useState(false)
  const changed = useDraftChanged(team, team.published?.number)
  const kind = publishing ? 'publish' : open?.kind
  const test = useTest()
  const close = () => {
    setPublishing(false)
    onClose()
  }
  switch (kind) {
    case 'publish':
      return <PublishDialog team={team} store={store} onClose={close} />
    case 'run':
      return (
        <RunDialog
          team={team}
          changed={changed}
          onClose={close}
          onPublish={() => setPublishing(true)}
          onStarted={(id) => {
            close()
            // What a try came to would stand beside the run, and hide half of it.
            test.close()
            onRun(id)
          }}
        />
      )
    case 'missing':
      return open?.kind === 'missing' ? <MissingDialog missing={open.missing} onClose={close} /> : null
    case 'hand-over':
      return open?.kind === 'hand-over' ? <HandOverDialog node={open.node} onClose={close} /> : null
    case 'extract':
      return open?.kind === 'extract' ? <ExtractDialog nodes={open.nodes} onClose={close} /> : null
    case 'new-agent':
      return open?.kind === 'new-agent' ? <NewAgentDialog onClose={close} onMade={open.done} /> : null
    default:
      return null
  }
}
