import { Tag } from '@/components/ui/tag'
import type { FieldChange } from '@/domain/contract/diff-fields'

/** What became of a contract's fields, one line each. */
export function FieldChanges({ changes, label }: { changes: readonly FieldChange[]; label: string }) {
  return (
    <ul aria-label={label}>
      {changes.map(({ path, change, words }) => (
        <li
          key={path}
          className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-b border-line px-4 py-1.5 last:border-b-0"
        >
          {path === '' ? (
            <span className="text-12">The contract as a whole</span>
          ) : (
            <span className="font-mono text-12 break-all">{path}</span>
          )}
          <Tag>{change}</Tag>
          <span className="col-span-2 text-12 break-words text-fg-2">{words.join(', ')}</span>
        </li>
      ))}
    </ul>
  )
}
