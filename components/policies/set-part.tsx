'use client'

import { Plus, UserRound } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '@/components/shell/problems'
import { AlertDialog } from '@/components/ui/alert-dialog'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { ErrorState } from '@/components/ui/error-state'
import type { Policy } from '@/domain/policy/cedar/policy'
import { PolicyList } from './policy-list'
import { PolicyPanel } from './policy-panel'
import type { ListedVersion, Policies } from './policy-types'
import type { PolicyDraft } from './use-policy-draft'

const BEGUN: Pick<Policy, 'title' | 'text'> = {
  title: 'Say in a sentence what this permits, or forbids.',
  text: `permit (
  principal == Baton::Agent::"agent",
  action == Baton::Action::"tool.call",
  resource == Baton::Tool::"connection/tool"
);`,
}

/** What holds and what is being edited: the list of policies, and the chosen one beside it. */
export function SetPart({
  policies: all,
  draft,
  canEdit,
  begun,
  onBegin,
  chosen,
  onChoose,
  onOpenVersion,
}: {
  policies: Policies
  draft: PolicyDraft
  canEdit: boolean
  /** The workspace has policies of its own, or somebody began some. */
  begun: boolean
  onBegin: () => void
  chosen: string | null
  onChoose: (id: string | null) => void
  onOpenVersion: (id: string) => void
}) {
  const { policies, changes, edit } = draft
  const editable = canEdit && begun
  const index = policies.findIndex(({ id }) => id === chosen)
  const policy = policies[index]
  const proposed = all.versions.find(({ status }) => status === 'proposed')
  const add = () => {
    let number = policies.length + 1
    while (policies.some(({ id }) => id === `policy-${number}`)) number++
    edit([...policies, { id: `policy-${number}`, ...BEGUN }])
    onChoose(`policy-${number}`)
  }
  const put = (changed: Policy) => {
    edit(policies.map((each, place) => (place === index ? changed : each)))
    if (changed.id !== chosen) onChoose(changed.id)
  }
  return (
    <div className="relative flex h-full min-w-0">
      <div className="min-w-0 flex-1 overflow-auto">
        {proposed && <Proposed version={proposed} onOpen={() => onOpenVersion(proposed.id)} />}
        {!begun && <Default canEdit={canEdit} onBegin={onBegin} />}
        {editable && all.current.number === null && changes.length === 0 && <Begun onAdd={add} />}
        <DraftState draft={draft} />
        {changes.length > 0 && (
          <p className="border-b border-line bg-sunken px-5 py-2 text-fg-2 max-sm:px-4">
            {counted(changes.length, 'change')} against{' '}
            {all.current.number === null ? 'the default policies' : `version ${all.current.number}`}
            {all.problems.length > 0 &&
              `. ${counted(all.problems.length, 'problem')} to mend before publishing; a warning counts`}
            .
          </p>
        )}
        <PolicyList
          policies={policies}
          changes={changes}
          problems={all.problems}
          chosen={chosen}
          onChoose={onChoose}
        />
        <SetProblems all={all} />
        {editable && (all.current.number !== null || changes.length > 0) && (
          <div className="border-t border-line px-5 py-3 max-sm:px-4">
            <Button icon={Plus} onClick={add}>
              Add a policy
            </Button>
          </div>
        )}
        <p className="max-w-[60em] px-5 py-3 text-fg-3 max-sm:px-4">
          What no policy permits is denied. What one forbids is denied though others permit it.
        </p>
      </div>
      {policy && (
        <PolicyPanel
          key={index}
          policy={policy}
          change={changes.find(({ id }) => id === policy.id)}
          names={policies.flatMap(({ id }, place) => (place === index ? [] : [id]))}
          problems={all.problems.filter((each) => each.policy === policy.id)}
          onChange={editable ? put : undefined}
          onRemove={() => {
            edit(policies.filter((_, place) => place !== index))
            onChoose(null)
          }}
          onClose={() => onChoose(null)}
        />
      )}
    </div>
  )
}

function Default({ canEdit, onBegin }: { canEdit: boolean; onBegin: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3 border-b border-line bg-sunken px-5 py-3 max-sm:px-4">
      <p className="min-w-60 flex-1 text-fg-2">
        <b className="font-label text-fg">The default policies hold.</b> They give each job what it needs and
        nothing besides.{!canEdit && ' An admin can begin others.'}
      </p>
      {canEdit && <Button onClick={onBegin}>Begin your own from the default</Button>}
    </div>
  )
}

/** What can be done from here, where the default is not changed yet. */
function Begun({ onAdd }: { onAdd: () => void }) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 border-b border-line bg-sunken px-5 py-3 max-sm:px-4"
    >
      <p className="min-w-60 flex-1 text-fg-2">
        <b className="font-label text-fg">These are yours to change now.</b> Choose a policy to edit it, or
        add one. The default holds until you publish.
      </p>
      <Button icon={Plus} onClick={onAdd}>
        Add a policy
      </Button>
    </div>
  )
}

function Proposed({ version, onOpen }: { version: ListedVersion; onOpen: () => void }) {
  return (
    <div className="flex flex-wrap items-center gap-3 border-b border-waiting-line bg-waiting-bg px-5 py-2.5 max-sm:px-4">
      <UserRound className="size-4 shrink-0 text-waiting-fg" aria-hidden />
      <p className="min-w-60 flex-1">
        Version {version.number} waits for a second person. {version.proposedBy.name} proposed it
        {version.note && `: ${version.note}`}.
      </p>
      <Button onClick={onOpen}>Look at it</Button>
    </div>
  )
}

/** Where what was typed is not kept. */
function DraftState({ draft }: { draft: PolicyDraft }) {
  if (draft.state === 'conflict')
    return (
      <ErrorState
        title="Somebody else edited the policies meanwhile"
        action={<Button onClick={() => void draft.takeTheirs()}>Load theirs</Button>}
      >
        What you typed since is not kept. Copy what you need of it first.
      </ErrorState>
    )
  if (draft.state === 'failed')
    return (
      <ErrorState title="What you typed is not kept yet" onRetry={draft.again}>
        {messageOf(draft.error)}
      </ErrorState>
    )
  return null
}

/** What is wrong with the set as a whole. */
function SetProblems({ all: { problems } }: { all: Policies }) {
  const whole = problems.filter(({ policy }) => policy === undefined)
  if (whole.length === 0) return null
  return (
    <ErrorState title="The policies do not fit together">
      {whole.map(({ message }) => (
        <p key={message}>{message}</p>
      ))}
    </ErrorState>
  )
}

/** Gives up what was edited, once that was confirmed. */
export function DiscardButton({ draft, disabled }: { draft: PolicyDraft; disabled: boolean }) {
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button disabled={disabled} onClick={() => setAsking(true)}>
        Discard
      </Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title="Discard what was edited?"
        confirm="Discard"
        onConfirm={draft.discard}
      >
        {counted(draft.changes.length, 'change')} to the policies, also those of others who edited, are given
        up. What holds stays as it is.
      </AlertDialog>
    </>
  )
}
