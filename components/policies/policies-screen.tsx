'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useEffect, useState } from 'react'
import { Page } from '@/components/shell/page'
import { messageOf } from '@/components/shell/problems'
import { useMay } from '@/components/shell/session'
import { useTRPC } from '@/components/shell/trpc'
import { useUnsaved } from '@/components/shell/use-unsaved'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { ErrorState } from '@/components/ui/error-state'
import { SkeletonList } from '@/components/ui/skeleton'
import { Tabs } from '@/components/ui/tabs'
import { useHotkeys } from '@/components/ui/use-hotkeys'
import type { Policies } from './policy-types'
import { PublishDialog } from './publish-dialog'
import { DiscardButton, SetPart } from './set-part'
import { DenialPart } from './denial-part'
import { ReplayPart } from './replay-part'
import { usePolicyDraft, type PolicyDraft } from './use-policy-draft'
import { useReplay } from './use-replay'
import { VersionDialog } from './version-dialog'
import { VersionTable } from './version-table'

const places = {
  part: parseAsStringLiteral(['policies', 'try', 'denials', 'versions']).withDefault('policies'),
  policy: parseAsString,
  version: parseAsString,
}

/** What is permitted and forbidden in this workspace, and how that changes. */
export function PoliciesScreen() {
  const trpc = useTRPC()
  const { data, error, refetch, isFetching } = useQuery(trpc.policies.get.queryOptions())
  if (data) return <Loaded policies={data} />
  return (
    <Page title="Policies">
      {error ? (
        <ErrorState title="The policies could not be read" onRetry={refetch} retrying={isFetching}>
          {messageOf(error)}
        </ErrorState>
      ) : (
        <SkeletonList rows={8} />
      )}
    </Page>
  )
}

function Loaded({ policies }: { policies: Policies }) {
  const [{ part, policy, version }, set] = useQueryStates(places)
  const canEdit = useMay('policy.edit')
  const draft = usePolicyDraft(policies)
  const [began, setBegan] = useState(false)
  const [publishing, setPublishing] = useState(false)
  const trial = useReplay()
  const unsaved = useUnsaved()
  const { tell } = unsaved
  useEffect(() => tell(draft.state !== 'kept'), [tell, draft.state])
  const { number } = policies.current
  const begun = began || number !== null || policies.draft.revision > 0
  const shown = policies.versions.find(({ id }) => id === version)
  return (
    <Page
      title="Policies"
      detail={number === null ? 'the default' : `version ${number}`}
      scroll={false}
      actions={<Acts policies={policies} draft={draft} onPublish={() => setPublishing(true)} />}
    >
      <Tabs
        className="h-full"
        label="Policies"
        value={part}
        onValueChange={(next) => void set({ part: next, policy: null })}
        items={[
          {
            value: 'policies',
            label: 'Policies',
            count: draft.policies.length,
            content: (
              <SetPart
                policies={policies}
                draft={draft}
                canEdit={canEdit}
                begun={begun}
                onBegin={() => setBegan(true)}
                chosen={policy}
                onChoose={(id) => void set({ policy: id })}
                onOpenVersion={(id) => void set({ version: id })}
              />
            ),
          },
          {
            value: 'try',
            label: 'Try on past decisions',
            content: <ReplayPart policies={policies} draft={draft} trial={trial} />,
          },
          { value: 'denials', label: 'Denials', content: <DenialPart /> },
          {
            value: 'versions',
            label: 'Versions',
            count: policies.versions.length,
            content: <VersionTable versions={policies.versions} onOpen={(id) => void set({ version: id })} />,
          },
        ]}
      />
      <PublishDialog
        open={publishing}
        onOpenChange={setPublishing}
        policies={policies}
        draft={draft.policies}
      />
      {shown && (
        <VersionDialog
          key={shown.id}
          version={shown}
          policies={policies}
          onClose={() => void set({ version: null })}
        />
      )}
      <AlertDialog
        open={unsaved.asks}
        onOpenChange={(open) => !open && unsaved.stay()}
        title="Leave what is not kept yet?"
        confirm="Leave"
        onConfirm={unsaved.leave}
      >
        What you typed last in the policies is lost.
      </AlertDialog>
    </Page>
  )
}

const KEEPING: Record<PolicyDraft['state'], string> = {
  kept: 'Kept as a draft',
  waiting: 'Keeping…',
  unfinished: 'Not kept: a name or sentence is missing',
  conflict: 'Not kept',
  failed: 'Not kept',
}

/** What can be done with what is being edited; nothing while nothing is. */
function Acts({
  policies,
  draft,
  onPublish,
}: {
  policies: Policies
  draft: PolicyDraft
  onPublish: () => void
}) {
  const [mayEdit, mayPublish] = [useMay('policy.edit'), useMay('policy.publish')]
  const proposed = policies.versions.some(({ status }) => status === 'proposed')
  const why =
    draft.state !== 'kept'
      ? KEEPING[draft.state]
      : policies.problems.length > 0
        ? 'Problems are mended first; a warning counts'
        : proposed
          ? 'Policies wait for a second person already'
          : undefined
  const edited = draft.changes.length > 0
  useHotkeys(
    [{ keys: 'p', label: 'Publish the policies', run: onPublish }],
    mayPublish && edited && why === undefined,
  )
  if (!mayEdit || (!edited && policies.draft.revision === 0)) return null
  return (
    <>
      <span role="status" className="text-12 text-fg-3 max-md:hidden">
        {mayPublish && edited && why ? why : KEEPING[draft.state]}
      </span>
      <DiscardButton draft={draft} disabled={draft.state === 'waiting'} />
      {mayPublish && (
        <Button
          variant="primary"
          kbd="P"
          disabled={why !== undefined || !edited}
          title={why ?? (edited ? undefined : 'Nothing is changed against what holds')}
          onClick={onPublish}
        >
          {policies.secondPerson ? 'Propose…' : 'Publish…'}
        </Button>
      )}
    </>
  )
}
