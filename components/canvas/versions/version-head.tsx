'use client'

import Link from 'next/link'
import { useState } from 'react'
import { usePublishing } from '@/components/publishing/use-publishing'
import { useMay } from '@/components/shell/session'
import { Button } from '@/components/ui/button'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { Digest } from '@/components/ui/id-text'
import { RelativeTime } from '@/components/ui/relative-time'
import { refusedThere } from '@/domain/team/environment'
import type { DraftStore } from '../studio/draft-store'
import { useStudio } from '../studio/studio-context'
import { Agree } from './agree'
import { PromoteDialog } from './promote-dialog'
import { ProposalActs } from './proposal-acts'
import { RestoreDialog } from './restore-dialog'
import { sayRuns } from './say-runs'
import type { SideRef } from './side-ref'
import { useRestores } from './use-restores'
import type { ListedProposal, ListedVersion } from './version-types'

/** The version that is looked at: who made it, when and why, and what can be done with it. */
export function VersionHead({
  team,
  shown,
  version,
  proposal,
  versions,
  store,
  onRestored,
  onDecided,
}: {
  team: { slug: string; name: string }
  shown: SideRef
  version: ListedVersion | undefined
  proposal: ListedProposal | undefined
  versions: readonly ListedVersion[]
  store: DraftStore
  onRestored: () => void
  onDecided: () => void
}) {
  const { canEdit } = useStudio()
  const restores = useRestores(shown)
  const [restoring, setRestoring] = useState(false)
  const [promoting, setPromoting] = useState<string>()
  const next = (versions[0]?.number ?? 0) + 1
  const said = version ?? proposal
  if (!said) return null
  const by = version ? version.publishedBy : proposal?.proposedBy
  const at = version ? version.publishedAt : proposal?.proposedAt
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-2 border-b border-line px-4 py-2.5">
      <div className="grid min-w-0 flex-1 gap-0.5">
        <h2 className="text-14 font-strong">
          {version ? `Version ${version.number}` : `Proposed as v${next}`}
        </h2>
        {said.note && <p className="max-w-160 [overflow-wrap:anywhere] whitespace-pre-line">{said.note}</p>}
        <p className="flex flex-wrap items-center gap-x-2 text-12 text-fg-3">
          {by?.name} <RelativeTime at={at} focusable />
          {version?.approvedBy && <span>approved by {version.approvedBy.name}</span>}
          <Digest value={said.digest} />
          {version && (
            <Link
              href={`/runs?team=${team.slug}&version=${version.number}`}
              className="rounded-4 underline-offset-2 hover:text-fg hover:underline"
            >
              {sayRuns(version.runs)}
            </Link>
          )}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        {proposal && <ProposalActs team={team} proposal={proposal} next={next} onDone={onDecided} />}
        {version && <Promote team={team} version={version} versions={versions} onPromote={setPromoting} />}
        {canEdit && restores && <Button onClick={() => setRestoring(true)}>Restore…</Button>}
      </div>
      {restoring && (
        <RestoreDialog
          from={shown}
          store={store}
          onClose={() => setRestoring(false)}
          onDone={() => {
            setRestoring(false)
            onRestored()
          }}
        />
      )}
      {version && promoting !== undefined && (
        <PromoteDialog
          team={team}
          version={version}
          environment={promoting}
          versions={versions}
          onClose={() => setPromoting(undefined)}
        />
      )}
    </header>
  )
}

/** Where the version may go from here: on to the next environment, or back in one that is ahead of it. */
function Promote({
  team,
  version,
  versions,
  onPromote,
}: {
  team: { slug: string }
  version: ListedVersion
  versions: readonly ListedVersion[]
  onPromote: (environment: string) => void
}) {
  const mayPublish = useMay('team.publish')
  const { environments, several, secondPerson } = usePublishing()
  const agreed = !secondPerson || version.approvedBy !== null
  if (!mayPublish && (agreed || !version.mayAgree)) return null
  const current = new Map(
    versions.flatMap(({ number, environments: here }) => here.map((slug) => [slug, number] as const)),
  )
  const places = environments.flatMap(({ slug, name }) => {
    if (refusedThere(environments, current, { number: version.number, environment: slug }) !== null) return []
    const back = version.number < (current.get(slug) ?? 0)
    return [{ slug, label: back ? goBack(several ? name : undefined) : `Promote to ${name}…` }]
  })
  const [only] = places
  if (!only) return null
  if (!agreed) return <Agree team={team} version={version} />
  if (places.length === 1) return <Button onClick={() => onPromote(only.slug)}>{only.label}</Button>
  return (
    <DropdownMenu align="end" trigger={<Button>Make it current…</Button>}>
      {places.map(({ slug, label }) => (
        <MenuItem key={slug} onSelect={() => onPromote(slug)}>
          {label}
        </MenuItem>
      ))}
    </DropdownMenu>
  )
}

/** Where there is one environment, nothing is said of environments. */
const goBack = (environment?: string): string =>
  environment === undefined ? 'Let it run again…' : `Go back to it in ${environment}…`
