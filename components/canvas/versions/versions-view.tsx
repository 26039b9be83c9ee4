'use client'

import { useQuery } from '@tanstack/react-query'
import { ArrowLeft, ArrowRight, X } from 'lucide-react'
import { messageOf } from '@/components/shell/problems'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { IconButton } from '@/components/ui/icon-button'
import { PanelHead } from '@/components/ui/panel-head'
import { Select } from '@/components/ui/select'
import { SkeletonList } from '@/components/ui/skeleton'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { useMedia } from '@/components/ui/use-media'
import type { DraftStore } from '../studio/draft-store'
import type { StudioData } from '../studio/studio-data'
import { useDraftChanged } from '../studio/use-draft-changed'
import { Comparison } from './comparison'
import { formatSide, parseSide, sayRef, type SideRef } from './side-ref'
import type { ShownVersions } from './use-shown-versions'
import { VersionHead } from './version-head'
import { VersionList } from './version-list'
import type { ListedProposal, ListedVersion } from './version-types'

/** Every version of the team beside what one of them changed; in the place of the canvas. */
export function VersionsView({
  team,
  store,
  shown,
}: {
  team: StudioData['team']
  store: DraftStore
  shown: ShownVersions
}) {
  const trpc = useTRPC()
  const versions = useQuery(trpc.teams.versions.queryOptions({ slug: team.slug }))
  const proposals = useQuery(trpc.publishing.proposals.queryOptions({ slug: team.slug }))
  const narrow = useMedia('(max-width: 767px)')
  const draftDiffers = useDraftChanged(team)
  useHotkeys([{ keys: 'Escape', label: 'Back to the canvas', group: 'Versions', run: shown.close }])
  const failed = [versions, proposals].find(({ error }) => error !== null)
  if (failed)
    return (
      <Frame onClose={shown.close}>
        <ErrorState
          title="The versions could not be read"
          onRetry={() => failed.refetch()}
          retrying={failed.isFetching}
        >
          {messageOf(failed.error)}
        </ErrorState>
      </Frame>
    )
  if (!versions.data || !proposals.data)
    return (
      <Frame onClose={shown.close}>
        <SkeletonList rows={8} />
      </Frame>
    )
  const open = proposals.data.filter(({ status }) => status === 'open')
  if (versions.data.length === 0 && open.length === 0)
    return (
      <Frame onClose={shown.close}>
        <EmptyState title="No version yet" action={<Button onClick={shown.close}>Back to the canvas</Button>}>
          A version is what runs: the draft as it was published, kept for ever with who published it and why.
          Publish the draft to make the first.
        </EmptyState>
      </Frame>
    )
  const newest: SideRef = versions.data[0]
    ? { kind: 'version', number: versions.data[0].number }
    : { kind: 'proposal', id: open[0]?.id ?? '' }
  const chosen = shown.chosen ?? (narrow ? undefined : newest)
  const list = (
    <VersionList
      versions={versions.data}
      proposals={open}
      draftDiffers={draftDiffers || versions.data.length === 0}
      selected={chosen}
      onSelect={(ref) => shown.show(ref)}
    />
  )
  if (!chosen) return <Frame onClose={shown.close}>{list}</Frame>
  return (
    <Frame onClose={shown.close} {...(narrow && { onBack: () => shown.show(undefined) })}>
      <div className="grid min-h-0 grid-cols-[22rem_minmax(0,1fr)] max-lg:grid-cols-[17rem_minmax(0,1fr)] max-md:grid-cols-1">
        {!narrow && list}
        <Chosen
          key={formatSide(chosen)}
          {...{ team, store, shown, chosen }}
          versions={versions.data}
          proposals={proposals.data}
        />
      </div>
    </Frame>
  )
}

function Frame({
  onClose,
  onBack,
  children,
}: {
  onClose: () => void
  onBack?: () => void
  children: React.ReactNode
}) {
  return (
    <section
      aria-label="Versions of the team"
      className="grid min-h-0 min-w-0 flex-1 grid-rows-[auto_minmax(0,1fr)] bg-page"
    >
      <PanelHead
        start={onBack && <IconButton icon={ArrowLeft} label="All versions" onClick={onBack} />}
        title={<h2>Versions</h2>}
        close={<IconButton icon={X} label="Back to the canvas" kbd="Esc" onClick={onClose} />}
      />
      {children}
    </section>
  )
}

function Chosen({
  team,
  store,
  shown,
  chosen,
  versions,
  proposals,
}: {
  team: StudioData['team']
  store: DraftStore
  shown: ShownVersions
  chosen: SideRef
  versions: readonly ListedVersion[]
  proposals: readonly ListedProposal[]
}) {
  const version = versions.find(({ number }) => chosen.kind === 'version' && number === chosen.number)
  const proposal = proposals.find(
    ({ id, status }) => status === 'open' && chosen.kind === 'proposal' && id === chosen.id,
  )
  if ((chosen.kind === 'version' && !version) || (chosen.kind === 'proposal' && !proposal))
    return (
      <EmptyState
        title={chosen.kind === 'version' ? `There is no version ${chosen.number}` : 'It is decided'}
      >
        Choose another in the list.
      </EmptyState>
    )
  const against = shown.against ?? before(chosen, versions)
  return (
    <div className="flex min-h-0 min-w-0 flex-col">
      <VersionHead
        {...{ team, version, proposal, versions, store }}
        shown={chosen}
        onRestored={shown.close}
        onDecided={() => shown.show(undefined)}
      />
      <Comparison
        key={formatSide(against)}
        className="flex-1"
        before={against}
        after={chosen}
        start={
          <span className="flex items-center gap-2">
            <Select
              label="Compare with"
              className="w-32"
              value={formatSide(against)}
              onValueChange={(value) => shown.show(chosen, parseSide(value))}
              options={sidesFor(chosen, against, versions).map((ref) => ({
                value: formatSide(ref),
                label: sayRef(ref),
              }))}
            />
            <ArrowRight className="size-3.5 text-fg-3" role="img" aria-label="to" />
            <b className="font-strong">{sayRef(chosen)}</b>
          </span>
        }
      />
    </div>
  )
}

/** What came before: of the draft and a proposal the newest version, of a version the one before it. */
function before(ref: SideRef, versions: readonly ListedVersion[]): SideRef {
  const found = ref.kind === 'version' ? versions.find(({ number }) => number < ref.number) : versions[0]
  return found ? { kind: 'version', number: found.number } : { kind: 'none' }
}

const NEAREST = 30

/** What it can be compared with: the draft, what is current somewhere, and the newest others. */
function sidesFor(chosen: SideRef, against: SideRef, versions: readonly ListedVersion[]): SideRef[] {
  const some = versions.filter(({ environments }, index) => index < NEAREST || environments.length > 0)
  const all: SideRef[] = [
    { kind: 'draft' },
    ...some.map(({ number }): SideRef => ({ kind: 'version', number })),
    { kind: 'none' },
    against,
  ]
  const texts = new Set<string>([formatSide(chosen)])
  return all.filter((ref) => {
    const text = formatSide(ref)
    if (texts.has(text)) return false
    texts.add(text)
    return true
  })
}
