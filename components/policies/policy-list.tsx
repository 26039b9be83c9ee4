'use client'

import { CircleX, TriangleAlert } from 'lucide-react'
import { counted } from '@/components/ui/counted'
import { cx } from '@/components/ui/cx'
import { Tag } from '@/components/ui/tag'
import { useListKeys } from '@/components/ui/use-list-keys'
import { sentenceIsOld, type PolicyChange } from '@/domain/policy/cedar/changes'
import type { Policy, PolicySet } from '@/domain/policy/cedar/policy'
import type { FoundProblem } from './policy-types'

/** The policies as sentences, one a row; a row opens its text. */
export function PolicyList({
  policies,
  changes,
  problems,
  chosen,
  onChoose,
}: {
  policies: PolicySet
  changes: readonly PolicyChange[]
  problems: readonly FoundProblem[]
  chosen: string | null
  onChoose: (id: string) => void
}) {
  const { rowProps } = useListKeys({
    count: policies.length,
    onOpen: (index) => onChoose(policies[index]?.id ?? ''),
    what: 'policy',
  })
  return (
    <ul aria-label="Policies">
      {policies.map((policy, index) => (
        <li key={policy.id} className="border-b border-line last:border-b-0">
          <button
            type="button"
            {...rowProps(index)}
            onClick={() => onChoose(policy.id)}
            aria-current={policy.id === chosen || undefined}
            className={cx(
              'grid w-full grid-cols-[64px_minmax(0,1fr)_auto] items-baseline gap-x-3 max-sm:grid-cols-[64px_minmax(0,1fr)] px-5 py-2.5 text-left -outline-offset-2 hover:bg-hover max-sm:px-4',
              policy.id === chosen && 'bg-accent-bg shadow-[inset_2px_0_var(--accent)]',
            )}
          >
            <Tag className="justify-self-start">{effectOf(policy)}</Tag>
            <span className="grid gap-0.5">
              <span className="[overflow-wrap:anywhere]">{policy.title}</span>
              <code className="font-mono text-12 text-fg-3">{policy.id}</code>
            </span>
            <Marks
              change={changes.find(({ id }) => id === policy.id)}
              problems={problems.filter((each) => each.policy === policy.id).length}
            />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Marks({ change, problems }: { change: PolicyChange | undefined; problems: number }) {
  return (
    <span className="flex flex-wrap items-center justify-end gap-2 max-sm:col-start-2 max-sm:justify-start max-sm:empty:hidden">
      {problems > 0 && (
        <span className="inline-flex items-center gap-1 text-12 font-label text-failed-fg">
          <CircleX className="size-3.5" aria-hidden />
          {counted(problems, 'problem')}
        </span>
      )}
      {sentenceIsOld(change) && (
        <span
          className="inline-flex items-center gap-1 text-12 font-label text-waiting-fg"
          title="The text changed, and the sentence did not."
        >
          <TriangleAlert className="size-3.5" aria-hidden />
          sentence not updated
        </span>
      )}
      {change && <Tag>{change.kind === 'added' ? 'new' : change.kind}</Tag>}
    </span>
  )
}

/** What it does, from its text as far as that can be told. */
const effectOf = ({ text }: Policy): string =>
  ({ permit: 'permits', forbid: 'forbids' })[/^[^(]*?\b(permit|forbid)\s*\(/m.exec(text)?.[1] ?? ''] ??
  'unclear'
