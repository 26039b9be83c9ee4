'use client'

import {
  Archive,
  ArchiveRestore,
  Download,
  Ellipsis,
  FlaskConical,
  GitCompare,
  GitBranch,
  OctagonPause,
  Redo2,
  TestTubeDiagonal,
  Undo2,
  Zap,
} from 'lucide-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { useMay } from '@/components/shell/session'
import { showKeys } from '@/components/shell/show-keys'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { DropdownMenu, MenuItem } from '@/components/ui/dropdown-menu'
import { IconButton } from '@/components/ui/icon-button'
import { StatusChip } from '@/components/ui/status-chip'
import { toast } from '@/components/ui/toast'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import { useMedia } from '@/components/ui/use-media'
import { CommentsButton } from '../comments/comments-button'
import { PresenceNames } from '../together/presence-names'
import { canRedo, canUndo } from '@/domain/team/history'
import { useTest } from '../bench/use-test'
import type { Draft } from './draft-port'
import type { DraftStore } from './draft-store'
import { DRAFT } from '../versions/side-ref'
import type { ShownVersions } from '../versions/use-shown-versions'
import { saveFile } from './save-file'
import { useStudio } from './studio-context'
import type { StudioData } from './studio-data'
import { useDraftChanged } from './use-draft-changed'
import type { Open } from './use-studio-value'

/** What can be done with the team, at the right of the bar. */
export function StudioActions({
  team,
  store,
  draft,
  versions,
  onOpen,
}: {
  team: StudioData['team']
  store: DraftStore
  draft: Draft
  versions: ShownVersions
  onOpen: (open: Open) => void
}) {
  const { canEdit, proof, proofOf } = useStudio()
  const mayRun = useMay('run.start')
  const test = useTest()
  const phone = useMedia('(max-width: 639px)')
  const mayPublish = useMay('team.publish') && team.archivedAt === null
  const errors = proof.problems.filter(({ severity }) => severity === 'error').length
  const changed = useDraftChanged(team)
  const waits = !proofOf
    ? 'The checks are not done yet'
    : errors > 0
      ? `${counted(errors, 'error')} to solve first`
      : team.versions > 0 && !changed
        ? `Nothing that runs has changed since v${team.versions}`
        : undefined
  const mayStart = mayRun && team.stopped === null
  const mayTest = mayStart && team.archivedAt === null
  const compare = () => versions.show(DRAFT, { kind: 'version', number: team.versions })
  const mayCompare = team.versions > 0 && changed && !versions.open
  useHotkeys([
    ...(mayStart ? [{ label: 'Run', run: () => onOpen({ kind: 'run' }) }] : []),
    ...(mayTest ? [{ label: 'Test', run: () => test.open() }] : []),
    ...(mayCompare ? [{ label: `Compare with v${team.versions}`, run: compare }] : []),
  ])
  return (
    <>
      <PresenceNames />
      {canEdit && (
        <span className="flex gap-0.5 max-sm:hidden">
          <IconButton
            icon={Undo2}
            label="Undo"
            kbd={showKeys('mod+z')}
            disabled={!canUndo(draft.history)}
            onClick={() => store.undo()}
          />
          <IconButton
            icon={Redo2}
            label="Redo"
            kbd={showKeys('mod+shift+z')}
            disabled={!canRedo(draft.history)}
            onClick={() => store.redo()}
          />
        </span>
      )}
      {team.stopped && (
        <span title={team.stopped} className="inline-flex">
          <StatusChip status="blocked" icon={OctagonPause} word="Stopped" />
        </span>
      )}
      <CommentsButton />
      {mayRun && !phone && (
        <Button
          icon={FlaskConical}
          disabled={team.stopped !== null}
          title={team.stopped ? `${team.stopped} No run starts until it is resumed.` : undefined}
          onClick={() => onOpen({ kind: 'run' })}
        >
          Run
        </Button>
      )}
      {mayRun && !phone && team.archivedAt === null && (
        <Button
          icon={TestTubeDiagonal}
          aria-pressed={test.isOpen}
          disabled={team.stopped !== null}
          onClick={() => (test.isOpen ? test.close() : test.open())}
        >
          Test
        </Button>
      )}
      {mayCompare && (
        <Button icon={GitCompare} className="max-lg:hidden" onClick={compare}>
          Compare with v{team.versions}
        </Button>
      )}
      {!phone && (
        <IconButton
          icon={GitBranch}
          label="Versions"
          kbd={showKeys('shift+v')}
          aria-pressed={versions.open}
          onClick={() => (versions.open ? versions.close() : versions.show(undefined))}
        />
      )}
      {mayPublish && (
        <Button
          variant="primary"
          className="max-sm:hidden"
          disabled={waits !== undefined}
          title={waits}
          onClick={() => onOpen({ kind: 'publish' })}
        >
          Publish
        </Button>
      )}
      <More team={team}>
        {/* What has no room in the bar. */}
        {phone && (
          <>
            {mayRun && (
              <MenuItem
                icon={FlaskConical}
                disabled={team.stopped !== null}
                onSelect={() => onOpen({ kind: 'run' })}
              >
                Run
              </MenuItem>
            )}
            {mayRun && team.archivedAt === null && (
              <MenuItem icon={TestTubeDiagonal} disabled={team.stopped !== null} onSelect={() => test.open()}>
                Test
              </MenuItem>
            )}
            <MenuItem icon={GitBranch} onSelect={() => versions.show(undefined)}>
              Versions
            </MenuItem>
          </>
        )}
      </More>
    </>
  )
}

function More({ team, children }: { team: StudioData['team']; children: ReactNode }) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const router = useRouter()
  const mayEdit = useMay('team.edit')
  const archive = useMutation(trpc.teams.archive.mutationOptions())
  const archived = team.archivedAt !== null
  const download = async () => {
    const { yaml } = await queryClient.fetchQuery({
      ...trpc.teams.export.queryOptions({ slug: team.slug }),
      staleTime: 0,
    })
    saveFile(`${team.slug}.yaml`, yaml)
  }
  const setArchived = async (next: boolean) => {
    await archive.mutateAsync({ slug: team.slug, archived: next })
    await queryClient.invalidateQueries(trpc.teams.pathFilter())
    toast({
      title: next ? `${team.name} is archived` : `${team.name} is back`,
      ...(next ? { action: { label: 'Undo', run: () => void setArchived(false) } } : {}),
    })
  }
  const triggers = `/teams/${team.slug}/triggers`
  const archiveLabel = archived ? 'Restore the team' : 'Archive the team'
  useHotkeys([
    { label: 'Triggers and limit', run: () => router.push(triggers) },
    { label: 'Export as YAML', run: () => void download() },
    ...(mayEdit ? [{ label: archiveLabel, run: () => void setArchived(!archived) }] : []),
  ])
  return (
    <DropdownMenu align="end" trigger={<IconButton icon={Ellipsis} label="More" />}>
      {children}
      <MenuItem asChild>
        <Link href={triggers}>
          <Zap className="size-4 shrink-0 text-fg-3" aria-hidden />
          Triggers and limit
        </Link>
      </MenuItem>
      <MenuItem icon={Download} onSelect={() => void download()}>
        Export as YAML
      </MenuItem>
      {mayEdit && (
        <MenuItem
          icon={archived ? ArchiveRestore : Archive}
          hint={archived ? undefined : 'Runs and record stay'}
          onSelect={() => void setArchived(!archived)}
        >
          {archiveLabel}
        </MenuItem>
      )}
    </DropdownMenu>
  )
}
