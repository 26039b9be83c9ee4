'use client'

import Link from 'next/link'
import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2, Workflow } from 'lucide-react'
import { useTRPC } from '@/components/shell/trpc'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/counted'
import { IconButton } from '@/components/ui/icon-button'
import { Digest } from '@/components/ui/id-text'
import { RelativeTime } from '@/components/ui/relative-time'
import { refOf, type Contract } from '@/domain/contract/contract'
import { contractsNamedBy } from '@/domain/team/kinds/registry'
import { useStudio } from '../studio/studio-context'
import { PurposeField } from './fields/purpose-field'
import { Section } from './fields/section'
import { TextField } from './fields/text-field'
import { InspectorBody } from './inspector-body'
import { InspectorHead } from './inspector-head'
import { ProblemList } from './problem-list'

/** The team itself: what it is for, its contracts, its versions. */
export function TeamInspector() {
  const { document, edit, proof } = useStudio()
  const whole = proof.problems.filter(({ place }) => place.node === undefined && place.edge === undefined)
  return (
    <>
      <InspectorHead kind="Team" icon={Workflow} name={document.name} />
      <InspectorBody
        of="The team"
        leads={
          <>
            <Contracts />
            <Versions />
          </>
        }
      >
        <ProblemList problems={whole} />
        <TextField
          label="Name"
          required
          value={document.name}
          onCommit={(name) => name.trim() && edit({ type: 'team.rename', name: name.trim().slice(0, 80) })}
        />
        <TextField
          label="Goal"
          rows={2}
          value={document.goal}
          hint="In a sentence; reviewers and agents read it."
          onCommit={(goal) => edit({ type: 'team.goal', goal: goal.slice(0, 500) })}
        />
        <PurposeField />
        <TextField
          label="Description"
          rows={3}
          value={document.description}
          onCommit={(description) => edit({ type: 'team.describe', description: description.slice(0, 500) })}
        />
      </InspectorBody>
    </>
  )
}

function Contracts() {
  const { document, openContract, edit, canEdit } = useStudio()
  const uses = (contract: Contract) =>
    document.nodes.filter((node) =>
      contractsNamedBy(node).some((named) => named.contract === refOf(contract)),
    ).length
  return (
    <Section
      title="Contracts"
      aside={
        canEdit && (
          <Button size="sm" icon={Plus} onClick={() => openContract({ done: () => undefined })}>
            New contract
          </Button>
        )
      }
    >
      {document.contracts.length === 0 && (
        <p className="text-fg-2">
          A contract says what crosses a handoff. Make the first for what a run starts with.
        </p>
      )}
      <ul className="grid grid-cols-[minmax(0,1fr)]">
        {document.contracts.map((contract) => {
          const used = uses(contract)
          return (
            <li
              key={refOf(contract)}
              className="flex items-center gap-2 border-t border-line first:border-t-0"
            >
              <button
                type="button"
                onClick={() => openContract({ ref: refOf(contract) })}
                className="flex h-8 min-w-0 flex-1 items-center gap-2 rounded-4 text-left font-mono text-12 hover:text-accent-fg"
              >
                <span className="truncate">{contract.name}</span>
                <span className="text-fg-3">{contract.version}</span>
              </button>
              <span className="shrink-0 text-12 text-fg-3">
                {used === 0 ? 'unused' : counted(used, 'node')}
              </span>
              {used === 0 && canEdit && (
                <IconButton
                  size="sm"
                  icon={Trash2}
                  label={`Remove ${contract.name} ${contract.version}`}
                  onClick={() => edit({ type: 'contract.remove', ref: refOf(contract) })}
                />
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

/** The others stand in the list of versions. */
const NEWEST = 5

function Versions() {
  const { slug } = useStudio()
  const { data = [] } = useQuery(useTRPC().teams.versions.queryOptions({ slug, limit: NEWEST }))
  if (data.length === 0) return null
  return (
    <Section title="Versions">
      <ul className="min-w-0">
        {data.map((version) => (
          <li
            key={version.id}
            className="grid grid-cols-[minmax(0,1fr)] gap-0.5 border-t border-line py-1.5 first:border-t-0"
          >
            <span className="flex items-center gap-2">
              <Link
                href={`/teams/${slug}?versions=${version.number}`}
                className="rounded-4 font-label underline-offset-2 hover:underline"
              >
                v{version.number}
              </Link>
              {version.current && <span className="text-12 text-fg-3">runs now</span>}
              <span className="ml-auto text-12 text-fg-3">
                {version.publishedBy.name}, <RelativeTime at={version.publishedAt} />
              </span>
            </span>
            <span className="flex items-center gap-2 text-12 text-fg-2">
              <span className="min-w-0 flex-1 truncate" title={version.note}>
                {version.note.split('\n', 1)[0] || 'No note'}
              </span>
              <Digest value={version.digest} label="digest of the version" />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
