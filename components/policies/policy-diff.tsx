'use client'

import { Lines } from '@/components/ui/line-diff'
import { Tag } from '@/components/ui/tag'
import { policyChanges, sentenceIsOld } from '@/domain/policy/cedar/changes'
import type { Policy, PolicySet } from '@/domain/policy/cedar/policy'
import { OldSentence } from './old-sentence'

const WORDS = { added: 'new', removed: 'removed', changed: 'changed' } as const

/** What becomes of each policy from one set to another, line by line. */
export function PolicyDiff({ before, after }: { before: PolicySet; after: PolicySet }) {
  const changes = policyChanges(before, after)
  if (changes.length === 0) return <p className="text-fg-2">They say the same.</p>
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-4" aria-label="What changes">
      {changes.map((change) => (
        <li key={change.id} className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <Tag>{WORDS[change.kind]}</Tag>
            <code className="font-mono text-12">{change.id}</code>
          </p>
          {sentenceIsOld(change) && <OldSentence />}
          <Lines
            before={change.kind === 'added' ? '' : whole(change.before)}
            after={change.kind === 'removed' ? '' : whole(change.after)}
          />
        </li>
      ))}
    </ul>
  )
}

const whole = ({ title, text }: Policy): string => `// ${title}\n${text}`
