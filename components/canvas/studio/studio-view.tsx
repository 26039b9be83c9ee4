'use client'

import { useMemo, useState } from 'react'
import { Page } from '@/components/shell/page'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { BenchPanel } from '../bench/bench-panel'
import { useTest } from '../bench/use-test'
import { FindBar } from '../flow/find-bar'
import { FlowCanvas } from '../flow/flow-canvas'
import { CanvasTools } from '../flow/canvas-tools'
import { TeamFacts } from '../flow/team-facts'
import { Inspector } from '../inspector/inspector'
import { standingAs } from '../model/place-of'
import { Palette } from '../palette/palette'
import { ProblemsStrip } from '../problems/problems-strip'
import { ReadingView } from '../reading/reading-view'
import { RunBanner } from '../run/run-banner'
import { useOverlay } from '../run/use-overlay'
import { CommentMarkers } from '../comments/comment-markers'
import { CommentsPanel } from '../comments/comments-panel'
import { OtherSelections } from '../together/other-selections'
import { TogetherProvider } from '../together/together'
import { useShownVersions } from '../versions/use-shown-versions'
import { VersionsView } from '../versions/versions-view'
import { ClashBanner } from './clash-banner'
import { ContractPanel } from './contract-panel'
import { EmptyCanvas } from './empty-canvas'
import { NodeMenu } from './node-menu'
import { SaveNote } from './save-note'
import { StopBanner } from './stop-banner'
import { StudioActions } from './studio-actions'
import { StudioContext } from './studio-context'
import type { StudioData } from './studio-data'
import { StudioDialogs } from './studio-dialogs'
import { StudioKeys } from './studio-keys'
import { useDraftStore } from './use-draft-store'
import { useNarrow } from './use-narrow'
import { useStudioValue } from './use-studio-value'

/** The studio: palette, canvas, inspector, problems. */
export function StudioView(data: StudioData) {
  const { team } = data
  const [base, setBase] = useState(team)
  // A refetch that brought nothing new must not look like another's edit.
  if (team.revision > base.revision) setBase(team)
  const { store, draft } = useDraftStore(team, base)
  const narrow = useNarrow()
  const run = useOverlay()
  const test = useTest()
  const drawn = draft.history.document
  const versions = useShownVersions()
  const ran = versions.open ? undefined : run.run?.document
  // A run is laid over what ran, not over what was drawn since; but each card stands where it stands now.
  const shown = useMemo(() => (ran ? standingAs(drawn, ran) : drawn), [ran, drawn])
  const { studio, open, setOpen, unsaved } = useStudioValue(data, store, { drawn, shown }, ran && run.overlay)
  const contract = open?.kind === 'contract' || open?.kind === 'new-contract' ? open : undefined
  const banners = (
    <>
      <ClashBanner draft={draft} onSettle={(key, keep) => store.settle(key, keep)} />
      <StopBanner says={team.stopped} />
      <RunBanner overlay={run} />
    </>
  )
  const canvas = (
    <FlowCanvas>
      <TeamFacts />
      <CanvasTools canEdit={studio.canEdit} />
      <FindBar />
      <OtherSelections />
      <CommentMarkers />
      {/* Its keys rest while something lies over the canvas. */}
      {!open && <NodeMenu />}
    </FlowCanvas>
  )
  return (
    <StudioContext value={studio}>
      <TogetherProvider team={team}>
        <Page
          title={studio.document.name}
          crumbs={[{ label: 'Teams', href: '/teams' }]}
          scroll={false}
          detail={<SaveNote team={team} store={store} draft={draft} />}
          actions={
            <StudioActions team={team} store={store} draft={draft} versions={versions} onOpen={setOpen} />
          }
          className="relative grid grid-rows-[minmax(0,1fr)_auto]"
        >
          {versions.open ? (
            <VersionsView team={team} store={store} shown={versions} />
          ) : (
            <div className="relative flex min-h-0 min-w-0">
              {narrow ? (
                <ReadingView banners={banners} canvas={canvas} isCovered={open !== undefined} />
              ) : (
                <>
                  {studio.canEdit && <Palette />}
                  <section
                    aria-label="Canvas"
                    className="relative grid min-w-0 flex-1 grid-rows-[auto_minmax(0,1fr)]"
                  >
                    <div>{banners}</div>
                    {canvas}
                    {studio.document.nodes.length === 0 && <EmptyCanvas />}
                  </section>
                  <Inspector className="w-110 shrink-0 bg-page max-lg:w-90" />
                </>
              )}
              <CommentsPanel />
              {contract && (
                <ContractPanel open={contract} onUnsaved={unsaved.tell} onClose={() => setOpen(undefined)} />
              )}
            </div>
          )}
          {test.isOpen ? (
            // What was tried is there again after a look at the versions.
            <div hidden={versions.open} className="min-w-0">
              <BenchPanel slug={team.slug} store={store} onRun={run.show} />
            </div>
          ) : (
            !versions.open && <ProblemsStrip />
          )}
        </Page>
        {/* What lies over the canvas has keys of its own. */}
        {!open && !versions.open && <StudioKeys store={store} versions={versions} onOpen={setOpen} />}
        <StudioDialogs
          team={team}
          store={store}
          open={open}
          onClose={() => setOpen(undefined)}
          onRun={run.show}
        />
        <AlertDialog
          open={unsaved.asks}
          onOpenChange={unsaved.stay}
          title="Discard the changes to this contract?"
          confirm="Discard"
          onConfirm={unsaved.leave}
        >
          They are not in the team yet. Go back and save the contract to keep them.
        </AlertDialog>
      </TogetherProvider>
    </StudioContext>
  )
}
